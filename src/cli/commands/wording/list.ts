import { Command } from 'commander';
import { instantOf } from '../../../core/schedule/instant.js';
import { idOf } from '../../../flows/keep-wording.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { printTable } from '../../report/streaming-table.js';
import { localZone } from '../campaign-options.js';

export function wordingListCommand(app: () => App, words: HelpWords): Command {
  return new Command('list').description(words('wording.helpList')).action(() => runWordingList(app()));
}

async function runWordingList(app: App): Promise<void> {
  const zone = localZone(app, app.workspace());
  const kept = await app.withLedger('read', (ledger) => ledger.wordings());
  if (app.globals.json) {
    for (const version of kept) app.out(JSON.stringify({ type: 'wording', id: idOf(version), ...version }));
    return;
  }
  const titles = ['id', 'purpose', 'language', 'model', 'hash', 'at'] as const;
  const rows = kept.map((version) => [
    idOf(version),
    version.purpose,
    version.language,
    version.model ?? app.say(phrase('wording.own')),
    version.hash.slice(0, 12),
    app.formats.instant(instantOf(version.recordedAt), zone),
  ]);
  const shown = await printTable(
    app,
    titles.map((title) => app.say(phrase(`wording.${title}Title`))),
    rows,
  );
  if (shown === 0) app.note(app.say(phrase('wording.none')));
}
