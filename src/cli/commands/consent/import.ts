import { Command, Option } from 'commander';
import { consentMethods } from '../../../core/consent/consent-event.js';
import type { ConsentCells, ConsentField, ConsentRules } from '../../../core/consent/consent-row.js';
import { wordingBook } from '../../../core/consent/wording-book.js';
import { legalBases, type Ageing } from '../../../core/consent/purpose.js';
import { OperatorError } from '../../../errors.js';
import {
  importConsents,
  openConsentFile,
  type ConsentImport,
  type ConsentImportResult,
} from '../../../flows/import-consent.js';
import type { ImportFile } from '../../../flows/import-file.js';
import {
  endMemberships,
  planSync,
  requirePlausible,
  type MemberSync,
  type SyncPlan,
} from '../../../flows/sync-members.js';
import { readWording } from '../../../flows/wording-text.js';
import type { Ledger } from '../../../store/store.js';
import { phrase, type Phrase } from '../../../words/phrase.js';
import type { App, Workspace } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { reportImport, tellDecision, tellWarning } from '../../report/import-report.js';
import { progressLine } from '../../report/progress.js';
import { countOption } from '../campaign-options.js';
import {
  addFileOptions,
  consentRules,
  dayOption,
  dayPlace,
  fileRequest,
  knownPurpose,
  neededPurpose,
} from '../ledger-options.js';
import type { FileOptions } from '../ledger-options.js';

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
    .addOption(new Option('--basis <basis>', words('consent.helpBasis')).choices(legalBases))
    .addOption(new Option('--method <method>', words('consent.helpMethod')).choices(consentMethods))
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

export async function runConsentImport(app: App, name: string, options: ConsentImportOptions): Promise<void> {
  const workspace = app.workspace();
  const flags = await readFlags(app, workspace, options);
  const sync = syncOf(workspace, name, options);
  const file = await openConsentFile(fileRequest(app, name, options));
  try {
    const stated = file.understood.has('purpose')
      ? flags
      : { ...flags, purpose: (await neededPurpose(app, workspace, options.purpose)).name };
    tellDecision(app, file);
    tellAttested(app, file, stated);
    const { result, synced } = await runImport(app, workspace, { file, stated, sync, name, options });
    const { counts, rejectsFile, pending } = result;
    reportImport(app, {
      type: 'consent_import',
      file: name,
      counts,
      rejectsFile,
      isDryRun: options.dryRun === true,
      refusalOf: (reason) => phrase('consent.refusal', { reason }),
      hintOf: (reason) => phrase('consent.refusedHint', { reason }),
      more: { pending, ...(synced === null ? {} : { sync: synced }) },
    });
    if (synced !== null && !app.globals.json) {
      const { ended, leaving, dryRun } = synced;
      app.out(app.say(phrase('sync.ended', { count: dryRun ? leaving : ended, dryRun })));
    }
    if (pending > 0) tellWarning(app, phrase('renewal.pending', { count: pending }));
    tellAges(app, result, workspace.config.consent);
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

/** What became of those who are not in a list of members. */
interface Synced {
  readonly purpose: string;
  readonly members: number;
  readonly leaving: number;
  readonly ended: number;
  readonly dryRun: boolean;
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
      const result = await importConsents(request, deps, app.interrupted);
      const synced =
        sync === null || plan === null
          ? null
          : { purpose: sync.purpose, members: plan.members, leaving: plan.leaving, ended, dryRun };
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

/** Finds out who would leave, says so, and refuses a list that looks like a part of itself: before anything is recorded. */
async function readSync(
  app: App,
  sync: MemberSync,
  name: string,
  options: ConsentImportOptions,
  stated: ConsentCells,
  rules: ConsentRules,
  ledger: Ledger,
): Promise<SyncPlan> {
  const list = await openConsentFile({ ...fileRequest(app, name, options), rejects: null });
  try {
    const plan = await planSync(sync, list, stated, rules, ledger, app.interrupted);
    const { members, leaving } = plan;
    if (!app.globals.json) app.note(app.say(phrase('sync.counts', { members, leaving, purpose: sync.purpose })));
    // A dry run shows what there is, however little it looks like a whole list.
    if (options.dryRun !== true) requirePlausible(plan, sync);
    return plan;
  } finally {
    await list.close();
  }
}

/** Two readings of one file tell the same, or nobody's membership ends. */
function requireSameFile(plan: SyncPlan, sha256: string, file: string): void {
  if (plan.sha256 === sha256) return;
  throw new OperatorError('badInput', phrase('sync.changed', { file }), phrase('sync.changedHint'));
}

/** @throws OperatorError usage (64) where the options do not go together. */
function syncOf(workspace: Workspace, file: string, options: ConsentImportOptions): MemberSync | null {
  const { sync = false, syncSource, confirm, basis } = options;
  const purpose = knownPurpose(workspace, options.purpose);
  const refuse = (problem: Phrase, hint: Phrase): never => {
    throw new OperatorError('usage', problem, hint);
  };
  if (!sync) {
    const option = syncSource !== undefined ? '--sync-source' : confirm !== undefined ? '--confirm' : null;
    return option === null ? null : refuse(phrase('sync.alone', { option }), phrase('sync.aloneHint'));
  }
  if (file === '-') return refuse(phrase('sync.needsFile'), phrase('sync.needsFileHint'));
  if (basis !== undefined && basis !== 'member') {
    return refuse(phrase('sync.onlyMembers', { basis }), phrase('sync.onlyMembersHint'));
  }
  if (purpose === null) {
    const purposes = [...workspace.config.purposes.keys()].join(', ');
    return refuse(phrase('sync.needsPurpose'), phrase('consent.purposeHint', { purposes }));
  }
  if (!purpose.bases.includes('member')) {
    return refuse(phrase('sync.purposeTakesNone', { purpose: purpose.name }), phrase('sync.purposeTakesNoneHint'));
  }
  return { purpose: purpose.name, source: syncSource ?? null, expected: countOption('--confirm', confirm, 0) };
}

/** What flags say for every row; every mistake in them is a usage error, before the file is opened. */
async function readFlags(app: App, workspace: Workspace, options: ConsentImportOptions): Promise<ConsentCells> {
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
  return { purpose, basis, method, given_at: day?.text ?? '', wording: await readWording(wording), source, campaign };
}

/** One statement for many people is a weaker proof, and the operator should know it before the regulator says so. */
function tellAttested(app: App, file: ImportFile<ConsentField>, stated: ConsentCells): void {
  const fields: readonly ConsentField[] = ['purpose', 'basis', 'given_at', 'method', 'wording', 'source'];
  const options = fields
    .filter((field) => (stated[field] ?? '') !== '' && !file.understood.has(field))
    .map((field) => `--${field.replace('_', '-')}`);
  if (options.length > 0) tellWarning(app, phrase('consent.bulkAttested', { options }));
}

function tellAges(app: App, { ages }: ConsentImportResult, { warnMonths: warn, refuseMonths: refuse }: Ageing): void {
  if (ages.ageing > 0) tellWarning(app, phrase('consent.ageing', { count: ages.ageing, warn, refuse }));
  if (ages.expired > 0) tellWarning(app, phrase('consent.expired', { count: ages.expired, refuse }));
}
