import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { numberFinder, subjectIdOf } from '../../src/store/sqlite/number-finder.js';
import type { Db } from '../../src/store/sqlite/open.js';
import { fictionNumber, tempLedger, type TempLedger } from '../support/temp-ledger.js';

const PEOPLE = 9000;

let temp: TempLedger;
let db: Db;
let said = 0;
/** Fingerprints of everybody, in the order in which they came. */
let prints: readonly string[];
beforeAll(() => {
  temp = tempLedger();
  db = new Database(temp.file, { verbose: () => (said += 1) });
  const add = db.prepare(
    'INSERT INTO subject (phone, fingerprint, created_at, erased_at) VALUES (?, randomblob(32), ?, ?)',
  );
  db.transaction(() => {
    for (let index = 0; index < PEOPLE; index += 1) {
      const isErased = index % 50 === 7;
      add.run(isErased ? null : fictionNumber(index), 'x', isErased ? 'x' : null);
    }
    db.exec(
      'INSERT INTO former_fingerprint (fingerprint, subject_id) SELECT randomblob(32), id FROM subject WHERE id % 3 = 0',
    );
  })();
  prints = db.prepare<[], string>('SELECT lower(hex(fingerprint)) FROM subject ORDER BY id').pluck().all();
});
afterAll(() => {
  db.close();
  temp.remove();
});

/** Everything that the finder says of these is what the join of the tables says. Returns how many statements it took. */
function statementsFor(asked: readonly string[]): number {
  const join = db
    .prepare<[{ print: string }], string | null>(`SELECT phone FROM subject WHERE id = ${subjectIdOf('unhex(@print)')}`)
    .pluck();
  const expected = asked.map((print) => join.get({ print }) ?? null);
  said = 0;
  const numberOf = numberFinder(db);
  const found = asked.map((print) => numberOf(print));
  const statements = said;
  expect(found).toEqual(expected);
  return statements;
}

/** As messages that overtake each other: each a little before or after its place. */
const jostled = (all: readonly string[]): readonly string[] =>
  all
    .map((print, place) => ({ print, at: place + ((place * 7919) % 512) }))
    .sort((a, b) => a.at - b.at)
    .map(({ print }) => print);

const mixed = (all: readonly string[]): readonly string[] =>
  all.map((_, place) => all[(place * 7919) % all.length] ?? '');

describe('whose a fingerprint is', () => {
  it('is found for people in their order a thousand at a time, those erased one by one', () => {
    expect(statementsFor(prints)).toBeLessThan(PEOPLE / 40);
  });

  it('is found as well for those who overtake each other, and for a second time from the first on', () => {
    expect(statementsFor([...jostled(prints), ...jostled(prints)])).toBeLessThan(PEOPLE / 5);
  });

  it('is looked for one by one in a log without such an order, hardly more', () => {
    expect(statementsFor(mixed(prints))).toBeLessThan(PEOPLE * 1.01);
  });

  it('is found again a thousand at a time behind a part that had no such order', () => {
    const asked = [...mixed(prints), ...mixed(prints), ...prints];
    expect(statementsFor(asked)).toBeLessThan(2.3 * PEOPLE);
  });

  it('is found under former keys, and is null of those whom nobody knows', () => {
    const former = db.prepare<[], string>('SELECT lower(hex(fingerprint)) FROM former_fingerprint ORDER BY subject_id');
    statementsFor([...former.pluck().all(), ...prints.slice(0, 10), 'ff'.repeat(32), ...prints.slice(0, 3000)]);
  });
});
