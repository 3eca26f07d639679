import { Command } from 'commander';
import { recordRevealed } from '../../../flows/export-records.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { replyDocument, showReplies, waitingLine } from '../../report/inbox-report.js';
import { localZone } from '../campaign-options.js';
import type { Ledger } from '../../../store/store.js';

interface ListOptions {
  readonly reveal?: boolean;
}

export function inboxListCommand(app: () => App, words: HelpWords): Command {
  return new Command('list')
    .description(words('inbox.helpList'))
    .option('--reveal', words('consent.helpReveal'))
    .action((options: ListOptions) => runInboxList(app(), options));
}

async function runInboxList(app: App, options: ListOptions): Promise<void> {
  const reveal = options.reveal === true;
  const zone = localZone(app, app.workspace());
  await app.withLedger(reveal ? 'write' : 'read', async (ledger) => {
    const rows = await ledger.openReplies();
    const counts = await ledger.inboxCounts();
    if (reveal && rows.length > 0) await noteRevealed(app, ledger);
    if (app.globals.json) {
      const replies = rows.map((row) => replyDocument(row, reveal));
      app.out(JSON.stringify({ type: 'inbox', ...counts, replies }));
      return;
    }
    const line = waitingLine(counts, zone);
    if (line === null) return app.note(app.say(phrase('inbox.empty')));
    await showReplies(app, rows, reveal, zone);
    app.note(app.say(line));
    if (counts.waiting > 0) app.note(app.say(phrase('inbox.listHint')));
    if (counts.review > 0) app.note(app.say(phrase('inbox.reviewHint')));
  });
}

/** Whole numbers are an access to personal data. */
export function noteRevealed(app: App, ledger: Ledger): Promise<void> {
  const deps = { ledger, clock: app.world.clock, actor: app.actor };
  return recordRevealed({ what: 'inbox' }, deps);
}
