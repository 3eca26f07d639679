import type { E164 } from '../../core/contact/phone-number.js';
import type { Keyring } from '../../core/contact/keyring.js';
import type { Db } from './open.js';

/** Finds a subject by number, or makes one; returns its id. */
export function subjectKeeper(db: Db, keyring: Keyring): (number: E164, createdAt: string) => number {
  const find = db.prepare<[string], { id: number }>('SELECT id FROM subject WHERE phone = ?');
  const insert = db.prepare<[string, Buffer, string]>(
    'INSERT INTO subject (phone, fingerprint, created_at) VALUES (?, ?, ?)',
  );
  return (number, createdAt) =>
    find.get(number)?.id ?? Number(insert.run(number, keyring.fingerprint(number), createdAt).lastInsertRowid);
}
