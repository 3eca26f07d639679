import type { Keyring } from '../../core/contact/keyring.js';
import type { E164 } from '../../core/contact/phone-number.js';

/**
 * Every fingerprint that may stand for a number, under the key in use and those before it, as one parameter for
 * {@link AMONG_PRINTS}: hexadecimal, in JSON.
 */
export function printsOf(keyring: Keyring, number: E164): string {
  return printsOfAll(keyring, [number]);
}

/** {@link printsOf} of many numbers: one after the other, each under every key. */
export function printsOfAll(keyring: Keyring, numbers: readonly E164[]): string {
  const keys = [keyring, ...keyring.retired];
  return JSON.stringify(numbers.flatMap((number) => keys.map((key) => key.fingerprintHex(number))));
}

export function hexOf(prints: readonly Buffer[]): string {
  return JSON.stringify(prints.map((print) => print.toString('hex')));
}

/** The condition that takes what {@link printsOf} gives. */
export const AMONG_PRINTS = 'IN (SELECT unhex(value) FROM json_each(?))';

/**
 * The condition that somebody has a fingerprint. Their index holds the beginning of it, which no two people share.
 *
 * @param print SQL, written several times.
 * @param of The name that `subject` has in the statement.
 */
export const hasPrint = (print: string, of = 'subject'): string =>
  `(substr(${of}.fingerprint, 1, 12) = substr(${print}, 1, 12) AND ${of}.fingerprint = ${print})`;

/**
 * The condition that somebody is among those who have the fingerprints that {@link printsOf} gives.
 *
 * @param parameter Written once.
 */
export const isAmongPrints = (parameter = '?'): string =>
  `subject.id IN (SELECT known.id FROM json_each(${parameter}) JOIN subject AS known ON ${hasPrint('unhex(value)', 'known')})`;
