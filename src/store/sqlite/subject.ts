import type { E164 } from '../../core/contact/phone-number.js';
import type { Keyring } from '../../core/contact/keyring.js';
import type { Db } from './open.js';
import { AMONG_PRINTS, printsOf } from './prints.js';

/**
 * Finds a subject by number, or makes one; returns its id. By the fingerprint, so that whoever was erased is found too
 * and their number does not come back.
 */
export function subjectKeeper(db: Db, keyring: Keyring): (number: E164, createdAt: string) => number {
  const find = db.prepare<[string], { id: number }>(`SELECT id FROM subject WHERE fingerprint ${AMONG_PRINTS}`);
  const insert = db.prepare<[string, Buffer, string]>(
    'INSERT INTO subject (phone, fingerprint, created_at) VALUES (?, ?, ?)',
  );
  return (number, createdAt) => {
    const known = find.get(printsOf(keyring, number));
    return known?.id ?? Number(insert.run(number, keyring.fingerprint(number), createdAt).lastInsertRowid);
  };
}
