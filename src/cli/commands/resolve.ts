import { Command, Option } from 'commander';
import { shownNumber } from '../../core/contact/phone-number.js';
import { instantOf } from '../../core/schedule/instant.js';
import { exitCodes, OperatorError } from '../../errors.js';
import { markAbandoned, requireCampaign } from '../../flows/control-campaign.js';
import type { LedgerDeps } from '../../flows/deps.js';
import { recordRevealed } from '../../flows/export-records.js';
import { writtenNumber, writtenText } from '../../flows/export-shapes.js';
import {
  lookUpUnknown,
  nothingResolved,
  notYet,
  settleByPerson,
  type Resolved,
  type Word,
} from '../../flows/resolve-unknown.js';
import type { Campaign, UnknownIntent } from '../../store/store.js';
import { phrase, type Phrase } from '../../words/phrase.js';
import type { App } from '../app.js';
import { inboxTerms } from '../inbox-terms.js';
import type { HelpWords } from '../program.js';
import { shownText } from '../report/shown-text.js';
import { tellRehearsal } from '../report/run-report.js';
import { localZone } from './campaign-options.js';

interface ResolveOptions {
  readonly fromProvider?: true;
  readonly mark?: Word;
  readonly reveal?: true;
}

export function resolveCommand(app: () => App, words: HelpWords): Command {
  return new Command('resolve')
    .argument('<campaign>', words('help.argCampaign'))
    .argument('[refs...]', words('delivery.argRefs'))
    .option('--from-provider', words('delivery.helpFromProvider'))
    .addOption(new Option('--mark <word>', words('delivery.helpMark')).choices(['sent', 'not-sent']))
    .option('--reveal', words('consent.helpReveal'))
    .action((name: string, refs: readonly string[], options: ResolveOptions) => runResolve(app(), name, refs, options));
}

async function runResolve(app: App, name: string, refs: readonly string[], options: ResolveOptions): Promise<void> {
  const { fromProvider, mark, reveal } = options;
  if ((mark === undefined) !== (refs.length === 0)) {
    throw new OperatorError(
      'usage',
      phrase('delivery.markAndRefs'),
      phrase('delivery.markAndRefsHint', { campaign: name }),
    );
  }
  await app.withCampaign(name, async (found) => {
    const { ledger, clock, isRehearsal } = found;
    const campaign = await requireCampaign(name, found);
    const deps = { ledger, clock, actor: app.actor };
    const zone = localZone(app, app.workspace());
    // What a killed run left in flight is in doubt, too.
    await app.unlessRunHeld(ledger, () => markAbandoned(campaign, deps));
    tellRehearsal(app, isRehearsal);
    if (reveal === true && (await ledger.unknownIntents(campaign.id)).length > 0) await noteRevealed(campaign, deps);
    const askProvider = (): Promise<Resolved> =>
      lookUpUnknown(campaign, app.provider(name, found, null).provider, inboxTerms(app), deps);
    const asked = [
      // Credentials are needed for this alone.
      ...(fromProvider === true ? [await askProvider()] : []),
      ...(mark === undefined ? [] : [await settleByPerson(campaign, mark, [...new Set(refs)], deps, zone)]),
    ];
    const isQuestion = fromProvider !== true && mark === undefined;
    if (isQuestion && app.prompts.canAsk) asked.push(await askOneByOne(app, campaign, reveal === true, deps));
    const resolved = asked.reduce(joined, nothingResolved);
    const left = await ledger.unknownIntents(campaign.id);
    show(app, campaign, resolved, left, { reveal: reveal === true, isRehearsal, isQuestion });
    if (left.length > 0) app.setExitCode(exitCodes.partial);
  });
}

/** Each message in doubt with its number, hour and text; what nobody knows stays in doubt. */
async function askOneByOne(app: App, campaign: Campaign, reveal: boolean, deps: LedgerDeps): Promise<Resolved> {
  const answers = { received: 'sent', 'not received': 'not-sent', 'not known': null } as const;
  const words = new Map(
    (Object.keys(answers) as (keyof typeof answers)[]).map((answer) => [
      app.say(phrase('delivery.answer', { answer })),
      answers[answer],
    ]),
  );
  const [received = '', notReceived = '', notKnown = ''] = words.keys();
  const zone = localZone(app, app.workspace());
  let resolved = nothingResolved;
  for (const intent of await deps.ledger.unknownIntents(campaign.id)) {
    for (const line of linesOf(app, intent, reveal)) app.note(line);
    const open = notYet(campaign, intent, deps) === null;
    // The first choice is the usual one.
    const choices = open ? [notKnown, received, notReceived] : [notKnown, received];
    const word = words.get(await app.prompts.select(app.say(phrase('delivery.askReceived')), choices)) ?? null;
    if (word !== null) resolved = joined(resolved, await settleByPerson(campaign, word, [intent.ref], deps, zone));
  }
  return resolved;
}

/** A call list without numbers is of no use; with them it is an access to personal data. */
function noteRevealed({ name }: Campaign, deps: LedgerDeps): Promise<void> {
  return recordRevealed({ what: 'unknown', campaign: name }, deps);
}

interface Shown {
  readonly reveal: boolean;
  readonly isRehearsal: boolean;
  readonly isQuestion: boolean;
}

function show(
  app: App,
  { name }: Campaign,
  resolved: Resolved,
  left: readonly UnknownIntent[],
  { reveal, isRehearsal, isQuestion }: Shown,
): void {
  if (app.globals.json) {
    const unknown = left.map(({ number, text, ...intent }) => ({
      ...{ ...intent, text: writtenText(text, number, { reveal }), number: writtenNumber(number, { reveal }) },
    }));
    app.out(JSON.stringify({ type: 'resolve', campaign: name, settled: resolved, unknown, rehearsal: isRehearsal }));
    return;
  }
  const out = (words: Phrase): void => app.out(app.say(words));
  if (!isQuestion || resolved !== nothingResolved) out(phrase('delivery.resolved', resolved));
  for (const [why, count] of Object.entries(resolved.unclear)) out(phrase('delivery.unclear', { why, count }));
  if (left.length === 0) return out(phrase('delivery.allSettled', { campaign: name }));
  out(phrase('delivery.callList', { count: left.length }));
  for (const intent of left) for (const line of linesOf(app, intent, reveal)) app.out(line);
  app.note(app.say(phrase('delivery.callListHint', { campaign: name, reveal })));
}

/** Number, hour, row, reference and text of one message in doubt. */
function linesOf(app: App, intent: UnknownIntent, reveal: boolean): readonly string[] {
  const { ref, number, line, text, submittedAt, lookedUpAt } = intent;
  const zone = localZone(app, app.workspace());
  const at = instantOf(submittedAt);
  const shown = number === null ? app.say(phrase('suppress.erasedNumber')) : shownNumber(number, { reveal });
  return [
    app.say(phrase('delivery.doubt', { number: shown, at, zone, line, ref })),
    ...(lookedUpAt === null ? [] : [`  ${app.say(phrase('delivery.searched', { at: instantOf(lookedUpAt), zone }))}`]),
    ...shownText(app, writtenText(text, number, { reveal })).map((row) => `    ${row}`),
  ];
}

function joined(a: Resolved, b: Resolved): Resolved {
  return {
    accepted: a.accepted + b.accepted,
    rejected: a.rejected + b.rejected,
    notSent: a.notSent + b.notSent,
    absent: a.absent + b.absent,
    unclear: { ...a.unclear, ...b.unclear },
  };
}
