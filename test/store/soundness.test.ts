import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TABLES } from '../../src/store/sqlite/open.js';
import { consentOf, fictionNumber, STAMP, suppressionOf, tempLedger, type TempLedger } from '../support/temp-ledger.js';

let temp: TempLedger;

beforeEach(async () => {
  temp = tempLedger();
  const ledger = temp.open();
  await ledger.recordConsents([consentOf(fictionNumber(1)), consentOf(fictionNumber(2))], STAMP);
  await ledger.recordSuppressions([suppressionOf(fictionNumber(2))], STAMP);
});

afterEach(() => temp.remove());

/** What the ledger's own check finds after someone else changed the file. */
function faultsAfter(sql: string): readonly string[] {
  temp.raw().exec(sql);
  return temp.open().checkTampering();
}

describe('the check of a ledger', () => {
  it('finds nothing in an honest one', () => {
    expect(temp.open().checkTampering()).toEqual([]);
  });

  it.each([
    ['a dropped trigger', 'DROP TRIGGER audit_unchanged', ['trigger audit_unchanged is missing']],
    ['a dropped index', 'DROP INDEX exclusion_of_plan', ['index exclusion_of_plan is missing']],
    [
      'an index that every import goes by',
      'DROP INDEX consent_event_of_subject',
      ['index consent_event_of_subject is missing'],
    ],
    ['a table of someone else', 'CREATE TABLE notes (text)', ['table notes is not ours']],
    [
      'a trigger made harmless',
      'DROP TRIGGER suppression_kept; CREATE TRIGGER suppression_kept BEFORE DELETE ON suppression BEGIN SELECT 1; END',
      ['trigger suppression_kept was changed'],
    ],
  ])('finds %s', (_, sql, faults) => {
    expect(faultsAfter(sql)).toEqual(faults);
  });

  it('finds a consent or a never-list entry that was taken away, though the log was left alone', () => {
    expect(faultsAfter('DROP TRIGGER suppression_kept; DELETE FROM suppression')).toEqual([
      'trigger suppression_kept is missing',
      'suppression has 0 rows, the audit log tells of 1',
    ]);
    expect(faultsAfter('DROP TRIGGER consent_event_kept; DELETE FROM consent_event WHERE seq = 1')).toContain(
      'consent_event has 1 rows, the audit log tells of 2',
    );
  });
});

describe('a ledger without one of its tables', () => {
  it('has no others than those that are looked for', () => {
    const tables = temp
      .raw()
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
      .pluck()
      .all();
    expect(tables).toEqual(TABLES);
  });

  it.each(TABLES.filter((table) => table !== 'migration'))('%s is damaged, and no defect of ours', (table) => {
    const raw = temp.raw();
    raw.pragma('foreign_keys = OFF');
    raw.exec(`DROP TABLE ${table}`);
    expect(() => temp.open()).toThrow(
      expect.objectContaining({
        kind: 'storeFailure',
        problem: expect.objectContaining({ key: 'store.corrupt' }) as unknown,
      }),
    );
  });
});
