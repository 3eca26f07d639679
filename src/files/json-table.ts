import type { ByteSource } from './byte-source.js';
import type { HeaderAndBody } from './header.js';
import { flattened } from './inbox-columns.js';
import { openJsonRows, type JsonRow } from './json-lines.js';
import { isJsonObject } from './json-object.js';
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
 * first thousand objects have. A bare number or text stands in the first column, as those of a list of numbers do. Whatever
 * else is no object, a broken line above all, is told as such: a number may be found in it, and what is said of it is lost.
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
    const { line } = row;
    const values = new Map(valuesOf(row));
    const cells = names.map((name) => values.get(name) ?? '');
    // Nor does anybody know what is said under names that no object before had.
    const isUnknown = cells.every((cell) => cell === '') && [...values.values()].some((value) => value.trim() !== '');
    if (values.size > 0 && !isUnknown) return { line, cells };
    const bare = bareText(row);
    return bare === null ? { line, cells: [row.text], isNoObject: true } : { line, cells: [bare] };
  };
  async function* records(): AsyncGenerator<readonly CsvRecord[]> {
    for (let next: IteratorResult<readonly JsonRow[]> = first; next.done !== true; next = await batches.next()) {
      yield next.value.map(recordOf);
    }
  }
  const body = records();
  return {
    read: { layout: { kind: 'json' }, records: body, sha256: () => rows.sha256() },
    table: { header: { line: 1, names, width: names.length, isWritten: keys.length > 0 }, body },
  };
}

function valuesOf({ value }: JsonRow): readonly (readonly [string, string])[] {
  return isJsonObject(value) ? flattened(value, '') : [];
}

/** What stands alone: a text, or a number, which lists write in ways that JSON does not know (`0639980001`). */
function bareText({ value, text }: JsonRow): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || (value === undefined && /^[+\d\s().\/-]+$/.test(text)) ? text : null;
}
