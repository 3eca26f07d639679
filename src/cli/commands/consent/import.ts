import { Command, Option } from 'commander';
import { consentMethods } from '../../../core/consent/consent-event.js';
import type { ConsentCells, ConsentField } from '../../../core/consent/consent-row.js';
import { legalBases } from '../../../core/consent/purpose.js';
import { OperatorError } from '../../../errors.js';
import { importConsents, openConsentFile, type ConsentImportResult } from '../../../flows/import-consent.js';
import type { ImportFile } from '../../../flows/import-file.js';
import { readWording } from '../../../flows/wording-text.js';
import { phrase } from '../../../words/phrase.js';
import type { App, Workspace } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { reportImport, tellDecision, tellWarning } from '../../report/import-report.js';
import { progressLine } from '../../report/progress.js';
import { localZone } from '../campaign-options.js';
import { addFileOptions, dayOption, dayPlace, fileRequest, knownPurpose, neededPurpose } from '../ledger-options.js';
import type { FileOptions } from '../ledger-options.js';

export interface ConsentImportOptions extends FileOptions {
  readonly purpose?: string;
  readonly basis?: string;
  readonly method?: string;
  readonly givenAt?: string;
  readonly wording?: string;
  readonly source?: string;
  readonly campaign?: string;
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
    .option('--campaign <name>', words('consent.helpCampaign'));
  return addFileOptions(command, words).action((file: string, options: ConsentImportOptions) =>
    runConsentImport(app(), file, options),
  );
}

export async function runConsentImport(app: App, name: string, options: ConsentImportOptions): Promise<void> {
  const workspace = app.workspace();
  const flags = await readFlags(app, workspace, options);
  const file = await openConsentFile(fileRequest(app, name, options));
  try {
    const stated = file.understood.has('purpose')
      ? flags
      : { ...flags, purpose: (await neededPurpose(app, workspace, options.purpose)).name };
    tellDecision(app, file);
    tellAttested(app, file, stated);
    const result = await runImport(app, workspace, file, stated, options.dryRun === true);
    reportImport(app, {
      type: 'consent_import',
      file: name,
      counts: result.counts,
      rejectsFile: result.rejectsFile,
      isDryRun: options.dryRun === true,
      refusalOf: (reason) => phrase('consent.refusal', { reason }),
      hintOf: (reason) => phrase('consent.refusedHint', { reason }),
    });
    tellAges(app, result);
  } finally {
    await file.close();
  }
}

function runImport(
  app: App,
  workspace: Workspace,
  file: ImportFile<ConsentField>,
  stated: ConsentCells,
  dryRun: boolean,
): Promise<ConsentImportResult> {
  const { config, isRehearsing } = workspace;
  return app.withLedger(dryRun ? 'read' : 'write', async (ledger) => {
    const progress = progressLine(app, phrase('consent.importing'));
    const rules = {
      purposes: config.purposes,
      defaultCountry: config.sender.country,
      allowFictional: isRehearsing,
      now: app.world.clock.now(),
      zone: localZone(app, workspace),
    };
    const request = { file, stated, rules, dryRun, onProgress: (rows: number) => progress.update(rows, null) };
    try {
      return await importConsents(request, { ledger, clock: app.world.clock, actor: app.actor }, app.interrupted);
    } finally {
      progress.end();
    }
  });
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

function tellAges(app: App, { ages }: ConsentImportResult): void {
  if (ages.ageing > 0) tellWarning(app, phrase('consent.ageing', { count: ages.ageing }));
  if (ages.expired > 0) tellWarning(app, phrase('consent.expired', { count: ages.expired }));
}
