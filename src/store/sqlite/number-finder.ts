import type { E164 } from '../../core/contact/phone-number.js';
import type { Db } from './open.js';
import { hasPrint } from './prints.js';

/** People who are read ahead at a time. */
const AHEAD = 1000;
/** That was worth its while where so many of them came. */
const ENOUGH = AHEAD / 4;
/** So often people are read ahead in vain: then this part of the log is in no such order. */
const TRIES = 4;
/** After so many who were looked for one by one it is tried once more. */
const PATIENCE = 10 * AHEAD;

/** Whoever a row was written of: rows from before an exchange of keys keep the fingerprint that they were hashed with. */
export function subjectIdOf(print: string): string {
  return `ifnull((SELECT id FROM subject AS known WHERE ${hasPrint(print, 'known')}),
      (SELECT subject_id FROM former_fingerprint AS former WHERE former.fingerprint = ${print}))`;
}

/**
 * Finds the numbers of a whole log's fingerprints, in hexadecimal; null where the ledger has none. Fingerprints are random,
 * and to look for each in their index takes longer than to read its row. But people are numbered as they came, and the log
 * tells of them in about that order: so the next ones are read ahead.
 */
export function numberFinder(db: Db): (print: string) => E164 | null {
  const find = db.prepare<[{ readonly print: string }], { id: number; number: E164 | null }>(
    `SELECT id, phone AS number FROM subject WHERE id = ${subjectIdOf('unhex(@print)')}`,
  );
  const following = db
    .prepare<[number], [id: number, print: string, number: E164 | null]>(
      `SELECT id, lower(hex(fingerprint)), phone FROM subject WHERE id > ? ORDER BY id LIMIT ${AHEAD}`,
    )
    .raw();
  // Messages overtake each other: who came a little before may come a little after.
  let known = new Map<string, E164 | null>();
  let before = known;
  /** The last of those who were read ahead, or the one who was looked for since. */
  let latestId = 0;
  let hits = 0;
  let misses = 0;
  let tries = TRIES;

  const readAhead = (): void => {
    tries = hits >= ENOUGH ? TRIES : tries - 1;
    hits = 0;
    before = known;
    const people = following.all(latestId);
    known = new Map(people.map(([, print, number]) => [print, number]));
    latestId = people.at(-1)?.[0] ?? latestId;
  };

  return (print) => {
    const here = known.get(print) ?? before.get(print);
    if (here !== undefined) {
      hits += 1;
      return here;
    }
    const found = find.get({ print });
    if (found === undefined) return null;
    misses += 1;
    if (misses % PATIENCE === 0) tries += 1;
    const isNext = found.id > latestId && found.id <= latestId + AHEAD;
    if (isNext && (tries > 0 || hits >= ENOUGH)) readAhead();
    else latestId = found.id;
    return found.number;
  };
}
