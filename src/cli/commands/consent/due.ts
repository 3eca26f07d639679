import { Command } from 'commander';
import { formatPhoneNumber, maskPhoneNumber } from '../../../core/contact/phone-number.js';
import { recordRevealed } from '../../../flows/export-records.js';
import { exportRows } from '../../../flows/export-rows.js';
import { isoDay, lastDay } from '../../../core/schedule/last-moment.js';
import { dueRows, dueShape, type DueQuestion, type DueRow } from '../../../flows/list-due.js';
import type { Ledger } from '../../../store/store.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { printTable } from '../../report/streaming-table.js';
import { countOption, localZone } from '../campaign-options.js';
import { addExportOptions, exportTarget, tellExported, type ExportOptions } from '../ledger-options.js';
import { knownPurpose } from '../purpose-option.js';

interface ConsentDueOptions extends ExportOptions {
  readonly purpose?: string;
  readonly within?: string;
}

/** Long enough to write a letter and to have an answer. */
const WITHIN_DAYS = 60;

export function consentDueCommand(app: () => App, words: HelpWords): Command {
  const command = new Command('due')
    .description(words('renewal.help'))
    .option('--purpose <purpose>', words('renewal.helpPurpose'))
    .option('--within <days>', words('renewal.helpWithin'));
  return addExportOptions(command, words).action((options: ConsentDueOptions) => runConsentDue(app(), options));
}

async function runConsentDue(app: App, options: ConsentDueOptions): Promise<void> {
  const workspace = app.workspace();
  const purpose = knownPurpose(workspace, options.purpose);
  const { clock } = app.world;
  const question = {
    purposes: purpose === null ? [...workspace.config.purposes.values()] : [purpose],
    now: clock.now(),
    withinDays: countOption('--within', options.within, 0) ?? WITHIN_DAYS,
  };
  const reveal = options.reveal === true;
  const zone = localZone(app, workspace);
  const isExport = options.format !== undefined || options.out !== undefined || app.globals.json;
  const told = await app.withLedger(reveal ? 'write' : 'read', async (ledger) => {
    const noteRevealing = async (): Promise<void> => {
      if (!reveal) return;
      await recordRevealed({ what: 'due' }, { ledger, clock, actor: app.actor });
    };
    if (isExport) {
      const target = exportTarget(app, options);
      const begin = async (): Promise<Iterable<DueRow>> => {
        await noteRevealing();
        return dueRows(question, ledger);
      };
      const rows = await exportRows(begin, dueShape({ reveal }, zone), target, app.interrupted);
      tellExported(app, target, rows, !reveal);
      return rows;
    }
    await noteRevealing();
    const shown = await showDue(app, question, ledger, { reveal, zone });
    if (shown === 0) app.note(app.say(phrase('renewal.none')));
    return shown;
  });
  // A list of numbers beside a program that texts: it is not for that.
  if (told > 0 && !app.globals.json) app.note(app.say(phrase('renewal.neverBySms')));
}

function showDue(
  app: App,
  question: DueQuestion,
  ledger: Ledger,
  { reveal, zone }: { readonly reveal: boolean; readonly zone: string },
): Promise<number> {
  const titles = ['number', 'purpose', 'reason', 'basis', 'heard', 'until'] as const;
  function* cells(): Iterable<readonly string[]> {
    for (const { number, purpose, reason, consent, heardOf, until } of dueRows(question, ledger)) {
      yield [
        reveal ? formatPhoneNumber(number) : maskPhoneNumber(number),
        purpose,
        app.say(phrase('renewal.reason', { reason })),
        app.say(phrase('consent.basis', { basis: consent.basis })),
        isoDay(heardOf, zone),
        lastDay(until, zone),
      ];
    }
  }
  return printTable(
    app,
    titles.map((title) => app.say(phrase(`renewal.${title}Title`))),
    cells(),
  );
}
