import { fingerprintsOf, type Keyring } from '../../core/contact/keyring.js';
import type { E164 } from '../../core/contact/phone-number.js';

/** How whoever asks can be reached, as the row of a request has it. */
interface Reached {
  readonly contact: string | null;
  readonly fingerprint: Buffer | null;
}

/**
 * How to reach somebody whom the ledger does not know: by their number, beside what else is known. They are owed an answer
 * too (GDPR article 12(3) and (4)), and of a fingerprint nobody can tell whom to give it. Kept while the request waits.
 */
export function withNumber(number: E164, contact: string | null): string {
  return contact === null ? number : `${number}\n${contact}`;
}

/** Takes apart what {@link withNumber} made. A first line is the number if it is the one that the fingerprint stands for. */
export function withoutNumber(
  { contact, fingerprint }: Reached,
  keyring: Keyring,
): { readonly number: E164 | null; readonly contact: string | null } {
  const [first, rest] = /^(\+\d+)(?:\n([^]*))?$/.exec(contact ?? '')?.slice(1) ?? [];
  const number = first as E164 | undefined;
  if (number === undefined || fingerprint === null) return { number: null, contact };
  const isTheirs = fingerprintsOf(keyring, number).some((print) => print.equals(fingerprint));
  return isTheirs ? { number, contact: rest ?? null } : { number: null, contact };
}
