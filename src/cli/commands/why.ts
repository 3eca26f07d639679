import { Command } from 'commander';
import type { DateTime } from 'luxon';
import type { Purpose } from '../../core/consent/purpose.js';
import type { NumberReading } from '../../core/contact/phone-number.js';
import { requireCampaign } from '../../flows/control-campaign.js';
import { explainMessage, type MessageStory } from '../../flows/explain-message.js';
import { explainPerson, readingOf, type PersonQuestion } from '../../flows/explain-person.js';
import { recordRevealed } from '../../flows/export-records.js';
import type { Revealing } from '../../flows/export-shapes.js';
import type { App, Workspace } from '../app.js';
import type { HelpWords } from '../program.js';
import { whyDocument } from '../report/why-document.js';
import { whyLines } from '../report/why-report.js';
import { phrase } from '../../words/phrase.js';
import { instantOption, localZone } from './campaign-options.js';
import { knownPurpose } from './purpose-option.js';

interface WhyOptions {
  readonly purpose?: string;
  readonly at?: string;
  readonly campaign?: string;
  readonly reveal?: boolean;
}

/** A campaign's message to one person, and whether anything of it was real. */
interface FoundStory {
  readonly story: MessageStory;
  readonly isRehearsal: boolean;
}

export function whyCommand(app: () => App, words: HelpWords): Command {
  return new Command('why')
    .argument('<number>', words('consent.helpNumber'))
    .option('--purpose <purpose>', words('why.helpPurpose'))
    .option('--at <instant>', words('why.helpAt'))
    .option('--campaign <name>', words('why.helpCampaign'))
    .option('--reveal', words('why.helpReveal'))
    .action((number: string, options: WhyOptions) => runWhy(app(), number, options));
}

/** An answer either way, and so always 0; also a text that is no number has one. */
async function runWhy(app: App, text: string, options: WhyOptions): Promise<void> {
  const workspace = app.workspace();
  const { config, isRehearsing } = workspace;
  const asked = knownPurpose(workspace, options.purpose);
  const at = askedInstant(app, workspace, options);
  const reading = readingOf(text, config, isRehearsing);
  const revealing = { reveal: options.reveal === true };
  const found =
    options.campaign === undefined ? null : await findStory(app, workspace, options.campaign, reading, revealing);
  const purpose = asked ?? (found === null ? null : (config.purposes.get(found.story.campaign.purpose) ?? null));
  const question = {
    ...{ reading, at, revealing },
    purposes: purpose === null ? [...config.purposes.values()] : [purpose],
    message: found === null ? null : messageOf(found.story),
  };
  const book = await app.holidayBook();
  const answers = await app.withLedger('read', (ledger) =>
    explainPerson(question, config, isRehearsing, { ledger, book }),
  );
  if (revealing.reveal) await noteRevealing(app, workspace, reading, found);
  const shown = { reading, at, answers, found, revealing };
  if (app.globals.json) {
    app.out(JSON.stringify(whyDocument(shown)));
    return;
  }
  for (const line of whyLines(app, shown, localZone(app, workspace))) app.out(line);
  app.note(app.say(phrase('schedule.notLegalAdvice')));
}

/** The instant asked for, or now. */
function askedInstant(app: App, workspace: Workspace, { at }: WhyOptions): DateTime {
  return instantOption('--at', at, localZone(app, workspace)) ?? app.world.clock.now();
}

/** @throws OperatorError noInput (66) when there is no such campaign. */
function findStory(
  app: App,
  { config }: Workspace,
  name: string,
  { e164 }: NumberReading,
  revealing: Revealing,
): Promise<FoundStory> {
  return app.viewCampaign(name, async ({ ledger, isRehearsal }) => {
    const campaign = await requireCampaign(name, { ledger });
    const purpose: Purpose | null = config.purposes.get(campaign.purpose) ?? null;
    return { story: await explainMessage(campaign, e164, purpose, ledger, revealing), isRehearsal };
  });
}

/** The ledger's own log says whose number was shown; a rehearsal is no part of it, and its name stands in none of its rows. */
async function noteRevealing(
  app: App,
  { keyring }: Workspace,
  { e164 }: NumberReading,
  found: FoundStory | null,
): Promise<void> {
  if (e164 === null) return;
  const campaign = found === null || found.isRehearsal ? null : found.story.campaign.name;
  const subject = keyring.fingerprint(e164);
  await app.withLedger('write', (ledger) =>
    recordRevealed({ what: 'why', campaign, subject }, { ledger, clock: app.world.clock, actor: app.actor }),
  );
}

/** The message as its plan made it; of whoever has none, what the campaign says. */
function messageOf({ campaign, intent }: MessageStory): NonNullable<PersonQuestion['message']> {
  return { campaign: { ...campaign, again: intent?.again ?? campaign.again }, textHash: intent?.textHash ?? null };
}
