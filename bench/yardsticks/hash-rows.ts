/** Reads the log of a ledger and makes one SHA-256 a row. */
import { hash } from 'node:crypto';
import Database from 'better-sqlite3';

const [ledger = ''] = process.argv.slice(2);
const db = new Database(ledger, { readonly: true });
let last = '';
const rows = db.prepare(
  `SELECT audit.*, subject.phone FROM audit LEFT JOIN subject
     ON substr(subject.fingerprint, 1, 12) = substr(audit.subject, 1, 12) ORDER BY audit.seq`,
);
for (const row of rows.iterate()) last = hash('sha256', JSON.stringify(row));
console.log(last);
