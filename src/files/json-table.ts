import type { ByteSource } from './byte-source.js';
import type { HeaderAndBody } from './header.js';
import { flattened } from './inbox-columns.js';
import { openJsonRows, type JsonRow } from './json-lines.js';
import type { RecordSource } from './record-source.js';
import type { CsvRecord } from './records.js';
import { emptyFile } from './unfit-file.js';

/** Objects that are looked at for the names that they give their values. */
const HEADER_WITHIN_ROWS = 1000;

/** The only column of a list of bare numbers. */
const BARE_LIST = 'phone';

/** Whether a file that may be JSON is: a list, or an object a line. An empty file is not. */
export function beginsAsJsonList(head: Buffer): boolean {
  return /^\uFEFF?\s*[[{]/.test(head.toString('utf8'));
}

/**
 * Reads JSON as a table: each object a row, its inner objects taken apart (`contact.phone`), the columns those that the
 * first thousand objects have. A value that is no object stands in the first column, be it a number of a list of numbers
 * or what is no JSON: it is judged there, and refused where it is nobody.
 *
 * @throws OperatorError badInput (65): nothing in it; and what `openJsonRows` throws.
 */
export async function openJsonTable(source: ByteSource): Promise<{ read: RecordSource; table: HeaderAndBody }> {
  const rows = openJsonRows(source);
  const batches = rows.batches(HEADER_WITHIN_ROWS)[Symbol.asyncIterator]();
  const first = await batches.next();
  if (first.done === true) throw emptyFile(source.file);
  const keys = [...new Set(first.value.flatMap((row) => valuesOf(row).map(([key]) => key)))];
  const names = keys.length === 0 ? [BARE_LIST] : keys;
  const recordOf = (row: JsonRow): CsvRecord => {
    const values = new Map(valuesOf(row));
    if (values.size === 0) return { line: row.line, cells: [typeof row.value === 'string' ? row.value : row.text] };
    return { line: row.line, cells: names.map((name) => values.get(name) ?? '') };
  };
  async function* records(): AsyncGenerator<readonly CsvRecord[]> {
    for (let next: IteratorResult<readonly JsonRow[]> = first; next.done !== true; next = await batches.next()) {
      yield next.value.map(recordOf);
    }
  }
  const body = records();
  return {
    read: { layout: { kind: 'json' }, records: body, sha256: () => rows.sha256() },
    table: { header: { line: 1, names, isWritten: keys.length > 0 }, body },
  };
}

function valuesOf({ value }: JsonRow): readonly (readonly [string, string])[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? flattened(value, '') : [];
}
