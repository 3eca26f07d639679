import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadMigrations } from '../../src/store/migrate.js';
import { migrate, type Db } from '../../src/store/sqlite/open.js';

const APPLIED_AT = '2026-01-05T10:00:00.000Z';
const known = loadMigrations(new URL('../../migrations/sqlite/', import.meta.url));
const rights = known.findIndex(({ name }) => name.endsWith('_rights.sql'));

let folder: string;
let db: Db;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'smsctl-migrate-'));
  db = new Database(join(folder, 'ledger.db'));
  db.pragma('foreign_keys = ON');
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

it('keeps people, their ids and what hangs on them while the table of people is made anew', () => {
  migrate(db, 'ledger.db', APPLIED_AT, known.slice(0, rights));
  db.exec(`
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
    INSERT INTO subject (id, phone, fingerprint, created_at)
      SELECT i * 3, '+3363998' || (1000 + i), randomblob(32), 'then' FROM n;
    INSERT INTO consent_event (subject_id, kind, given_at, effective_at, source, proof, origin, recorded_at, operator, identity)
      SELECT id, 'withdrawn', 'then', 'then', 'form', 'individual', 'person', 'then', 'claire', randomblob(32) FROM subject;
  `);
  const people = (): unknown => db.prepare('SELECT id, phone, fingerprint, created_at FROM subject ORDER BY id').all();
  const before = people();
  migrate(db, 'ledger.db', APPLIED_AT, known);
  expect(people()).toEqual(before);
  expect(db.pragma('foreign_key_check')).toEqual([]);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(() => db.exec('DELETE FROM subject WHERE id = 3')).toThrow('FOREIGN KEY');
  expect(() =>
    db.exec(
      "INSERT INTO consent_event (subject_id, kind, given_at, effective_at, proof, origin, recorded_at, operator, identity) VALUES (1, 'withdrawn', 'x', 'x', 'individual', 'person', 'x', 'x', randomblob(32))",
    ),
  ).toThrow('FOREIGN KEY');
});
