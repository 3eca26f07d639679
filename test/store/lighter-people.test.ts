import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadMigrations } from '../../src/store/migrate.js';
import { migrate, type Db } from '../../src/store/sqlite/open.js';

const AT = '2026-01-05T10:00:00.000Z';
const known = loadMigrations(new URL('../../migrations/sqlite/', import.meta.url));
const lighter = known.findIndex(({ name }) => name.endsWith('_lighter_people.sql'));

let folder: string;
let db: Db;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'smsctl-lighter-people-'));
  db = new Database(join(folder, 'ledger.db'));
  db.pragma('foreign_keys = ON');
  migrate(db, 'ledger.db', AT, known.slice(0, lighter));
  db.exec(`
    INSERT INTO import (id, kind, file_name, operator, started_at) VALUES (7, 'consent', 'optins.csv', 'claire', '${AT}');
    INSERT INTO wording (hash, text) VALUES (zeroblob(32), 'Oui');
    INSERT INTO subject (id, phone, fingerprint, created_at, erased_at) VALUES
      (3, '+33639980003', randomblob(32), '${AT}', NULL), (9, NULL, randomblob(32), '${AT}', '${AT}');
    INSERT INTO consent_event (seq, subject_id, kind, variant, purpose, basis, given_at, effective_at, valid_until, method,
      wording_hash, source, evidence, ip, collected_by, campaign, proof, confirmed_at, last_contact_at, after_seq, origin,
      import_id, line, recorded_at, operator, erased_at, identity) VALUES
      (2, 3, 'given', NULL, 'association', 'rented_list', 'a', 'b', 'c', 'web_form', zeroblob(32), 'd', 'e', 'f', 'g', 'h',
        'individual', 'i', 'j', NULL, 'import', 7, 2, 'k', 'l', NULL, randomblob(32)),
      (4, 3, 'given', 'pending', 'association', 'double_opt_in', 'a', 'b', NULL, 'web_form', NULL, NULL, NULL, NULL, NULL, NULL,
        'bulk_attested', NULL, NULL, NULL, 'person', NULL, NULL, 'k', 'l', NULL, randomblob(32)),
      (5, 3, 'withdrawn', 'ended', 'association', 'member', 'a', 'b', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        'individual', NULL, NULL, 2, 'import', 7, 3, 'k', 'l', NULL, randomblob(32)),
      (6, 9, 'withdrawn', NULL, NULL, NULL, 'a', 'b', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        'individual', NULL, NULL, NULL, 'person', NULL, NULL, 'k', 'l', '${AT}', randomblob(32));
    INSERT INTO former_fingerprint (fingerprint, subject_id) VALUES (randomblob(32), 3), (randomblob(32), 3);
    INSERT INTO former_number (subject_id, fingerprint, until, operator) VALUES (3, randomblob(32), '${AT}', 'l');
    INSERT INTO campaign (id, name, state, purpose, promotional, urgent, again, gsm7, sender, template, provider, currency,
      created_at) VALUES (1, 'fete', 'planned', 'association', 1, 0, 0, 0, 'AMISDUPARC', 'Bonjour', 'vonage', 'EUR', '${AT}');
    INSERT INTO plan (id, campaign_id, state, file_name, operator, created_at, again)
      VALUES (1, 1, 'frozen', 'members.csv', 'claire', '${AT}', 0);
    INSERT INTO territory (id, campaign_id, code, country, zones, calendars, profile)
      VALUES (1, 1, 'FR', 'FR', '["Europe/Paris"]', '["FR"]', 'FR/strict');
    INSERT INTO intent (id, campaign_id, plan_id, subject_id, territory_id, consent_seq, line, row, ref, text, text_hash, encoding,
      segments, cost_micros, state) VALUES
      (1, 1, 1, 3, 1, 2, 2, 1, 'one', 'Bonjour', zeroblob(32), 'GSM-7', 1, 0, 'planned'),
      (2, 1, 1, 9, 1, 6, 3, 2, 'two', 'Bonjour', zeroblob(32), 'GSM-7', 1, 0, 'planned');
  `);
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

const COLUMNS = 'subject_id, kind, given_at, effective_at, proof, origin, recorded_at, operator, identity';

/** What a ledger answers to rows that it must refuse, and to one that it must take. */
function answers(): readonly string[] {
  const add = (values: string): string => `INSERT INTO consent_event (${COLUMNS}) VALUES (${values})`;
  const good = "3, 'withdrawn', 'a', 'b', 'individual', 'person', 'k', 'l', randomblob(32)";
  return [
    add(good),
    add(good.replace("'withdrawn'", "'given'")),
    add(good.replace("'withdrawn'", "'other'")),
    add(good.replace("'individual'", "'hearsay'")),
    add(good.replace("'person'", "'rumour'")),
    add(good.replace('randomblob(32)', 'randomblob(31)')),
    add(good.replace('3,', '8,')),
    add(good.replace('randomblob(32)', '(SELECT identity FROM consent_event WHERE seq = 2)')),
    "UPDATE consent_event SET given_at = 'z' WHERE seq = 2",
    'UPDATE consent_event SET identity = randomblob(32) WHERE seq = 2',
    `UPDATE consent_event SET erased_at = '${AT}' WHERE seq = 2`,
    `UPDATE consent_event SET erased_at = '${AT}', source = NULL, evidence = NULL, ip = NULL, collected_by = NULL WHERE seq = 2`,
    'DELETE FROM consent_event WHERE seq = 2',
    "UPDATE subject SET phone = '+33639980009', erased_at = NULL WHERE id = 9",
    "INSERT INTO subject (id, phone, fingerprint, created_at) VALUES (10, '0639980010', randomblob(32), 'k')",
    "INSERT INTO subject (id, phone, fingerprint, created_at) VALUES (10, '+33639980010', (SELECT fingerprint FROM subject WHERE id = 3), 'k')",
    'DELETE FROM subject WHERE id = 3',
  ].map((sql) => {
    db.exec('SAVEPOINT attempt');
    try {
      db.exec(sql);
      return `taken: ${sql}`;
    } catch {
      return `refused: ${sql}`;
    } finally {
      db.exec('ROLLBACK TO attempt; RELEASE attempt');
    }
  });
}

it('keeps people and their history as they were, and refuses what was refused before', () => {
  const rows = (): readonly unknown[] => [
    ...db.prepare('SELECT id, phone, fingerprint, created_at, erased_at FROM subject ORDER BY id').all(),
    ...['former_fingerprint', 'former_number', 'intent', 'territory', 'plan', 'campaign', 'import', 'wording'].flatMap(
      (table) => db.prepare(`SELECT * FROM ${table} ORDER BY 1`).all(),
    ),
    ...db
      .prepare<[], Record<string, unknown>>('SELECT * FROM consent_event ORDER BY seq')
      .all()
      .map((row) => Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))),
  ];
  const before = rows();
  const refusedBefore = answers();
  migrate(db, 'ledger.db', AT, known.slice(0, lighter + 1));
  expect(rows()).toEqual(before);
  expect(answers()).toEqual(refusedBefore);
  expect(refusedBefore.filter((answer) => answer.startsWith('taken'))).toHaveLength(2);
  expect(db.pragma('foreign_key_check')).toEqual([]);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
  const parents = db.pragma('foreign_key_list(intent)') as readonly { readonly table: string }[];
  expect(parents.map(({ table }) => table).sort()).toEqual([
    'campaign',
    'consent_event',
    'plan',
    'subject',
    'territory',
  ]);
});

it('goes on counting where it was', () => {
  migrate(db, 'ledger.db', AT, known.slice(0, lighter + 1));
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO consent_event (${COLUMNS})
       VALUES (3, 'withdrawn', 'a', 'b', 'individual', 'person', 'k', 'l', randomblob(32))`,
    )
    .run();
  expect(Number(lastInsertRowid)).toBe(7);
});

it('lets no migration leave a reference to nothing', () => {
  migrate(db, 'ledger.db', AT, known);
  const careless = { number: known.length + 1, name: '9999_careless.sql', sql: 'DELETE FROM subject', sha256: 'x' };
  expect(() => migrate(db, 'ledger.db', AT, [...known, careless])).toThrow('a reference to nothing');
  expect(db.prepare('SELECT count(*) AS count FROM subject').get()).toEqual({ count: 2 });
  expect(db.prepare('SELECT max(number) AS newest FROM migration').get()).toEqual({ newest: known.length });
  expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
});
