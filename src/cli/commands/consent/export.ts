import { Command } from 'commander';
import { exportRecords } from '../../../flows/export-records.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { localZone } from '../campaign-options.js';
import { addExportOptions, exportTarget, tellExported, type ExportOptions } from '../ledger-options.js';

export function consentExportCommand(app: () => App, words: HelpWords): Command {
  return addExportOptions(new Command('export').description(words('consent.helpExport')), words).action(
    (options: ExportOptions) => runConsentExport(app(), options),
  );
}

async function runConsentExport(app: App, options: ExportOptions): Promise<void> {
  const target = exportTarget(app, options);
  const reveal = options.reveal === true;
  const { clock } = app.world;
  const zone = localZone(app, app.workspace());
  const rows = await app.withLedger(reveal ? 'write' : 'read', (ledger) =>
    exportRecords({ kind: 'consents', zone }, { reveal }, target, { ledger, clock, actor: app.actor }, app.interrupted),
  );
  tellExported(app, target, rows, !reveal);
}
