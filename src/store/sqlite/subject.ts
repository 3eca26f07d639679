import type { E164 } from '../../core/contact/phone-number.js';
import type { Keyring } from '../../core/contact/keyring.js';
import type { Db } from './open.js';
import { hasPrint, isAmongPrints, printsOf, printsOfAll } from './prints.js';

/** Whom a ledger knows by a number, whatever key their fingerprint is under. */
export interface KnownSubject {
  readonly id: number;
  readonly isErased: boolean;
}

/** Finds a subject by the fingerprint, so that whoever was erased is found too and their number does not come back. */
export function subjectFinder(db: Db, keyring: Keyring): (number: E164) => KnownSubject | null {
  interface Row {
    readonly id: number;
    readonly erased: number;
  }
  const found = (row: Row | undefined): KnownSubject | null =>
    row === undefined ? null : { id: row.id, isErased: row.erased === 1 };
  const select = 'SELECT id, erased_at IS NOT NULL AS erased FROM subject WHERE';
  if (keyring.retired.length === 0) {
    const find = db.prepare<[{ readonly print: Buffer }], Row>(`${select} ${hasPrint('@print')}`);
    return (number) => found(find.get({ print: keyring.fingerprint(number) }));
  }
  const find = db.prepare<[string], Row>(`${select} ${isAmongPrints()} ORDER BY erased_at IS NULL LIMIT 1`);
  return (number) => found(find.get(printsOf(keyring, number)));
}

/** Finds those of many numbers whom the ledger knows, as {@link subjectFinder} finds one, in one statement. */
export function subjectsFinder(db: Db, keyring: Keyring): (numbers: readonly E164[]) => Map<E164, KnownSubject> {
  const printsEach = keyring.retired.length + 1;
  const find = db
    .prepare<[string], readonly [place: number, id: number, erased: number]>(
      `SELECT key, subject.id, erased_at IS NOT NULL FROM json_each(?) JOIN subject ON ${hasPrint('unhex(value)')}
       ${keyring.retired.length === 0 ? '' : 'ORDER BY erased_at IS NOT NULL'}`,
    )
    .raw();
  return (numbers) => {
    const found = new Map<E164, KnownSubject>();
    // Under several keys whoever was erased comes last, and wins.
    for (const [place, id, erased] of find.all(printsOfAll(keyring, numbers))) {
      const number = numbers[Math.floor(place / printsEach)];
      if (number !== undefined) found.set(number, { id, isErased: erased === 1 });
    }
    return found;
  };
}

/** Makes a subject of a number that the ledger does not know; returns its id. */
export function subjectMaker(db: Db, keyring: Keyring): (number: E164, createdAt: string) => number {
  const insert = db.prepare<[string, Buffer, string]>(
    'INSERT INTO subject (phone, fingerprint, created_at) VALUES (?, ?, ?)',
  );
  return (number, createdAt) => Number(insert.run(number, keyring.fingerprint(number), createdAt).lastInsertRowid);
}

/** Finds a subject by number, or makes one; returns its id. */
export function subjectKeeper(db: Db, keyring: Keyring): (number: E164, createdAt: string) => number {
  const [find, make] = [subjectFinder(db, keyring), subjectMaker(db, keyring)];
  return (number, createdAt) => find(number)?.id ?? make(number, createdAt);
}
