import { Command } from 'commander';
import { exportRecords } from '../../../flows/export-records.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { addExportOptions, exportTarget, tellExported, type ExportOptions } from '../ledger-options.js';

export function suppressExportCommand(app: () => App, words: HelpWords): Command {
  return addExportOptions(new Command('export').description(words('suppress.helpExport')), words).action(
    (options: ExportOptions) => runSuppressExport(app(), options),
  );
}

async function runSuppressExport(app: App, options: ExportOptions): Promise<void> {
  const target = exportTarget(app, options);
  const reveal = options.reveal === true;
  const { clock } = app.world;
  const rows = await app.withLedger(reveal ? 'write' : 'read', (ledger) =>
    exportRecords({ kind: 'suppressions' }, { reveal }, target, { ledger, clock, actor: app.actor }, app.interrupted),
  );
  tellExported(app, target, rows, !reveal);
}
