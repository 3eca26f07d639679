import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadMigrations } from '../../src/store/migrate.js';
import { migrate, type Db } from '../../src/store/sqlite/open.js';
import { referenceKeeper } from '../../src/store/sqlite/references.js';
import type { Ledger, OpenPlan } from '../../src/store/store.js';
import {
  consentOf,
  fictionNumbers,
  fileReceipts,
  intentDraft,
  KEYRING,
  NO_TIMES,
  PLANNED_FILE,
  STAMP,
  tempLedger,
  termsOf,
  type TempLedger,
} from '../support/temp-ledger.js';

const numbers = fictionNumbers(5);

let temp: TempLedger;
let ledger: Ledger;
let raw: Db;
beforeEach(async () => {
  temp = tempLedger();
  ledger = temp.open();
  raw = temp.raw();
  await ledger.recordConsents(
    numbers.map((number) => consentOf(number)),
    STAMP,
  );
});
afterEach(() => temp.remove());

const openPlan = (name = 'fete'): Promise<OpenPlan> =>
  ledger.openPlan(termsOf(name), { name: 'membres.csv' }, NO_TIMES, STAMP);

const keep = (plan: OpenPlan, ...places: readonly number[]): Promise<void> =>
  ledger.keepPlanned(
    plan,
    places.map((place) => intentDraft(numbers[place]!)),
    [],
  );

/** Whose references there are, by their places among the numbers. */
function referenced(): readonly number[] {
  const refs = raw
    .prepare<[], string>(
      `SELECT intent_reference.ref FROM intent_reference JOIN intent ON intent.id = intent_id AND intent.ref = intent_reference.ref`,
    )
    .pluck()
    .all();
  const all = raw.prepare('SELECT count(*) FROM intent_reference').pluck().get();
  expect(refs).toHaveLength(Number(all));
  return numbers.flatMap((number, place) => (refs.includes(KEYRING.reference('fete', number)) ? [place] : []));
}

describe('the references of a plan', () => {
  it('are there once it is frozen, and find their messages', async () => {
    const plan = await openPlan();
    await keep(plan, 3, 1, 4);
    expect(referenced()).toEqual([]);
    await ledger.freezePlan(plan, PLANNED_FILE, STAMP);
    expect(referenced()).toEqual([1, 3, 4]);
    await ledger.confirmPlans(plan.campaignId, null, STAMP);
    const told = { status: 'delivered', code: null, at: '2026-01-05T10:01:00.000Z' } as const;
    expect(await fileReceipts(ledger, [{ ...told, ref: KEYRING.reference('fete', numbers[4]!) }], STAMP)).toBe(1);
    expect(raw.prepare("SELECT count(*) FROM intent WHERE receipt = 'delivered'").pluck().get()).toBe(1);
    expect(ledger.checkTampering()).toEqual([]);
  });

  it('are added many at a time, by whatever connection goes on with it', async () => {
    const plan = await openPlan();
    await keep(plan, 2, 0);
    referenceKeeper(raw, 3).keepUp(plan);
    expect(referenced()).toEqual([]);
    await keep(plan, 1);
    referenceKeeper(raw, 3).keepUp(plan);
    expect(referenced()).toEqual([0, 1, 2]);
    await keep(plan, 4);
    referenceKeeper(raw, 3).keepUp(plan);
    expect(referenced()).toEqual([0, 1, 2]);
    // Sound before it is frozen, as a plan that was killed stays.
    expect(ledger.checkTampering()).toEqual([]);
    await keep(plan, 3);
    await ledger.freezePlan(plan, PLANNED_FILE, STAMP);
    expect(referenced()).toEqual([0, 1, 2, 3, 4]);
    expect(ledger.checkTampering()).toEqual([]);
  });

  it('of a long one are added while it grows', async () => {
    const other = await openPlan('other');
    await keep(other, 0);
    await ledger.freezePlan(other, PLANNED_FILE, STAMP);
    // As if a hundred thousand had come before.
    raw.exec('UPDATE intent SET id = 100000; UPDATE intent_reference SET intent_id = 100000');
    const plan = await openPlan();
    await keep(plan, 1, 2);
    expect(referenced()).toEqual([1, 2]);
    await keep(plan, 3);
    expect(referenced()).toEqual([1, 2]);
  });

  it('go with a plan that is given up', async () => {
    const plan = await openPlan();
    await keep(plan, 0, 1);
    referenceKeeper(raw, 1).keepUp(plan);
    expect(referenced()).toEqual([0, 1]);
    await ledger.abandonPlan(plan);
    expect(raw.prepare('SELECT count(*) FROM intent_reference').pluck().get()).toBe(0);
    const again = await openPlan();
    await keep(again, 0);
    await ledger.freezePlan(again, PLANNED_FILE, STAMP);
    expect(referenced()).toEqual([0]);
  });

  it('are each of one message: a plan with one that there is already is not frozen', async () => {
    const plan = await openPlan();
    await keep(plan, 0);
    await ledger.freezePlan(plan, PLANNED_FILE, STAMP);
    const second = await openPlan();
    await keep(second, 1, 2);
    raw.prepare('INSERT INTO intent_reference VALUES (?, 1)').run(KEYRING.reference('fete', numbers[2]!));
    await expect(ledger.freezePlan(second, PLANNED_FILE, STAMP)).rejects.toThrow();
    expect(raw.prepare('SELECT state FROM plan ORDER BY id').pluck().all()).toEqual(['frozen', 'planning']);
    raw.exec('DELETE FROM intent_reference WHERE ref NOT IN (SELECT ref FROM intent WHERE plan_id = 1)');
    expect(referenced()).toEqual([0]);
  });

  it('find each its own message: two that were exchanged are told', async () => {
    const plan = await openPlan();
    await keep(plan, 0, 1);
    await ledger.freezePlan(plan, PLANNED_FILE, STAMP);
    raw.exec('UPDATE intent_reference SET intent_id = 3 - intent_id');
    expect(ledger.checkTampering()).toEqual(['2 messages of intent are not what is found by their reference']);
  });

  it('never change', async () => {
    await keep(await openPlan(), 0);
    expect(() => raw.exec("UPDATE intent SET ref = 'another'")).toThrow('a message keeps its reference');
  });
});

it('a ledger of before keeps its messages, and finds each of them', () => {
  const known = loadMigrations(new URL('../../migrations/sqlite/', import.meta.url));
  const before = known.findIndex(({ name }) => name.endsWith('_references.sql'));
  const db = new Database(':memory:');
  db.pragma('foreign_keys = ON');
  const at = '2026-01-05T10:00:00.000Z';
  migrate(db, 'ledger.db', at, known.slice(0, before));
  db.exec(`
    INSERT INTO subject (id, phone, fingerprint, created_at) VALUES (3, '+33639980003', randomblob(32), '${at}'),
      (4, '+33639980004', randomblob(32), '${at}');
    INSERT INTO consent_event (seq, subject_id, kind, purpose, basis, given_at, effective_at, method, proof, origin, recorded_at,
      operator, identity) VALUES (1, 3, 'given', 'p', 'member', 'a', 'b', 'membership', 'individual', 'person', 'k', 'l', randomblob(32));
    INSERT INTO campaign (id, name, state, purpose, promotional, urgent, again, gsm7, sender, template, provider, currency,
      created_at) VALUES (1, 'fete', 'planned', 'p', 1, 0, 0, 0, 'AMISDUPARC', 'Bonjour', 'vonage', 'EUR', '${at}');
    INSERT INTO territory (id, campaign_id, code, country, zones, calendars, profile) VALUES (1, 1, 'FR', 'FR', '[]', '[]', 'FR/strict');
    INSERT INTO plan (id, campaign_id, state, file_name, operator, created_at, again)
      VALUES (1, 1, 'planning', 'm.csv', 'claire', '${at}', 0), (2, 1, 'planning', 'm.csv', 'claire', '${at}', 0);
    INSERT INTO intent (id, campaign_id, plan_id, subject_id, territory_id, consent_seq, line, row, ref, text, text_hash, encoding,
      segments, cost_micros, state, reason, provider_id, submitted_at, ended_at, receipt, receipt_at, settled_by, looked_up_at,
      receipt_code, unreachable) VALUES
      (7, 1, 1, 3, 1, 1, 2, 1, 'second', 'Bonjour', zeroblob(32), 'GSM-7', 1, 5, 'accepted', NULL, 'p', 's', 'e', 'undelivered', 'r',
        'receipt', 'u', '13', 1),
      (9, 1, 1, 4, 1, 1, 3, 2, 'first', 'Bonsoir', zeroblob(32), 'UCS-2', 2, 9, 'planned', NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        NULL, NULL, 0);
    UPDATE plan SET state = 'frozen' WHERE id = 1;
  `);
  const intents = db.prepare('SELECT * FROM intent ORDER BY id').all();
  const counts = db.prepare('SELECT * FROM intent_count').all();
  expect(counts).toHaveLength(1);
  migrate(db, 'ledger.db', at, known);
  expect(db.prepare('SELECT * FROM intent ORDER BY id').all()).toEqual(intents);
  expect(db.prepare('SELECT * FROM intent_count').all()).toEqual(counts);
  expect(db.prepare('SELECT * FROM intent_reference').all()).toEqual([
    { ref: 'first', intent_id: 9 },
    { ref: 'second', intent_id: 7 },
  ]);
  expect(db.prepare('SELECT id, referenced_to FROM plan').all()).toEqual([
    { id: 1, referenced_to: 9 },
    { id: 2, referenced_to: 0 },
  ]);
  db.close();
});
