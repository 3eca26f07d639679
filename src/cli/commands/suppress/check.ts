import { Command } from 'commander';
import { maskPhoneNumber } from '../../../core/contact/phone-number.js';
import { suppressionRecord } from '../../../flows/export-shapes.js';
import { forbids, isUndone } from '../../../flows/never-list-entry.js';
import { requireNumber } from '../../../flows/number-argument.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { entryText } from '../../report/consent-report.js';
import { localZone } from '../campaign-options.js';

export function suppressCheckCommand(app: () => App, words: HelpWords): Command {
  return new Command('check')
    .description(words('suppress.helpCheck'))
    .argument('<number>', words('consent.helpNumber'))
    .action((number: string) => runSuppressCheck(app(), number));
}

/** An answer either way, and so always 0. */
async function runSuppressCheck(app: App, text: string): Promise<void> {
  const workspace = app.workspace();
  const number = requireNumber(text, workspace.config.sender.country);
  const rows = await app.withLedger('read', (ledger) => ledger.suppressionsOf(number));
  const masked = maskPhoneNumber(number);
  // An entry of a purpose that the configuration no longer has stands all the same.
  const purposes = [...workspace.config.purposes.values()];
  const isOnList = rows.some(
    (row) =>
      !isUndone(row) && (row.scope === 'purpose' ? row.lifts.length === 0 : purposes.some((one) => forbids(row, one))),
  );
  if (app.globals.json) {
    const entries = rows.map((row) => suppressionRecord(row, { reveal: false }));
    app.out(JSON.stringify({ type: 'suppress_check', number: masked, suppressed: isOnList, entries }));
    return;
  }
  app.out(app.say(phrase(isOnList ? 'suppress.onList' : 'suppress.notOnList', { number: masked })));
  for (const row of rows) app.out(`  ${entryText(app, row, localZone(app, workspace))}`);
}
