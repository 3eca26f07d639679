/**
 * Keeps what no `plan` and no `consent import` of that many people can do without, and reads, judges and asks nothing: one
 * thread's share, whatever the other one does, and as durable as it has to be.
 */
import { hash, randomBytes } from 'node:crypto';
import Database from 'better-sqlite3';

const [what = '', ledger = '', rows = '0'] = process.argv.slice(2);
/** Twenty times as rarely as smsctl, which lets others write in between: a bound has to be lower than what it bounds. */
const COMMIT = 100_000;
const MOMENT = '2026-01-05T10:00:00.000Z';
const db = new Database(ledger);
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.pragma('wal_autocheckpoint = 32768');
db.pragma('cache_size = -20480');

interface Writer {
  keep(index: number): void;
  /** @param from Where the rows of this commit began. */
  beforeCommit(from: number): void;
}

/** A message that is found by its person and by its reference, which is an HMAC: those of one commit are added in their order. */
function messages(): Writer {
  db.exec(`CREATE TABLE message (id INTEGER PRIMARY KEY, person INTEGER NOT NULL UNIQUE, ref TEXT NOT NULL,
    text TEXT NOT NULL, text_hash BLOB NOT NULL) STRICT;
    CREATE TABLE reference (ref TEXT PRIMARY KEY, message INTEGER NOT NULL) STRICT, WITHOUT ROWID`);
  const insert = db.prepare('INSERT INTO message (person, ref, text, text_hash) VALUES (?, ?, ?, ?)');
  const refer = db.prepare('INSERT OR FAIL INTO reference SELECT ref, id FROM message WHERE id > ? ORDER BY ref');
  return {
    keep(index) {
      const [ref, digest] = [randomBytes(24).toString('base64url'), randomBytes(32)];
      insert.run(index, ref, `Bonjour P${index}, la salle change.`, digest);
    },
    beforeCommit: (from) => refer.run(from),
  };
}

/** A person found by the HMAC of a number, a consent found by person and content, and a row of a chained log. */
function consents(): Writer {
  db.exec(`CREATE TABLE person (id INTEGER PRIMARY KEY, phone TEXT NOT NULL, fingerprint BLOB NOT NULL) STRICT;
    CREATE UNIQUE INDEX person_by_print ON person (substr(fingerprint, 1, 12));
    CREATE TABLE consent (seq INTEGER PRIMARY KEY, person INTEGER NOT NULL, purpose TEXT, basis TEXT, given_at TEXT,
      method TEXT, wording BLOB, identity BLOB NOT NULL, UNIQUE (person, identity)) STRICT;
    CREATE TABLE log (seq INTEGER PRIMARY KEY, at TEXT, person BLOB, data TEXT, prev BLOB, hash BLOB) STRICT`);
  const person = db.prepare('INSERT INTO person (phone, fingerprint) VALUES (?, ?)');
  const consent = db.prepare(
    'INSERT INTO consent (person, purpose, basis, given_at, method, wording, identity) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const log = db.prepare('INSERT INTO log (at, person, data, prev, hash) VALUES (?, ?, ?, unhex(?), unhex(?))');
  const wording = randomBytes(32);
  let last = '00'.repeat(32);
  const keep = (index: number): void => {
    const [fingerprint, identity] = [randomBytes(32), randomBytes(32)];
    const { lastInsertRowid: id } = person.run(`+3361${String(index).padStart(7, '0')}`, fingerprint);
    consent.run(id, 'information', 'member', '2026-01-05', 'membership', wording, identity);
    const data = JSON.stringify({
      seq: index,
      purpose: 'information',
      basis: 'member',
      givenAt: '2026-01-05',
      line: index,
    });
    const digest = hash('sha256', `${last}${MOMENT}${data}`);
    log.run(MOMENT, fingerprint, data, last, digest);
    last = digest;
  };
  return { keep, beforeCommit: () => undefined };
}

const { keep, beforeCommit } = what === 'messages' ? messages() : consents();
for (let from = 0; from < Number(rows); from += COMMIT) {
  db.exec('BEGIN IMMEDIATE');
  for (let index = from; index < Math.min(from + COMMIT, Number(rows)); index += 1) keep(index);
  beforeCommit(from);
  db.exec('COMMIT');
}
db.close();
