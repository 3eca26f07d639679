import type { Keyring } from '../../core/contact/keyring.js';
import type { Db } from './open.js';

type Part = string | number | null;

/**
 * What the log keeps of texts that may name people: it is never erased, they are. Under the key, so that nobody without it
 * finds a short text by trying; in hexadecimal.
 */
export function sealOf(keyring: Keyring, ...parts: readonly Part[]): string {
  return keyring.textHash(JSON.stringify(['smsctl-seal-1', ...parts]));
}

/** {@link sealOf} one text; null of one that is not there. */
export function textSealer(keyring: Keyring): (text: string | null | undefined) => string | null {
  return (text) => (text === null || text === undefined ? null : sealOf(keyring, text));
}

/**
 * Gives SQL `is_seal(seal, part…)`: whether it was made of these, under the key in use or one before it; and
 * `is_text_hash(hash, text)`, the same of the hash of a message's text.
 */
export function giveSeals(db: Db, keyring: Keyring): void {
  const keyrings = [keyring, ...keyring.retired];
  db.function('is_text_hash', { deterministic: true }, (told, text) =>
    Number(keyrings.some((one) => one.textHash(String(text)) === told)),
  );
  // A file brings the same proof for everyone in it: it is reckoned once.
  let last: { readonly key: string; readonly seals: readonly string[] } = { key: '', seals: [] };
  db.function('is_seal', { deterministic: true, varargs: true }, (...given: unknown[]) => {
    const [seal, ...parts] = given as [string, ...Part[]];
    const key = JSON.stringify(parts);
    if (key !== last.key) last = { key, seals: keyrings.map((one) => sealOf(one, ...parts)) };
    return Number(last.seals.includes(seal));
  });
}
