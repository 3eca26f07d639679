import { Command } from 'commander';
import { exportRecords } from '../../../flows/export-records.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { addExportOptions, exportTarget, tellExported, type ExportOptions } from '../ledger-options.js';
import { addLogOptions, logFilter, withLog, type LogOptions } from './log-options.js';

export type AuditExportOptions = ExportOptions & LogOptions;

export function auditExportCommand(app: () => App, words: HelpWords): Command {
  const command = addLogOptions(new Command('export').description(words('audit.helpExport')), words);
  return addExportOptions(command, words).action((options: AuditExportOptions) => runAuditExport(app(), options));
}

export async function runAuditExport(app: App, options: AuditExportOptions): Promise<void> {
  const target = exportTarget(app, options);
  const what = { kind: 'audit', filter: logFilter(app, options) } as const;
  const reveal = options.reveal === true;
  const rows = await withLog(app, options.campaign, reveal ? 'write' : 'read', (ledger, clock) =>
    exportRecords(what, { reveal }, target, { ledger, clock, actor: app.actor }, app.interrupted),
  );
  tellExported(app, target, rows);
}
