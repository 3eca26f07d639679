import { Command } from 'commander';
import { recordRevealed } from '../../../flows/export-records.js';
import { today } from '../../../flows/register-request.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { lineOf, requestRecord } from '../../report/request-report.js';
import { printTable } from '../../report/streaming-table.js';
import { registerDeps } from '../subject/register.js';

interface RequestsListOptions {
  readonly open?: boolean;
  readonly reveal?: boolean;
}

export function requestsListCommand(app: () => App, words: HelpWords): Command {
  return new Command('list')
    .description(words('requests.helpList'))
    .option('--open', words('requests.helpOpen'))
    .option('--reveal', words('consent.helpReveal'))
    .action((options: RequestsListOptions) => runRequestsList(app(), options));
}

async function runRequestsList(app: App, options: RequestsListOptions): Promise<void> {
  const reveal = options.reveal === true;
  await app.withLedger(reveal ? 'write' : 'read', async (ledger) => {
    const deps = registerDeps(app, ledger);
    const day = today(deps);
    if (reveal) await recordRevealed({ what: 'requests' }, deps);
    const rows = await ledger.requests({ openOnly: options.open === true });
    if (app.globals.json) {
      for (const row of rows) app.out(JSON.stringify({ type: 'request', ...requestRecord(row, day, { reveal }) }));
      return;
    }
    const titles = [
      'idTitle',
      'kindTitle',
      'whoTitle',
      'receivedTitle',
      'dueTitle',
      'identifiedTitle',
      'stateTitle',
    ] as const;
    const cells = rows.map((row) => {
      const { id, kind, who, received, due, identified, state } = lineOf(app, row, day, { reveal });
      return [String(id), kind, who, received, due, identified, state];
    });
    const shown = await printTable(
      app,
      titles.map((title) => app.say({ key: `requests.${title}`, values: undefined })),
      cells,
    );
    if (shown === 0) app.note(app.say(phrase(options.open === true ? 'requests.emptyOpen' : 'requests.empty')));
  });
}
