import { Command, Option } from 'commander';
import type { Purpose } from '../../../core/consent/purpose.js';
import {
  isWordingName,
  wordingLanguages,
  wordingModels,
  type WordingLanguage,
  type WordingModel,
} from '../../../core/consent/wording.js';
import { OperatorError } from '../../../errors.js';
import {
  idOf,
  keepWording,
  requireOnePurpose,
  requireWording,
  type DraftedWording,
} from '../../../flows/keep-wording.js';
import { readWording } from '../../../flows/wording-text.js';
import { phrase } from '../../../words/phrase.js';
import { printable } from '../../../words/printable.js';
import type { App, Workspace } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { spokenWarnings, tellWarnings } from '../../report/warnings.js';
import { neededPurpose } from '../purpose-option.js';

interface WordingNewOptions {
  readonly purpose?: string;
  readonly model?: WordingModel;
  readonly language?: WordingLanguage;
  readonly text?: string;
  readonly purposeWords?: string;
  readonly withdraw?: string;
  readonly dryRun?: boolean;
}

export function wordingNewCommand(app: () => App, words: HelpWords): Command {
  return new Command('new')
    .description(words('wording.helpNew'))
    .argument('<name>', words('wording.helpName'))
    .option('--purpose <purpose>', words('wording.helpPurpose'))
    .addOption(new Option('--model <model>', words('wording.helpModel')).choices(wordingModels))
    .addOption(new Option('--language <language>', words('wording.helpLanguage')).choices(wordingLanguages))
    .option('--text <text>', words('wording.helpText'))
    .option('--purpose-words <words>', words('wording.helpPurposeWords'))
    .option('--withdraw <sentence>', words('wording.helpWithdraw'))
    .option('--dry-run', words('wording.helpDryRun'))
    .action((name: string, options: WordingNewOptions) => runWordingNew(app(), name, options));
}

async function runWordingNew(app: App, name: string, options: WordingNewOptions): Promise<void> {
  const workspace = app.workspace();
  if (!isWordingName(name)) {
    throw new OperatorError('usage', phrase('wording.badName', { name }), phrase('wording.badNameHint'));
  }
  if (options.text !== undefined && options.model !== undefined) {
    throw new OperatorError('usage', phrase('wording.textAndModel'), phrase('wording.textAndModelHint'));
  }
  const purpose = await neededPurpose(app, workspace, options.purpose, 'consent');
  const { organisation } = workspace.config;
  const request = {
    text: options.text === undefined ? null : await readWording(options.text, app.world.stdin),
    model: options.model ?? modelFor(purpose),
    language: options.language ?? organisation.locale,
    purpose: purpose.name,
    purposeWords: options.purposeWords ?? null,
    withdraw: options.withdraw ?? null,
  };
  const { privacyUrl, contact } = organisation;
  // A STOP ends what is promotional and nothing else: a notice of information must not promise it as the way out.
  const stop = purpose.kind === 'promotional' ? stopOf(workspace) : null;
  const facts = { controller: organisation.name, privacyUrl, contact, stop };
  await app.withLedger('read', (ledger) => requireOnePurpose(name, purpose.name, { ledger }));
  const draft = requireWording(request, facts);
  const isPrivacyTold = privacyUrl !== null && draft.text.includes(privacyUrl);
  const { withdraw } = options;
  const warnings = [
    ...(isPrivacyTold ? [] : [phrase(privacyUrl === null ? 'wording.noPrivacy' : 'wording.privacyUntold')]),
    ...(withdraw === undefined || draft.text.includes(withdraw.trim()) ? [] : [phrase('wording.withdrawUntold')]),
  ];
  tellWarnings(app, warnings);
  if (options.dryRun === true) {
    showDraft(app, draft, spokenWarnings(app, warnings));
    return;
  }
  const { clock } = app.world;
  const { verdict, version } = await app.withLedger('write', (ledger) =>
    keepWording(name, draft, request, { ledger, clock, actor: app.actor }),
  );
  const id = idOf(version);
  if (app.globals.json) {
    const told = { id, ...version, verdict, dryRun: false, warnings: spokenWarnings(app, warnings) };
    app.out(JSON.stringify({ type: 'wording_new', ...told }));
    return;
  }
  app.out(printable(version.text));
  app.note(app.say(phrase(verdict === 'recorded' ? 'wording.kept' : 'wording.keptBefore', { id, hash: version.hash })));
  app.note(app.say(phrase('wording.useIt', { id })));
}

function showDraft(app: App, { text, model }: DraftedWording, warnings: readonly string[]): void {
  const told = { text, model, verdict: null, dryRun: true, warnings };
  app.out(app.globals.json ? JSON.stringify({ type: 'wording_new', ...told }) : printable(text));
}

/** Of the purpose's own name where there is one; else what asks for a yes, or what tells. */
function modelFor({ name, kind }: Purpose): WordingModel {
  return wordingModels.find((model) => model === name) ?? (kind === 'promotional' ? 'association' : 'information');
}

/** Where a STOP goes in the organisation's own country. */
function stopOf({ config }: Workspace): string | null {
  const footer = config.footers.get(config.sender.country) ?? config.footers.get('default');
  return footer?.stop ?? null;
}
