import type { E164 } from '../../core/contact/phone-number.js';
import type { Keyring } from '../../core/contact/keyring.js';
import type { Db } from './open.js';

/**
 * Finds a subject by number, or makes one; returns its id. By the fingerprint, so that whoever was erased is found too
 * and their number does not come back.
 */
export function subjectKeeper(db: Db, keyring: Keyring): (number: E164, createdAt: string) => number {
  const find = db.prepare<[Buffer], { id: number }>('SELECT id FROM subject WHERE fingerprint = ?');
  const insert = db.prepare<[string, Buffer, string]>(
    'INSERT INTO subject (phone, fingerprint, created_at) VALUES (?, ?, ?)',
  );
  return (number, createdAt) => {
    const fingerprint = keyring.fingerprint(number);
    return find.get(fingerprint)?.id ?? Number(insert.run(number, fingerprint, createdAt).lastInsertRowid);
  };
}
