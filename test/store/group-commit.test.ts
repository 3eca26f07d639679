import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contextOf } from '../../src/store/sqlite/context.js';
import { ledgerOf } from '../../src/store/sqlite/ledger.js';
import { GroupCommit } from '../../src/store/sqlite/group-commit.js';
import type { Db } from '../../src/store/sqlite/open.js';
import { runMemory } from '../../src/store/sqlite/run-memory.js';
import type { Ledger } from '../../src/store/store.js';
import {
  auditOf,
  confirmedCampaign,
  dumpTables,
  factsVersionOf,
  fictionNumbers,
  intentIds,
  KEYRING,
  LEDGER_ID,
  MORNING,
  STAMP,
  SUBMISSION,
  tempLedger,
  type TempLedger,
} from '../support/temp-ledger.js';

let temp: TempLedger;
let db: Db;
let other: Db;
beforeEach(() => {
  temp = tempLedger();
  db = temp.raw();
  db.exec('CREATE TABLE note (text TEXT UNIQUE)');
  other = temp.raw();
});
afterEach(() => temp.remove());

/** What another program can see: nothing that is not committed. */
function notes(): readonly string[] {
  const rows = other.prepare<[], { text: string }>('SELECT text FROM note ORDER BY rowid').all();
  return rows.map(({ text }) => text);
}

function note(text: string): number {
  return Number(db.prepare('INSERT INTO note VALUES (?)').run(text).lastInsertRowid);
}

describe('a verb of its own', () => {
  it('lets nobody write between what it reads and what it writes', async () => {
    const group = new GroupCommit(db, temp.file);
    const { transact, query } = contextOf(
      db,
      temp.file,
      KEYRING,
      LEDGER_ID,
      runMemory(temp.file, LEDGER_ID, null),
      group,
      () => undefined,
    );
    other.pragma('busy_timeout = 0');
    await transact(() => expect(() => other.exec('BEGIN IMMEDIATE')).toThrow('database is locked'));
    other.exec('BEGIN IMMEDIATE; ROLLBACK');
    // Who only reads is in nobody's way.
    await query(() => other.exec('BEGIN IMMEDIATE; ROLLBACK'));
  });
});

describe('GroupCommit', () => {
  it('answers each call for itself, in the order of the calls, after one commit for all', async () => {
    const group = new GroupCommit(db, temp.file);
    let commits = 0;
    const version = (): number => other.pragma('data_version', { simple: true }) as number;
    let seen = version();
    const answered: number[] = [];
    const calls = Array.from({ length: 50 }, (_, index) =>
      group
        .run(() => note(`note ${index}`))
        .then((row) => {
          expect(notes()).toHaveLength(50);
          if (version() !== seen) commits += 1;
          seen = version();
          answered.push(row);
        }),
    );
    expect(notes()).toEqual([]);
    await Promise.all(calls);
    expect(answered).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    expect(commits).toBe(1);
  });

  it('lets nobody write between what its calls read and what they write', async () => {
    const group = new GroupCommit(db, temp.file);
    other.pragma('busy_timeout = 0');
    await group.run(() => expect(() => other.exec('BEGIN IMMEDIATE')).toThrow('database is locked'));
    other.exec('BEGIN IMMEDIATE; ROLLBACK');
  });

  it('fails every call of a commit in which one failed, and records none of them', async () => {
    const group = new GroupCommit(db, temp.file);
    const results = await Promise.allSettled([
      group.run(() => note('first')),
      group.run(() => {
        throw new Error('the second one failed');
      }),
      group.run(() => note('third')),
    ]);
    for (const one of results) {
      expect(one).toMatchObject({ status: 'rejected', reason: { message: 'the second one failed' } });
    }
    expect(notes()).toEqual([]);
    expect(await group.run(() => note('fourth'))).toBe(1);
    expect(notes()).toEqual(['fourth']);
  });

  it('fails every call when the commit itself is refused', async () => {
    db.exec('CREATE TABLE parent (id INTEGER PRIMARY KEY)');
    db.exec('CREATE TABLE child (id INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)');
    db.pragma('foreign_keys = ON');
    const group = new GroupCommit(db, temp.file);
    const orphan = group.run(() => db.exec('INSERT INTO child VALUES (7)'));
    const results = await Promise.allSettled([group.run(() => note('before')), orphan, group.run(() => note('after'))]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(notes()).toEqual([]);
  });

  it('says that the ledger is held when another program holds it', async () => {
    db.pragma('busy_timeout = 10');
    const group = new GroupCommit(db, temp.file);
    other.exec('BEGIN IMMEDIATE');
    await expect(group.run(() => note('first'))).rejects.toMatchObject({ kind: 'notNow' });
    other.exec('ROLLBACK');
    await group.run(() => note('first'));
    expect(notes()).toEqual(['first']);
  });

  it('gathers what comes while it commits into the next one', async () => {
    const group = new GroupCommit(db, temp.file);
    const order: string[] = [];
    const first = group.run(() => {
      order.push('first');
      void group.run(() => order.push('second'));
      return note('first');
    });
    await first;
    await group.run(() => order.push('third'));
    expect(order).toEqual(['first', 'second', 'third']);
  });

  it('does what has to come first before it begins, and fails with it', async () => {
    let isBroken = false;
    const group = new GroupCommit(db, temp.file, () => {
      if (isBroken) throw new Error('the ledger can not be read');
      expect(db.inTransaction).toBe(false);
    });
    await group.run(() => note('first'));
    isBroken = true;
    await expect(group.run(() => note('second'))).rejects.toThrow('can not be read');
    expect(notes()).toEqual(['first']);
  });
});

describe('the verbs of a run', () => {
  it('keep their own answers when hundreds of them come at once', async () => {
    const ledger: Ledger = ledgerOf(db, temp.file, KEYRING, () => undefined);
    const numbers = fictionNumbers(200);
    const plan = await confirmedCampaign(ledger, 'fete', numbers);
    const ids = await intentIds(ledger, plan.campaignId);
    const version = await factsVersionOf(ledger);
    const answers = await Promise.all(
      ids.flatMap((id, index) => [
        index % 3 === 0 ? ledger.recordSkip(id, 'suppressed', STAMP) : Promise.resolve(),
        ledger.beginSubmission(id, index % 3 === 1 ? 'older' : version, MORNING),
      ]),
    );
    const begun = answers.filter((_, index) => index % 2 === 1);
    expect(begun).toEqual(ids.map((_, index) => ['gone', 'stale', 'begun'][index % 3]));
    const underWay = ids.filter((_, index) => index % 3 === 2);
    await Promise.all(
      underWay.map((id) => ledger.recordOutcome(id, { kind: 'accepted', providerId: `p${id}` }, SUBMISSION, STAMP)),
    );
    const rows = dumpTables(temp.file)['intent'] as readonly { id: number; provider_id: string | null }[];
    expect(
      rows.filter(({ provider_id }) => provider_id !== null).map(({ id, provider_id }) => [id, provider_id]),
    ).toEqual(underWay.map((id) => [id, `p${id}`]));
    expect(auditOf(ledger, 'submission')).toHaveLength(underWay.length);
  });

  it('fail together with one that is a defect, and leave nothing half done', async () => {
    const ledger = ledgerOf(db, temp.file, KEYRING, () => undefined);
    const plan = await confirmedCampaign(ledger, 'fete', fictionNumbers(3));
    const ids = await intentIds(ledger, plan.campaignId);
    const version = await factsVersionOf(ledger);
    const before = dumpTables(temp.file);
    const results = await Promise.allSettled([
      ledger.beginSubmission(ids[0]!, version, MORNING),
      ledger.recordOutcome(ids[1]!, { kind: 'accepted', providerId: 'p' }, SUBMISSION, STAMP),
      ledger.recordSkip(ids[2]!, 'suppressed', STAMP),
    ]);
    for (const one of results) expect(one).toMatchObject({ status: 'rejected', reason: { name: 'BugError' } });
    expect(dumpTables(temp.file)).toEqual(before);
  });
});
