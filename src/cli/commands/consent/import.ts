import { Command } from 'commander';
import type { ConsentCells, ConsentField } from '../../../core/consent/consent-row.js';
import { wordingBook } from '../../../core/consent/wording-book.js';
import type { Ageing } from '../../../core/consent/purpose.js';
import { OperatorError } from '../../../errors.js';
import {
  importConsents,
  openConsentFile,
  type ConsentImport,
  type ConsentImportResult,
} from '../../../flows/import-consent.js';
import type { ImportFile } from '../../../flows/import-file.js';
import type { RecordedConsents } from '../../../flows/recorded-consents.js';
import { endMemberships, type MemberSync } from '../../../flows/sync-members.js';
import { readWording } from '../../../flows/wording-text.js';
import type { Ledger } from '../../../store/store.js';
import { phrase, type Phrase } from '../../../words/phrase.js';
import type { App, Workspace } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { columnWarnings, reportImport, tellDecision } from '../../report/import-report.js';
import { progressLine } from '../../report/progress.js';
import { addFileOptions, consentRules, dayOption, dayPlace, fileRequest } from '../ledger-options.js';
import { knownPurpose, neededPurpose } from '../purpose-option.js';
import type { FileOptions } from '../ledger-options.js';
import { basisOption, methodOption } from './proof-options.js';
import { readSync, requireSameFile, syncOf, type Synced } from './sync.js';

export interface ConsentImportOptions extends FileOptions {
  readonly purpose?: string;
  readonly basis?: string;
  readonly method?: string;
  readonly givenAt?: string;
  readonly wording?: string;
  readonly source?: string;
  readonly campaign?: string;
  readonly sync?: boolean;
  readonly syncSource?: string;
  readonly confirm?: string;
}

export function consentImportCommand(app: () => App, words: HelpWords): Command {
  const command = new Command('import')
    .description(words('consent.helpImport'))
    .argument('<file>', words('consent.helpFile'))
    .option('--purpose <purpose>', words('consent.helpPurpose'))
    .addOption(basisOption(words('consent.helpBasis')))
    .addOption(methodOption(words('consent.helpMethod')))
    .option('--given-at <date>', words('consent.helpGivenAt'))
    .option('--wording <text>', words('consent.helpWording'))
    .option('--source <source>', words('consent.helpSource'))
    .option('--campaign <name>', words('consent.helpCampaign'))
    .option('--sync', words('sync.help'))
    .option('--sync-source <source>', words('sync.helpSource'))
    .option('--confirm <count>', words('sync.helpConfirm'));
  return addFileOptions(command, words).action((file: string, options: ConsentImportOptions) =>
    runConsentImport(app(), file, options),
  );
}

async function runConsentImport(app: App, name: string, options: ConsentImportOptions): Promise<void> {
  const workspace = app.workspace();
  const flags = await readFlags(app, workspace, name, options);
  const sync = syncOf(workspace, name, options);
  const file = await openConsentFile(fileRequest(app, name, options));
  try {
    // A withdrawal without a purpose is one from all. Whether a history holds consents too shows row by row.
    const isHistory = file.understood.has('kind') && options.purpose === undefined;
    const stated =
      file.understood.has('purpose') || isHistory
        ? flags
        : { ...flags, purpose: (await neededPurpose(app, workspace, options.purpose, 'consent')).name };
    tellDecision(app, file);
    const { result, synced } = await runImport(app, workspace, { file, stated, sync, name, options });
    const { counts, rejectsFile, recorded } = result;
    reportImport(app, {
      type: 'consent_import',
      file: name,
      counts,
      rejectsFile,
      isDryRun: options.dryRun === true,
      refusalOf: (reason) => phrase('consent.refusal', { reason }),
      hintOf: (reason) => phrase('consent.refusedHint', { reason }),
      more: { pending: recorded.pending, ...(synced === null ? {} : { sync: synced }) },
      lines: synced === null ? [] : [endedLine(synced)],
      changesOthers: synced !== null && endedBy(synced) > 0,
      warnings: [
        ...(result.isWithoutConsents ? [] : attestedBy(file, stated, recorded)),
        ...withdrawnBeside(stated, recorded),
        ...(options.campaign !== undefined && recorded.unlimited > 0 ? [phrase('consent.campaignUnlimited')] : []),
        ...columnWarnings(file, counts.rejected.missing_given_at === undefined ? null : 'consent.daysLeft'),
        ...(synced?.refused === true ? [phrase('sync.wouldBeRefused', { leaving: synced.leaving })] : []),
        ...warningsOf(recorded, options.dryRun === true, workspace.config.consent),
      ],
    });
  } finally {
    await file.close();
  }
}

interface ImportRun {
  readonly file: ImportFile<ConsentField>;
  readonly stated: ConsentCells;
  /** Null: the file says nothing of those who are not in it. */
  readonly sync: MemberSync | null;
  readonly name: string;
  readonly options: ConsentImportOptions;
}

function runImport(
  app: App,
  workspace: Workspace,
  { file, stated, sync, name, options }: ImportRun,
): Promise<{ readonly result: ConsentImportResult; readonly synced: Synced | null }> {
  const dryRun = options.dryRun === true;
  return app.withLedger(dryRun ? 'read' : 'write', async (ledger) => {
    const deps = { ledger, clock: app.world.clock, actor: app.actor };
    const rules = { ...consentRules(app, workspace), wordings: wordingBook(await ledger.wordings()) };
    requireKnownWording(stated.wording ?? '', rules.wordings);
    const plan = sync === null ? null : await readSync(app, sync, name, options, stated, rules, ledger);
    let ended = 0;
    const progress = progressLine(app, phrase('consent.importing'));
    const request: ConsentImport = {
      ...{ file, stated, rules, dryRun, onProgress: (rows: number) => progress.update(rows, null) },
      ...(sync === null || plan === null
        ? {}
        : {
            membersOf: sync.purpose,
            onRead: async (importId: number, sha256: string) => {
              requireSameFile(plan, sha256, name);
              if (!dryRun) ended = await endMemberships(plan, sync.purpose, importId, deps);
            },
          }),
    };
    try {
      const take = (recorded: Ledger): Promise<ConsentImportResult> =>
        importConsents(request, { ...deps, ledger: recorded }, app.interrupted);
      const result = dryRun ? await take(ledger) : await app.importing(ledger, take);
      const synced =
        sync === null || plan === null
          ? null
          : {
              purpose: sync.purpose,
              members: plan.members,
              leaving: plan.leaving,
              unreadable: plan.unreadable,
              ended,
              resumed: result.recorded.resumed,
              dryRun,
              refused: plan.isRefused,
            };
      return { result, synced };
    } finally {
      progress.end();
    }
  });
}

/** A flag that names no kept text would refuse every row that has no words of its own. */
function requireKnownWording(said: string, book: ReturnType<typeof wordingBook>): void {
  if (book(said).kind === 'text') return;
  throw new OperatorError(
    'usage',
    phrase('wording.unknown', { id: said }),
    phrase('consent.refusedHint', { reason: 'unknown_wording' }),
  );
}

/** What flags say for every row; every mistake in them is a usage error, before the file is opened. */
async function readFlags(
  app: App,
  workspace: Workspace,
  name: string,
  options: ConsentImportOptions,
): Promise<ConsentCells> {
  knownPurpose(workspace, options.purpose);
  const day = dayOption('--given-at', options.givenAt, dayPlace(app, workspace));
  if (day !== null && day.at > app.world.clock.now()) {
    const value = options.givenAt ?? '';
    throw new OperatorError(
      'usage',
      phrase('consent.futureDay', { option: '--given-at', value }),
      phrase('consent.futureDayHint'),
    );
  }
  const { purpose = '', basis = '', method = '', wording = '', source = '', campaign = '' } = options;
  const shown = await readWording(wording, name === '-' ? null : app.world.stdin);
  return { purpose, basis, method, given_at: day?.text ?? '', wording: shown, source, campaign };
}

/** One statement for many people is a weaker proof, and the operator should know it before the regulator says so. */
function attestedBy(
  file: ImportFile<ConsentField>,
  stated: ConsentCells,
  { attested: count }: RecordedConsents,
): readonly Phrase[] {
  const fields: readonly ConsentField[] = ['purpose', 'basis', 'given_at', 'method', 'wording', 'source'];
  const given = fields.filter((field) => (stated[field] ?? '') !== '');
  const optionsOf = (those: readonly ConsentField[]): readonly string[] =>
    those.map((field) => `--${field.replace('_', '-')}`);
  const alone = given.filter((field) => !file.understood.has(field));
  if (alone.length > 0) return [phrase('consent.bulkAttested', { options: optionsOf(alone) })];
  return given.length > 0 && count > 0 ? [phrase('consent.rowsAttested', { count, options: optionsOf(given) })] : [];
}

/** Whoever names a purpose for a file may believe that its withdrawals are from that one alone. */
function withdrawnBeside(
  { purpose = '' }: ConsentCells,
  { withdrawnFromAll: count }: RecordedConsents,
): readonly Phrase[] {
  return purpose !== '' && count > 0 ? [phrase('consent.withdrawnFromAll', { count })] : [];
}

function endedBy({ ended, leaving, dryRun }: Synced): number {
  return dryRun ? leaving : ended;
}

function endedLine(synced: Synced): Phrase {
  return phrase('sync.ended', { count: endedBy(synced), dryRun: synced.dryRun });
}

function warningsOf(
  { pending, resumed, ages, over }: RecordedConsents,
  dryRun: boolean,
  { warnMonths: warn, refuseMonths: refuse }: Ageing,
): readonly Phrase[] {
  return [
    ...(resumed > 0 ? [phrase('sync.resumed', { count: resumed, dryRun })] : []),
    ...(pending > 0 ? [phrase('renewal.pending', { count: pending })] : []),
    ...(ages.ageing > 0 ? [phrase('consent.ageing', { count: ages.ageing, warn, refuse })] : []),
    ...(ages.expired > 0 ? [phrase('consent.expired', { count: ages.expired, refuse })] : []),
    ...(over > 0 ? [phrase('consent.termsOver', { count: over })] : []),
  ];
}
