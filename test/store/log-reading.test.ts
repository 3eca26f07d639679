import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recount } from '../support/recount.js';
import {
  confirmedCampaign,
  consentOf,
  fictionNumber,
  fictionNumbers,
  STAMP,
  tempLedger,
  type TempLedger,
} from '../support/temp-ledger.js';

let temp: TempLedger;
beforeEach(() => {
  temp = tempLedger();
});
afterEach(() => temp.remove());

/** What is found once somebody has changed the ledger whose triggers stand again as they stood. */
function faultsAfter(statement: string): readonly string[] {
  const raw = temp.raw();
  const rules = raw.prepare<[], { name: string; sql: string }>(
    "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'",
  );
  const kept = rules.all();
  raw.pragma('foreign_keys = OFF');
  raw.pragma('ignore_check_constraints = ON');
  for (const { name } of kept) raw.exec(`DROP TRIGGER ${name}`);
  expect(raw.prepare(statement).run().changes).toBeGreaterThan(0);
  recount(raw);
  for (const { sql } of kept) raw.exec(sql);
  raw.close();
  return temp.open().checkTampering();
}

describe('of what the log tells nothing at all, a row in the tables is found:', () => {
  it.each([
    [
      'a message sent',
      "UPDATE intent SET state = 'accepted', ended_at = 'x' WHERE id = 1",
      'messages have an end in intent',
    ],
    [
      'a message left out',
      "UPDATE intent SET state = 'skipped', reason = 'suppressed' WHERE id = 1",
      'messages have an end in intent',
    ],
    [
      'a receipt',
      "UPDATE intent SET receipt = 'delivered', receipt_at = 'x' WHERE id = 1",
      'receipts tell something else',
    ],
  ])('%s', async (_, statement, told) => {
    await confirmedCampaign(temp.open(), 'fete', fictionNumbers(3));
    expect(faultsAfter(statement)).toContainEqual(expect.stringContaining(told));
  });

  it('a plan confirmed', async () => {
    const ledger = temp.open();
    await confirmedCampaign(ledger, 'fete', fictionNumbers(1));
    expect(faultsAfter("DELETE FROM audit WHERE kind = 'plan_confirmed'")).toContain(
      '1 rows of plan are confirmed otherwise than the audit log tells',
    );
  });

  it('an entry of the never-list', () => {
    const entry = `INSERT INTO suppression (fingerprint, reason, scope, at, recorded_at, operator)
      VALUES (randomblob(32), 'stop', 'promotional', 'x', 'x', 'x')`;
    expect(faultsAfter(entry)).toContain('1 rows of suppression tell something else than the audit log');
  });

  it('a fingerprint under a former key', async () => {
    await temp.open().recordConsents([consentOf(fictionNumber(1))], STAMP);
    const print = 'INSERT INTO former_fingerprint (fingerprint, subject_id) SELECT randomblob(32), id FROM subject';
    expect(faultsAfter(print)).toEqual(
      expect.arrayContaining([
        '1 rows of former_fingerprint are of no number that this person had',
        'former_fingerprint has 1 rows, the audit log tells of 0',
      ]),
    );
  });
});
