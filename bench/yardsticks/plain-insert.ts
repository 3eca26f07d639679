/** Reads a file of consents with csv-parse, parses every number, and inserts every row, in one transaction. */
import { createReadStream } from 'node:fs';
import Database from 'better-sqlite3';
import { parse } from 'csv-parse';
import parsePhoneNumber from 'libphonenumber-js/max';

const [file = '', ledger = ''] = process.argv.slice(2);
const db = new Database(ledger);
db.pragma('journal_mode = WAL');
db.exec('CREATE TABLE consent (phone TEXT, purpose TEXT, basis TEXT, given_at TEXT, method TEXT, wording TEXT)');
const insert = db.prepare('INSERT INTO consent VALUES (?, ?, ?, ?, ?, ?)');
db.exec('BEGIN');
for await (const row of createReadStream(file).pipe(parse({ columns: true }))) {
  const { phone, purpose, basis, given_at, method, wording } = row as Readonly<Record<string, string>>;
  insert.run(parsePhoneNumber(phone ?? '', 'FR')?.number, purpose, basis, given_at, method, wording);
}
db.exec('COMMIT');
db.close();
