import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadMigrations } from '../../src/store/migrate.js';
import { migrate, type Db } from '../../src/store/sqlite/open.js';
import { hasPrint, isAmongPrints } from '../../src/store/sqlite/prints.js';

const AT = '2026-01-05T10:00:00.000Z';
const known = loadMigrations(new URL('../../migrations/sqlite/', import.meta.url));
const shorter = known.findIndex(({ name }) => name.endsWith('_shorter_index.sql'));

/** Equal up to the eleventh byte: as alike as two people may be. */
const print = (byte: number): Buffer => Buffer.concat([Buffer.alloc(11, 7), Buffer.alloc(21, byte)]);

let folder: string;
let db: Db;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'smsctl-shorter-index-'));
  db = new Database(join(folder, 'ledger.db'));
  db.pragma('foreign_keys = ON');
  migrate(db, 'ledger.db', AT, known.slice(0, shorter));
  const add = db.prepare('INSERT INTO subject (id, phone, fingerprint, created_at, erased_at) VALUES (?, ?, ?, ?, ?)');
  add.run(3, '+33639980003', print(1), AT, null);
  add.run(9, null, print(2), AT, AT);
  db.exec(`INSERT INTO former_fingerprint (fingerprint, subject_id) VALUES (randomblob(32), 3);
    INSERT INTO consent_event (subject_id, kind, given_at, effective_at, proof, origin, recorded_at, operator, identity)
    VALUES (9, 'withdrawn', 'a', 'b', 'individual', 'person', 'k', 'l', randomblob(32))`);
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

function apply(): void {
  migrate(db, 'ledger.db', AT, known.slice(0, shorter + 1));
}

it('keeps everyone under their own id', () => {
  const rows = (): readonly unknown[] =>
    ['subject', 'former_fingerprint', 'consent_event'].map((table) =>
      db.prepare(`SELECT * FROM ${table} ORDER BY 1`).all(),
    );
  const before = rows();
  apply();
  expect(rows()).toEqual(before);
  expect(db.pragma('foreign_key_check')).toEqual([]);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
});

it('refuses what was refused: a fingerprint that somebody has, and the return of whoever was erased', () => {
  apply();
  const add = db.prepare<[Buffer]>(
    `INSERT INTO subject (phone, fingerprint, created_at) VALUES ('+33639980010', ?, '${AT}')`,
  );
  expect(() => add.run(print(1))).toThrow('UNIQUE');
  expect(() => add.run(print(2))).toThrow('UNIQUE');
  expect(() => db.exec("UPDATE subject SET phone = '+33639980009', erased_at = NULL WHERE id = 9")).toThrow('erased');
  expect(add.run(print(3)).changes).toBe(1);
});

it('tells people apart by all of their fingerprints, and finds them by their index', () => {
  apply();
  const one = `SELECT id FROM subject WHERE ${hasPrint('@print')}`;
  const some = `SELECT id FROM subject WHERE ${isAmongPrints()} ORDER BY id`;
  expect(db.prepare(one).all({ print: print(2) })).toEqual([{ id: 9 }]);
  expect(db.prepare(one).all({ print: print(3) })).toEqual([]);
  // Whose beginning somebody has is not yet that person.
  const alike = Buffer.concat([print(1).subarray(0, 12), Buffer.alloc(20, 9)]);
  expect(db.prepare(one).all({ print: alike })).toEqual([]);
  const prints = [3, 1, 2].map((byte) => print(byte).toString('hex'));
  expect(db.prepare(some).all(JSON.stringify([...prints, alike.toString('hex')]))).toEqual([{ id: 3 }, { id: 9 }]);
  for (const sql of [one.replaceAll('@print', 'zeroblob(32)'), some.replace('?', "'[]'")]) {
    const details = db.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all();
    expect(details.map(({ detail }) => detail)).toContainEqual(
      expect.stringMatching(/^SEARCH (subject|known) USING INDEX subject_by_print/),
    );
  }
});
