import { Command } from 'commander';
import { formatPhoneNumber, maskPhoneNumber } from '../../../core/contact/phone-number.js';
import { instantOf } from '../../../core/schedule/instant.js';
import { exportRecords, recordRevealed } from '../../../flows/export-records.js';
import type { Ledger, SuppressionRow } from '../../../store/store.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { liftTexts } from '../../report/consent-report.js';
import { printTable } from '../../report/streaming-table.js';
import { localZone } from '../campaign-options.js';
import { exportTarget } from '../ledger-options.js';

interface SuppressListOptions {
  readonly reveal?: boolean;
}

export function suppressListCommand(app: () => App, words: HelpWords): Command {
  return new Command('list')
    .description(words('suppress.helpList'))
    .option('--reveal', words('consent.helpReveal'))
    .action((options: SuppressListOptions) => runSuppressList(app(), options));
}

async function runSuppressList(app: App, options: SuppressListOptions): Promise<void> {
  const reveal = options.reveal === true;
  await app.withLedger(reveal ? 'write' : 'read', async (ledger) => {
    const deps = { ledger, clock: app.world.clock, actor: app.actor };
    if (app.globals.json) {
      await exportRecords({ kind: 'suppressions' }, { reveal }, exportTarget(app, {}), deps, app.interrupted);
      return;
    }
    if (reveal) await recordRevealed({ what: 'suppressions' }, deps);
    const rows = await showList(app, ledger, reveal);
    if (rows === 0) app.note(app.say(phrase('suppress.empty')));
  });
}

function showList(app: App, ledger: Ledger, reveal: boolean): Promise<number> {
  const zone = localZone(app, app.workspace());
  const titles = ['number', 'reason', 'scope', 'at', 'by', 'import', 'lifts'] as const;
  const cells = ({
    number,
    reason,
    scope,
    purpose,
    at,
    operator,
    importId,
    lifts,
  }: SuppressionRow): readonly string[] => [
    number === null
      ? app.say(phrase('suppress.onlyFingerprint'))
      : reveal
        ? formatPhoneNumber(number)
        : maskPhoneNumber(number),
    app.say(phrase('suppress.reason', { reason })),
    app.say(phrase('suppress.scope', { scope, purpose })),
    app.formats.instant(instantOf(at), zone),
    operator,
    importId === null ? '' : String(importId),
    liftTexts(app, lifts, zone).join(', '),
  ];
  return printTable(
    app,
    titles.map((title) => app.say(phrase(`suppress.${title}Title` as const))),
    mapped(ledger.suppressions(), cells),
  );
}

function* mapped<T, U>(rows: Iterable<T>, toCells: (row: T) => U): Iterable<U> {
  for (const row of rows) yield toCells(row);
}
