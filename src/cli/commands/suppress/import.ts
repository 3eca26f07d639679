import { Command } from 'commander';
import { reasonMeant } from '../../../core/consent/value-meaning.js';
import { suppressionReasons, type SuppressionReason } from '../../../core/suppression/suppression.js';
import type { SuppressionCells, SuppressionField } from '../../../core/suppression/suppression-row.js';
import type { ImportFile } from '../../../flows/import-file.js';
import { importSuppressions, openSuppressionFile } from '../../../flows/import-suppression.js';
import type { SuppressionImportResult } from '../../../flows/import-suppression.js';
import { phrase } from '../../../words/phrase.js';
import type { App, Workspace } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { columnWarnings, reportImport, tellDecision } from '../../report/import-report.js';
import { progressLine } from '../../report/progress.js';
import { localZone } from '../campaign-options.js';
import { addFileOptions, fileRequest, type FileOptions } from '../ledger-options.js';
import { knownPurpose } from '../purpose-option.js';
import { wordedOption } from '../worded-option.js';
import { undatedWarnings } from '../../report/undated-warning.js';
import { reachWarnings } from './add.js';

interface SuppressImportOptions extends FileOptions {
  readonly reason?: SuppressionReason;
  readonly purpose?: string;
}

export function suppressImportCommand(app: () => App, words: HelpWords): Command {
  const command = new Command('import')
    .description(words('suppress.helpImport'))
    .argument('<file>', words('consent.helpFileOrJson'))
    .addOption(wordedOption('--reason <reason>', words('suppress.helpImportReason'), suppressionReasons, reasonMeant))
    .option('--purpose <purpose>', words('suppress.helpPurpose'));
  return addFileOptions(command, words).action((file: string, options: SuppressImportOptions) =>
    runSuppressImport(app(), file, options),
  );
}

async function runSuppressImport(app: App, name: string, options: SuppressImportOptions): Promise<void> {
  const workspace = app.workspace();
  const purpose = knownPurpose(workspace, options.purpose)?.name ?? '';
  const stated = { reason: options.reason ?? '', purpose };
  const isDryRun = options.dryRun === true;
  const file = await openSuppressionFile(fileRequest(app, name, options));
  try {
    tellDecision(app, file);
    const reach = file.understood.has('reason')
      ? []
      : reachWarnings(options.reason ?? 'manual', purpose === '' ? null : purpose);
    const { counts, rejectsFile, repairs, ofFormerHolders, importId, undoable } = await runImport(
      app,
      workspace,
      file,
      stated,
      isDryRun,
    );
    const adjusted = Object.fromEntries([...repairs].map(([repair, { rows }]) => [repair, rows]));
    reportImport(app, {
      type: 'suppress_import',
      file: name,
      counts,
      rejectsFile,
      isDryRun,
      refusalOf: (reason) => phrase('consent.refusal', { reason }),
      hintOf: (reason) => phrase('consent.refusedHint', { reason }),
      more: { adjusted, import: importId },
      warnings: [
        ...reach,
        ...columnWarnings(file, 'suppress.daysLeft'),
        ...[...repairs].map(([repair, found]) => phrase('suppress.repaired', { repair, ...found })),
        ...undatedWarnings('suppress.ofFormerHolders', ofFormerHolders),
      ],
    });
    if (importId !== null && undoable > 0 && !app.globals.json) {
      app.note(app.say(phrase('undo.hint', { id: importId, count: undoable, others: counts.recorded - undoable })));
    }
  } finally {
    await file.close();
  }
}

function runImport(
  app: App,
  workspace: Workspace,
  file: ImportFile<SuppressionField>,
  stated: SuppressionCells,
  dryRun: boolean,
): Promise<SuppressionImportResult> {
  const { config } = workspace;
  return app.withLedger(dryRun ? 'read' : 'write', async (ledger) => {
    const progress = progressLine(app, phrase('consent.importing'));
    const rules = {
      purposes: config.purposes,
      defaultCountry: config.sender.country,
      now: app.world.clock.now(),
      zone: localZone(app, workspace),
    };
    const request = { file, stated, rules, dryRun, onProgress: (rows: number) => progress.update(rows, null) };
    try {
      return await importSuppressions(request, { ledger, clock: app.world.clock, actor: app.actor }, app.interrupted);
    } finally {
      progress.end();
    }
  });
}
