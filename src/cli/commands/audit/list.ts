import { Command } from 'commander';
import { maskPhoneNumber } from '../../../core/contact/phone-number.js';
import { instantOf } from '../../../core/schedule/instant.js';
import { exportRows } from '../../../flows/export-rows.js';
import { latestRows } from '../../../flows/export-records.js';
import { auditShape } from '../../../flows/export-shapes.js';
import type { AuditListing } from '../../../store/store.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { printTable } from '../../report/streaming-table.js';
import { countOption, localZone } from '../campaign-options.js';
import { exportTarget } from '../ledger-options.js';
import { addLogOptions, logFilter, withLog, type LogOptions } from './log-options.js';

interface AuditListOptions extends LogOptions {
  readonly limit?: string;
}

export function auditListCommand(app: () => App, words: HelpWords): Command {
  return addLogOptions(new Command('list').description(words('audit.helpList')), words)
    .option('--limit <count>', words('audit.helpLimit'))
    .action((options: AuditListOptions) => runAuditList(app(), options));
}

async function runAuditList(app: App, options: AuditListOptions): Promise<void> {
  const limit = countOption('--limit', options.limit);
  const filter = logFilter(app, options);
  await withLog(app, options.campaign, 'read', async (ledger) => {
    const rows = ledger.auditRows(filter);
    const shown = limit === null ? rows : latestRows(rows, limit);
    if (app.globals.json) {
      const begin = (): Promise<Iterable<AuditListing>> => Promise.resolve(shown);
      await exportRows(begin, auditShape({ reveal: false }), exportTarget(app, {}), app.interrupted);
      return;
    }
    const count = await showLog(app, shown);
    if (count === 0) app.note(app.say(phrase('audit.empty')));
  });
}

function showLog(app: App, rows: Iterable<AuditListing>): Promise<number> {
  const zone = localZone(app, app.workspace());
  const say = app.say.bind(app);
  const titles = [
    'N',
    say(phrase('audit.atTitle')),
    say(phrase('audit.kindTitle')),
    say(phrase('suppress.numberTitle')),
    say(phrase('audit.campaignTitle')),
    say(phrase('audit.byTitle')),
    say(phrase('audit.dataTitle')),
  ];
  return printTable(app, titles, logCells(app, rows, zone));
}

function* logCells(app: App, rows: Iterable<AuditListing>, zone: string): Iterable<readonly string[]> {
  for (const { seq, at, kind, number, campaign, operator, data } of rows) {
    yield [
      String(seq),
      app.formats.instant(instantOf(at), zone),
      app.say(phrase('audit.kind', { kind })),
      number === null ? '' : maskPhoneNumber(number),
      campaign ?? '',
      operator,
      dataText(data),
    ];
  }
}

/** `basis=opt_in, line=4`; what is null says nothing. */
function dataText(json: string): string {
  return Object.entries(JSON.parse(json) as Record<string, string | number | boolean | null>)
    .flatMap(([key, value]) => (value === null ? [] : [`${key}=${String(value)}`]))
    .join(', ');
}
