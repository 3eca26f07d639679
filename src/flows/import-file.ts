import { throwIfInterrupted } from '../errors.js';
import type { ColumnRole } from '../files/columns.js';
import { openTable, type RawRow, type RowProblem, type Table } from '../files/table.js';
import { undoFormulaGuard } from '../files/write-csv.js';
import type { Locale } from '../words/formats.js';
import type { Phrase } from '../words/phrase.js';
import {
  columnsLeft,
  columnsOfRoles,
  decisiveCell,
  ownCellsOf,
  ownColumns,
  type ColumnsLeft,
} from './import-columns.js';
import { decisionOf, requirePhoneColumn } from './phone-column.js';
import type { RefusalTally } from './import-tally.js';
import { openRejects, refuseOddRejects } from './rejects-file.js';

/** Rows read, judged and recorded at a time; one transaction each. */
const CHUNK = 5000;

/** What the operator says of a file that is to be imported. */
export interface ImportFileRequest {
  /** `-` is standard input. */
  readonly file: string;
  readonly phoneColumn: string | null;
  readonly encoding: string | null;
  readonly delimiter: string | null;
  readonly sheet: string | null;
  /** Where refused rows are written; null: nowhere. */
  readonly rejects: string | null;
  /** Whose spreadsheets open that file. */
  readonly locale: Locale;
  readonly stdin: NodeJS.ReadableStream;
}

/** How a file is taken, whoever asks. */
interface ImportManner {
  /** What to do with several columns that fit the number equally well. */
  readonly several: 'take-first' | 'ask';
  /** Whether the file of rejects may take the place of an older one. */
  readonly replace: boolean;
  readonly onBlankRow: (line: number) => void;
  /** Whether a list in JSON will do as well as a table. */
  readonly mayBeJson?: boolean;
}

/** What is recorded under a wrong number is worse than a question. */
export const importing: ImportManner = { several: 'ask', replace: true, onBlankRow: () => undefined };

/** A file that is open for importing, its columns understood. */
export interface ImportFile<R extends ColumnRole> {
  readonly table: Table;
  /** How it was understood, in words. */
  readonly decision: Phrase;
  /** Which column says what beside the number: role and header. */
  readonly understood: ReadonlyMap<R, string>;
  /** Which columns say nothing although they look like it. */
  readonly left: ColumnsLeft;
  /** The headers that the file had before a file of rejects was made of it. */
  readonly headers: readonly string[];
  /** Index among them of the number's column. */
  readonly phoneColumn: number;
  phoneOf(row: RawRow): string;
  cellsOf(row: RawRow): Readonly<Partial<Record<R, string>>>;
  /** Every cell, one for each of `headers`. */
  ownCellsOf(row: RawRow): readonly string[];
  /**
   * Hands on the rows, a batch at a time, and writes down those that were refused. Once only.
   *
   * @param onRead What has to end, once every row was read, before the file of rejects counts.
   * @returns The file of rejects; null when no row was refused, or none was asked for.
   */
  run<Reason extends string>(
    tally: RefusalTally<Reason | BrokenRow>,
    record: (rows: readonly RawRow[]) => Promise<void>,
    onProgress: (rows: number) => void,
    signal: AbortSignal,
    onRead?: () => Promise<void>,
  ): Promise<string | null>;
  /** For a file that is not run; harmless at any time. */
  close(): Promise<void>;
}

/**
 * Opens a table of people for importing and finds out which column says what.
 *
 * @throws OperatorError noInput (66) or badInput (65) for the file; usage (64) for the name of the file of rejects.
 */
export async function openImportFile<R extends ColumnRole>(
  request: ImportFileRequest,
  roles: readonly R[],
  { several, replace, onBlankRow, mayBeJson = false }: ImportManner = importing,
): Promise<ImportFile<R>> {
  const { file, stdin, encoding, delimiter, sheet } = request;
  refuseOddRejects(request);
  const problems: RowProblem[] = [];
  const onRowProblem = (problem: RowProblem): unknown => problems.push(problem);
  const table = await openTable(file, { stdin, encoding, delimiter, sheet, onRowProblem, onBlankRow, mayBeJson });
  try {
    const own = ownColumns(table.headers);
    const phone = requirePhoneColumn(own.headers, request.phoneColumn, file, several);
    const columns = columnsOfRoles(own, roles, phone);
    const days = new Set([...columns].flatMap(([role, indexes]) => (daysOf.has(role) ? indexes : [])));
    const cellAt = (row: RawRow, column: number): string => undoFormulaGuard(row.cells[column + own.offset] ?? '');
    const ownCells = (cells: readonly string[]) =>
      ownCellsOf(own, cells).map((cell, index) => (days.has(index) ? { day: cell } : cell));
    const rejects = await openRejects(request, own.headers, ownCells, { replace });
    return {
      table,
      decision: decisionOf(table, own.headers[phone] ?? ''),
      understood: new Map(
        [...columns].map(([role, indexes]) => [role, indexes.map((index) => own.headers[index] ?? '').join(', ')]),
      ),
      left: columnsLeft(own, roles, columns, phone),
      headers: own.headers,
      phoneColumn: phone,
      phoneOf: (row) => cellAt(row, phone),
      ownCellsOf: (row) => own.headers.map((_, index) => cellAt(row, index)),
      cellsOf(row) {
        const cells: Partial<Record<R, string>> = {};
        for (const [role, indexes] of columns) {
          const [only = 0, ...others] = indexes;
          cells[role] =
            others.length === 0
              ? cellAt(row, only)
              : decisiveCell(
                  role,
                  indexes.map((index) => cellAt(row, index)),
                );
        }
        return cells;
      },
      async run(tally, record, onProgress, signal, onRead) {
        try {
          const writeRefused = async (): Promise<void> => {
            for (const problem of problems.splice(0)) {
              const { row, reason, value } = refusalOf(problem, table);
              tally.refuse(row, reason, value);
            }
            const refused = tally.takeRefused();
            await rejects?.write(refused);
          };
          for await (const batch of table.batches(CHUNK)) {
            throwIfInterrupted(signal);
            await record(batch);
            await writeRefused();
            onProgress(tally.rows);
          }
          await writeRefused();
          await onRead?.();
          return (await rejects?.finish()) ?? null;
        } finally {
          await rejects?.abort();
        }
      },
      async close() {
        await table.close();
        await rejects?.abort();
      },
    };
  } catch (error) {
    await table.close();
    throw error;
  }
}

/** Why a row could not be taken apart. */
type BrokenRow = 'malformed_row' | 'malformed_json';

function refusalOf(
  problem: RowProblem,
  table: Table,
): { readonly row: Pick<RowProblem, 'line' | 'cells'>; readonly reason: BrokenRow; readonly value: string } {
  const { line, kind, cells } = problem;
  // A line of JSON belongs in no column: it stands whole among the rejects, as what does not fit.
  if (kind === 'no_object') return { row: { line, cells: [] }, reason: 'malformed_json', value: cells.join('') };
  return { row: problem, reason: 'malformed_row', value: beyond(problem, table) };
}

/** What stands right of the last column. */
function beyond({ cells }: RowProblem, { headers }: Table): string {
  return cells
    .slice(headers.length)
    .filter((cell) => cell !== '')
    .join(' ');
}

/** What holds dates: people mend them in a spreadsheet, which should know them as such. */
const daysOf: ReadonlySet<ColumnRole> = new Set(['given_at', 'valid_until', 'at']);
