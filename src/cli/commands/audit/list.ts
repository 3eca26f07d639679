import { Command } from 'commander';
import { shownNumber, type Revealing } from '../../../core/contact/phone-number.js';
import { instantOf } from '../../../core/schedule/instant.js';
import { exportRows } from '../../../flows/export-rows.js';
import { latestRows, recordRevealed } from '../../../flows/export-records.js';
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
  readonly reveal?: boolean;
}

export function auditListCommand(app: () => App, words: HelpWords): Command {
  return addLogOptions(new Command('list').description(words('audit.helpList')), words)
    .option('--limit <count>', words('audit.helpLimit'))
    .option('--reveal', words('consent.helpReveal'))
    .action((options: AuditListOptions) => runAuditList(app(), options));
}

async function runAuditList(app: App, options: AuditListOptions): Promise<void> {
  const limit = countOption('--limit', options.limit);
  const filter = logFilter(app, options);
  const revealing = { reveal: options.reveal === true };
  await withLog(app, options.campaign, revealing.reveal ? 'write' : 'read', async (ledger, clock) => {
    if (revealing.reveal) {
      await recordRevealed({ what: 'audit', campaign: options.campaign ?? null }, { ledger, clock, actor: app.actor });
    }
    const rows = ledger.auditRows(filter);
    const shown = limit === null ? rows : latestRows(rows, limit);
    if (app.globals.json) {
      const begin = (): Promise<Iterable<AuditListing>> => Promise.resolve(shown);
      await exportRows(begin, auditShape(revealing), exportTarget(app, {}), app.interrupted);
      return;
    }
    const count = await showLog(app, shown, revealing);
    if (count === 0) app.note(app.say(phrase('audit.empty')));
  });
}

function showLog(app: App, rows: Iterable<AuditListing>, revealing: Revealing): Promise<number> {
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
  return printTable(app, titles, logCells(app, rows, { ...revealing, zone }));
}

function* logCells(
  app: App,
  rows: Iterable<AuditListing>,
  { zone, ...revealing }: Revealing & { readonly zone: string },
): Iterable<readonly string[]> {
  for (const { seq, at, kind, number, campaign, operator, data } of rows) {
    yield [
      String(seq),
      app.formats.instant(instantOf(at), zone),
      app.say(phrase('audit.kind', { kind })),
      number === null ? '' : shownNumber(number, revealing),
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
