import { maskNumbersIn } from '../../core/contact/mask-text.js';
import { formatPhoneNumber, maskPhoneNumber } from '../../core/contact/phone-number.js';
import { instantOf } from '../../core/schedule/instant.js';
import type { InboxRefusal } from '../../core/delivery/inbox-message.js';
import type { ReplyVerdict } from '../../core/suppression/classify-reply.js';
import { exitCodeOf, exitCodes } from '../../errors.js';
import type { InboxTally } from '../../flows/import-inbox.js';
import type { InboxCounts, ReplyRow } from '../../store/inbox-store.js';
import { phrase, type Phrase, type PhraseKey } from '../../words/phrase.js';
import { printable } from '../../words/printable.js';
import type { App } from '../app.js';
import { printTable } from './streaming-table.js';
import { spokenWarnings, tellWarnings } from './warnings.js';
import { undatedWarnings } from './undated-warning.js';

/** What was filed, and whence. */
interface FiledReport {
  readonly type: 'inbox_import' | 'inbox_pull';
  readonly title: Phrase;
  readonly tally: InboxTally;
  readonly hasStops: boolean;
  readonly rejectsFile: string | null;
  readonly isDryRun: boolean;
  readonly warnings: readonly Phrase[];
  /** Further fields of the JSON document. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Shows what became of replies and receipts, and sets the exit code: 80 with refused ones, 65 when none was usable. */
export function reportFiled(app: App, report: FiledReport): void {
  const { tally, rejectsFile } = report;
  if (app.globals.json) app.out(JSON.stringify(documentOf(app, report)));
  else {
    for (const line of linesOf(app, report)) app.out(line);
    if (rejectsFile !== null) app.note(app.say(phrase('inbox.rejectsWritten', { file: rejectsFile })));
    else if (tally.refusedCount > 0) app.note(app.say(phrase('inbox.rejectsHint')));
    tellWarnings(app, report.warnings);
  }
  if (tally.refusedCount === 0) return;
  app.setExitCode(tally.refusedCount === tally.rows ? exitCodeOf.badInput : exitCodes.partial);
}

function documentOf(
  app: App,
  { type, tally, hasStops, rejectsFile, isDryRun, more, warnings }: FiledReport,
): Record<string, unknown> {
  const { rows, recorded, unchanged, unmatched, passed, joined, rejected, replies, receipts } = tally;
  const counts = { rows, recorded, unchanged, unmatched, passed, joined, rejected, replies, receipts };
  const verdicts = Object.fromEntries(tally.verdicts);
  const adjusted = Object.fromEntries([...tally.repairs].map(([repair, found]) => [repair, found.rows]));
  return {
    type,
    ...counts,
    verdicts,
    suppressed: tally.suppressed.replies + tally.suppressed.receipts,
    suppressedBy: tally.suppressed,
    optOutsElsewhere: tally.optOutsElsewhere,
    otherChannel: tally.setAside?.count ?? 0,
    adjusted,
    stopsCollected: hasStops,
    rejectsFile,
    dryRun: isDryRun,
    ...more,
    warnings: spokenWarnings(app, warnings),
  };
}

/** What the operator should know of the messages besides. */
export function tallyWarnings(
  { repairs, optOutsElsewhere, setAside, ofFormerHolders }: InboxTally,
  isDryRun: boolean,
): readonly Phrase[] {
  const { listed, unnamed } = optOutsElsewhere;
  return [
    ...[...repairs].map(([repair, found]) => phrase('inbox.repaired', { repair, ...found, dryRun: isDryRun })),
    ...(setAside === null ? [] : [phrase('inbox.setAside', setAside)]),
    ...undatedWarnings('inbox.ofFormerHolders', ofFormerHolders),
    ...(listed === 0 ? [] : [phrase('inbox.optedOutElsewhere', { count: listed, dryRun: isDryRun })]),
    ...(unnamed === 0 ? [] : [phrase('inbox.optedOutUnnamed', { count: unnamed })]),
  ];
}

function linesOf(app: App, { title, tally, isDryRun: dryRun }: FiledReport): readonly string[] {
  const line = (count: number, words: Phrase): string => `${app.formats.number(count).padStart(9)}  ${app.say(words)}`;
  const some = (count: number, words: Phrase): readonly string[] => (count === 0 ? [] : [line(count, words)]);
  const counted = (count: number, key: PhraseKey): readonly string[] => some(count, { key, values: { count } });
  const verdicts: readonly ReplyVerdict[] = ['opt_out', 'review', 'help', 'opt_in', 'none'];
  const reasons = (Object.entries(tally.rejected) as [InboxRefusal, number][]).sort(([, a], [, b]) => b - a);
  return [
    app.paint.out.bold(app.say(title)),
    line(tally.recorded, phrase('inbox.recorded', { dryRun, count: tally.recorded })),
    ...verdicts.flatMap((verdict) => {
      const count = tally.verdicts.get(verdict) ?? 0;
      return some(count, phrase('inbox.kind', { verdict, count })).map((one) => `  ${one}`);
    }),
    ...counted(tally.suppressed.receipts, 'inbox.suppressed'),
    ...counted(tally.unchanged, 'inbox.unchanged'),
    ...counted(tally.unmatched, 'inbox.unmatched'),
    ...counted(tally.passed, 'inbox.passed'),
    ...counted(tally.joined, 'inbox.joined'),
    ...counted(tally.refusedCount, 'inbox.refused'),
    ...reasons.flatMap(([reason, count]) => [
      `  ${line(count, phrase('inbox.refusal', { reason }))}`,
      `${' '.repeat(13)}→ ${app.say(phrase('inbox.refusalHint', { reason }))}`,
    ]),
    ...(dryRun ? [app.say(phrase('inbox.dryRun'))] : []),
  ];
}

export function writtenSender({ number }: ReplyRow, app: App, reveal: boolean): string {
  if (number === null) return app.say(phrase('inbox.noNumber'));
  return reveal ? formatPhoneNumber(number) : maskPhoneNumber(number);
}

/** What waits, as a table. Texts of others are shown on one line, what a terminal would obey escaped. */
export function showReplies(app: App, rows: readonly ReplyRow[], reveal: boolean, zone: string): Promise<number> {
  const titles = ['id', 'at', 'number', 'kind', 'text'] as const;
  return printTable(
    app,
    titles.map((title) => app.say(phrase(`inbox.${title}Title`))),
    rows.map((row) => [
      String(row.id),
      app.formats.instant(instantOf(row.receivedAt), zone),
      writtenSender(row, app, reveal),
      app.say(
        phrase('inbox.kind', {
          verdict: row.state === 'waiting' && row.verdict === 'review' ? 'none' : row.verdict,
          count: 1,
        }),
      ),
      row.text === null ? app.say(phrase('inbox.noText')) : printable(reveal ? row.text : maskNumbersIn(row.text)),
    ]),
  );
}

/** One reply as JSON has it. */
export function replyDocument(row: ReplyRow, reveal: boolean): Record<string, unknown> {
  const { id, number, text, receivedAt, verdict, matched, state } = row;
  const from = number === null ? null : reveal ? number : maskPhoneNumber(number);
  return {
    id,
    from,
    at: receivedAt,
    verdict,
    matched,
    state,
    text: reveal || text === null ? text : maskNumbersIn(text),
  };
}

/** How many replies wait and since when; null where none does. */
export function waitingLine({ waiting, review, oldestAt }: InboxCounts, zone: string): Phrase | null {
  return oldestAt === null ? null : phrase('inbox.waits', { waiting, review, oldest: instantOf(oldestAt), zone });
}
