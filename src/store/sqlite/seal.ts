import type { Keyring } from '../../core/contact/keyring.js';
import type { Db } from './open.js';

type Part = string | number | null;

/**
 * What the log keeps of texts that may name people: it is never erased, they are. Under the key, so that nobody without it
 * finds a short text by trying; in hexadecimal.
 */
export function sealOf(keyring: Keyring, ...parts: readonly Part[]): string {
  return keyring.inHex.textHash(JSON.stringify(['smsctl-seal-1', ...parts]));
}

/** {@link sealOf} one text; null of one that is not there. */
export function textSealer(keyring: Keyring): (text: string | null | undefined) => string | null {
  return (text) => (text === null || text === undefined ? null : sealOf(keyring, text));
}

/** Gives SQL `is_seal(seal, part…)`: whether it was made of these, under the key in use or one before it. */
export function giveSeals(db: Db, keyring: Keyring): void {
  const keyrings = [keyring, ...keyring.retired];
  // A file brings the same proof for everyone in it: it is reckoned once.
  let last: { readonly parts: readonly Part[]; readonly seals: readonly string[] } = { parts: [], seals: [] };
  db.function('is_seal', { deterministic: true, varargs: true }, (...given: unknown[]) => {
    const [seal, ...parts] = given as [string, ...Part[]];
    const isKnown = parts.length === last.parts.length && parts.every((part, place) => part === last.parts[place]);
    if (!isKnown) last = { parts, seals: keyrings.map((one) => sealOf(one, ...parts)) };
    return Number(last.seals.includes(seal));
  });
}
