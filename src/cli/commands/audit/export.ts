import { Command } from 'commander';
import { exportRecords } from '../../../flows/export-records.js';
import { checkPassing, isWhole, type CheckedLog } from '../../../flows/verify-audit.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { tellWarnings } from '../../report/warnings.js';
import { addExportOptions, exportTarget, tellExported, type ExportOptions } from '../ledger-options.js';
import { addLogOptions, logFilter, withLog, type LogOptions } from './log-options.js';

type AuditExportOptions = ExportOptions & LogOptions;

export function auditExportCommand(app: () => App, words: HelpWords): Command {
  const command = addLogOptions(new Command('export').description(words('audit.helpExport')), words);
  return addExportOptions(command, words).action((options: AuditExportOptions) => runAuditExport(app(), options));
}

async function runAuditExport(app: App, options: AuditExportOptions): Promise<void> {
  const target = exportTarget(app, options);
  const filter = logFilter(app, options);
  const reveal = options.reveal === true;
  const { rows, checked } = await withLog(app, options.campaign, reveal ? 'write' : 'read', (ledger, clock) =>
    app.checking(ledger, async (checks) => {
      const check = checkPassing(ledger, checks, filter, app.interrupted);
      const what = { kind: 'audit', filter, check } as const;
      return {
        rows: await exportRecords(what, { reveal }, target, { ledger, clock, actor: app.actor }, app.interrupted),
        checked: await check.finish(),
      };
    }),
  );
  tellExported(app, target, rows);
  if (!isWhole(checked)) tellBroken(app, checked);
}

/** Whoever reads the file takes it for whole: the one who makes it has to know that it is not. It is written all the same. */
function tellBroken(app: App, { verdict: { firstBad }, file, faults }: CheckedLog): void {
  if (app.globals.json) {
    const message = app.say(phrase('audit.exportBroken'));
    app.note(JSON.stringify({ type: 'warning', message, firstBad, faults }));
    return;
  }
  tellWarnings(app, [
    ...(faults.length > 0 ? [phrase('doctor.tampered', { file, faults })] : []),
    ...(firstBad === null ? [] : [phrase('audit.broken', firstBad)]),
    phrase('audit.exportBroken'),
  ]);
}
