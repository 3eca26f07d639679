import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { keyringOf, type Keyring } from '../../core/contact/keyring.js';
import { corrupt } from './errors.js';
import type { Db } from './open.js';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A keyring together with the keys that were exchanged before it, the newest first. */
export function withRetired(db: Db, keyring: Keyring): Keyring {
  const rows = db.prepare<[], { sealed: Buffer }>('SELECT sealed FROM retired_key ORDER BY id DESC').all();
  if (rows.length === 0) return keyring;
  return { ...keyring, retired: rows.map(({ sealed }) => keyringOf(opened(db, sealed, keyring.wrappingKey))) };
}

/** Retires the key of `from`, and seals it and those before it under `to`, inside the transaction that is under way. */
export function retireKey(
  db: Db,
  from: { readonly key: Buffer; readonly keyring: Keyring },
  to: Keyring,
  at: string,
): void {
  const reseal = db.prepare<[Buffer, number]>('UPDATE retired_key SET sealed = ? WHERE id = ?');
  const rows = db.prepare<[], { id: number; sealed: Buffer }>('SELECT id, sealed FROM retired_key').all();
  for (const { id, sealed } of rows) {
    reseal.run(sealedUnder(opened(db, sealed, from.keyring.wrappingKey), to.wrappingKey), id);
  }
  const sealed = sealedUnder(from.key, to.wrappingKey);
  db.prepare<[Buffer, string]>('INSERT INTO retired_key (sealed, retired_at) VALUES (?, ?)').run(sealed, at);
}

function sealedUnder(key: Buffer, wrappingKey: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, wrappingKey, nonce);
  return Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
}

/** @throws OperatorError storeFailure (74) when a byte of it was changed, or of its seal. */
function opened({ name: file }: Db, sealed: Buffer, wrappingKey: Buffer): Buffer {
  try {
    const decipher = createDecipheriv(CIPHER, wrappingKey, sealed.subarray(0, NONCE_BYTES));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw corrupt(file, 'RETIRED_KEY', cause);
  }
}
