import { Command } from 'commander';
import { shownNumber, type Revealing } from '../../../core/contact/phone-number.js';
import { recordRevealed } from '../../../flows/export-records.js';
import { suppressionRecord, writtenNumber } from '../../../flows/export-shapes.js';
import { forbids, isUndone } from '../../../flows/never-list-entry.js';
import { requireNumber } from '../../../flows/number-argument.js';
import { isOnNoList } from '../../../words/consent-reasons.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { entryText } from '../../report/consent-report.js';
import { localZone } from '../campaign-options.js';

export function suppressCheckCommand(app: () => App, words: HelpWords): Command {
  return new Command('check')
    .description(words('suppress.helpCheck'))
    .argument('<number>', words('consent.helpNumber'))
    .option('--reveal', words('consent.helpReveal'))
    .action((number: string, options: { readonly reveal?: boolean }) =>
      runSuppressCheck(app(), number, { reveal: options.reveal === true }),
    );
}

/** An answer either way, and so always 0. */
async function runSuppressCheck(app: App, text: string, revealing: Revealing): Promise<void> {
  const workspace = app.workspace();
  const number = requireNumber(text, workspace.config.sender.country);
  const rows = await app.withLedger(revealing.reveal ? 'write' : 'read', async (ledger) => {
    const deps = { ledger, clock: app.world.clock, actor: app.actor };
    const subject = workspace.keyring.fingerprint(number);
    if (revealing.reveal) await recordRevealed({ what: 'suppression', subject }, deps);
    return ledger.suppressionsOf(number);
  });
  // An entry of a purpose that the configuration no longer has stands all the same.
  const purposes = [...workspace.config.purposes.values()];
  const isOnList = rows.some(
    (row) =>
      !isUndone(row) && (row.scope === 'purpose' ? row.lifts.length === 0 : purposes.some((one) => forbids(row, one))),
  );
  if (app.globals.json) {
    const written = writtenNumber(number, revealing);
    const entries = rows.map((row) => suppressionRecord(row, revealing));
    app.out(JSON.stringify({ type: 'suppress_check', number: written, suppressed: isOnList, entries }));
    return;
  }
  const shown = shownNumber(number, revealing);
  const held = isOnNoList(rows.map(({ reason }) => reason)) ? 'suppress.heldBack' : 'suppress.onList';
  app.out(app.say(phrase(isOnList ? held : 'suppress.notOnList', { number: shown })));
  for (const row of rows) app.out(`  ${entryText(app, row, localZone(app, workspace))}`);
}
