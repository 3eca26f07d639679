import { sep } from 'node:path';
import { Command } from 'commander';
import { SHORTEST_NAME } from '../../../core/contact/without-person.js';
import { instantOf, isoInstant } from '../../../core/schedule/instant.js';
import { OperatorError } from '../../../errors.js';
import { noteErasures } from '../../../files/erasure-file.js';
import { filesHolding } from '../../../files/number-search.js';
import { leftovers, removeLeftovers } from '../../../files/leftovers.js';
import { setAsideRehearsals } from '../../../files/rehearsals.js';
import { ledgerFiles, lockFiles, setAsideKeys } from '../../../files/workspace.js';
import { eraseSubject, surveyErasure, type EraseDeps, type Erasure } from '../../../flows/erase-subject.js';
import { requireNumber } from '../../../flows/number-argument.js';
import type { LeftInClear } from '../../../store/erasure-store.js';
import type { Ledger } from '../../../store/store.js';
import { phrase, type Phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import { typedNumber } from '../../report/typed-number.js';
import { spokenWarnings, tellWarnings } from '../../report/warnings.js';
import { collect, localZone } from '../campaign-options.js';
import type { HelpWords } from '../../program.js';
import { registerDeps, unidentifiedWarnings } from './register.js';

interface SubjectEraseOptions {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly name?: readonly string[];
  readonly reveal?: boolean;
}

export function subjectEraseCommand(app: () => App, words: HelpWords): Command {
  return new Command('erase')
    .description(words('rights.helpErase'))
    .argument('<number>', words('consent.helpNumber'))
    .option('--name <text>', words('erasure.helpName'), collect)
    .option('--yes', words('rights.helpYes'))
    .option('--dry-run', words('rights.helpDryRun'))
    .option('--reveal', words('consent.helpRevealTyped'))
    .action((number: string, options: SubjectEraseOptions) => runSubjectErase(app(), number, options));
}

async function runSubjectErase(app: App, text: string, options: SubjectEraseOptions): Promise<void> {
  const number = requireNumber(text, app.workspace().config.sender.country);
  const names = namesOf(options);
  // Written before it is erased: the answer is a screen, and no file of the workspace.
  const written = typedNumber(app, number, { reveal: options.reveal === true });
  const survey = (): Promise<Erasure> =>
    app.withLedger('read', async (ledger) => surveyErasure(number, erasureDeps(app, ledger), names));
  if (options.dryRun === true) {
    show(app, written, await survey(), { isAhead: true, names });
    return;
  }
  if (options.yes !== true && !(await hasConfirmed(app, written, names, survey))) {
    app.note(app.say(phrase('rights.notErased')));
    return;
  }
  const erasure = await app.withLedger('write', (ledger) =>
    app.holdingAll(app.workspace().files, () => eraseSubject(number, erasureDeps(app, ledger), names)),
  );
  show(app, written, erasure, { isAhead: false, names });
}

/** @throws OperatorError usage (64): so short a name would take half of every text along. */
function namesOf({ name: names = [] }: SubjectEraseOptions): readonly string[] {
  const short = names.find((name) => (name.match(/[\p{L}\p{N}]/gu)?.length ?? 0) < SHORTEST_NAME);
  if (short === undefined) return names;
  throw new OperatorError('usage', phrase('erasure.shortName', { name: short }), phrase('erasure.shortNameHint'));
}

/** Shows what would go before it asks. @throws OperatorError usage (64) where nobody can answer. */
async function hasConfirmed(
  app: App,
  number: string,
  names: readonly string[],
  survey: () => Promise<Erasure>,
): Promise<boolean> {
  if (!app.prompts.canAsk) throw new OperatorError('usage', phrase('rights.yesNeeded'), phrase('rights.yesNeededHint'));
  const zone = localZone(app, app.workspace());
  const ahead = await survey();
  for (const line of linesOf(number, ahead, { isAhead: true, names, zone })) app.note(app.say(line));
  tellWarnings(app, unidentifiedWarnings(ahead.answered, 'ahead'));
  return app.prompts.confirm(app.say(phrase('rights.eraseAsk', { number })));
}

export function erasureDeps(app: App, ledger: Ledger): EraseDeps {
  const { files } = app.workspace();
  const own: ReadonlySet<string> = new Set([
    ...ledgerFiles(files),
    ...lockFiles(files),
    files.key,
    ...setAsideKeys(files),
    files.config,
    files.erasures,
  ]);
  return {
    ...registerDeps(app, ledger),
    rehearsalsHolding: (number) => app.rehearsalsHolding(number),
    refuseHeldRehearsals: (rehearsals) => app.refuseHeldRehearsals(rehearsals),
    removeRehearsals: (rehearsals) => app.removeRehearsals(rehearsals),
    leftovers: () => leftovers(files),
    removeLeftovers: () => removeLeftovers(files),
    noteErasure: (prints, at) =>
      noteErasures(
        files.erasures,
        prints.map((print) => ({ ...print, at: isoInstant(at) })),
      ),
    withSetAside: (mode, use) => app.withSetAside(mode, use),
    searchFiles: (number, except) => {
      const looked = new Set([...own, ...except.flatMap((ledger) => ledgerFiles({ ...files, ledger }))]);
      // A folder among the leftovers is left out with all that is in it.
      const folders = [files.rehearsals, ...setAsideRehearsals(files), ...except].map((folder) => folder + sep);
      const isLooked = (path: string): boolean => looked.has(path) || folders.some((folder) => path.startsWith(folder));
      return filesHolding(files.folder, number, isLooked);
    },
  };
}

interface ShownErasure {
  readonly isAhead: boolean;
  /** Those that were given: how often they were found is told, be it never. */
  readonly names: readonly string[];
}

function show(app: App, number: string, erasure: Erasure, shown: ShownErasure): void {
  const warnings = unidentifiedWarnings(erasure.answered, shown.isAhead ? 'ahead' : 'done');
  if (app.globals.json) {
    const { held, rehearsals, setAside, unfinished, files, answered } = erasure;
    app.out(
      JSON.stringify({
        type: 'subject_erase',
        number,
        ...held,
        rehearsals,
        setAside,
        unfinished,
        files: files.holding,
        unread: files.unread,
        answered: shown.isAhead ? [] : answered.requests,
        warnings: spokenWarnings(app, warnings),
        dryRun: shown.isAhead,
      }),
    );
    return;
  }
  const zone = localZone(app, app.workspace());
  for (const line of linesOf(number, erasure, { ...shown, zone })) app.out(app.say(line));
  tellWarnings(app, warnings);
}

function linesOf(
  number: string,
  { held, rehearsals, setAside, unfinished, files, answered }: Erasure,
  { isAhead, names, zone }: ShownErasure & { readonly zone: string },
): readonly Phrase[] {
  return [
    phrase(isAhead ? 'rights.toErase' : 'rights.erased', { number, ...held }),
    ...(held.formerUntil === null ? [] : [phrase('rights.formerNumber', { until: instantOf(held.formerUntil), zone })]),
    ...(held.planned > 0 ? [phrase('rights.eraseSkips', { planned: held.planned, isAhead })] : []),
    ...(rehearsals.length > 0 ? [phrase('rights.eraseRehearsals', { names: rehearsals, isAhead })] : []),
    ...(held.texts > 0 || names.length > 0 ? [phrase('erasure.texts', { texts: held.texts, isAhead })] : []),
    ...(setAside.length > 0 ? [phrase('erasure.setAside', { files: setAside, isAhead })] : []),
    ...(unfinished.length > 0 ? [phrase('leftovers.erased', { files: unfinished, isAhead })] : []),
    ...(held.campaigns.length > 0 ? [phrase('erasure.campaigns', { names: held.campaigns })] : []),
    ...(held.formerOfOthers > 0 ? [phrase('erasure.formerOfOthers', { count: held.formerOfOthers })] : []),
    ...(isAnythingLeft(held.left) ? [phrase('erasure.left', held.left)] : []),
    ...(names.length === 0 ? [phrase('erasure.namesUnsearched')] : []),
    ...(held.providers.length > 0 ? [phrase('rights.eraseTell', { providers: held.providers })] : []),
    ...(files.holding.length > 0 ? [phrase('rights.filesHolding', { files: files.holding })] : []),
    ...(files.unread.length > 0 ? [phrase('rights.filesUnread', { files: files.unread })] : []),
    ...(!isAhead && answered.requests.length > 0 ? [phrase('rights.registered', { ids: answered.requests })] : []),
    ...(isAhead ? [phrase('rights.nothingErased')] : [phrase('rights.eraseStays')]),
  ];
}

function isAnythingLeft({ consents, replies, requests, messages, wordings }: LeftInClear): boolean {
  return consents.length + replies.length + requests.length + messages + wordings > 0;
}
