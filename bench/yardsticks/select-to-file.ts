/** Streams a SELECT over the log of a ledger into a file, column by column, as the shell of a database does. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import Database from 'better-sqlite3';

const [ledger = '', file = ''] = process.argv.slice(2);
const db = new Database(ledger, { readonly: true });
function* lines(): Iterable<string> {
  const rows = db
    .prepare<[], readonly (string | number | null)[]>(
      'SELECT seq, at, kind, operator, login, campaign, hex(subject), data, hex(prev), hex(hash) FROM audit ORDER BY seq',
    )
    .raw();
  for (const row of rows.iterate())
    yield `${row.map((one) => `"${String(one ?? '').replaceAll('"', '""')}"`).join(',')}\n`;
}
await pipeline(Readable.from(lines()), createWriteStream(file));
