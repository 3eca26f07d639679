import { maskText } from '../core/contact/mask-text.js';
import { numberExclusion, parsePhoneNumber, type E164 } from '../core/contact/phone-number.js';
import { OperatorError } from '../errors.js';
import { phrase } from '../words/phrase.js';

/**
 * Reads a number that a person typed to say whom they mean. Any number that exists in some plan will do, be it a
 * landline or one that may not be texted: people ask about those too, and they may be on the never-list.
 *
 * @param country How national forms are read, ISO 3166-1.
 * @throws OperatorError badInput (65); the text itself is masked.
 */
export function requireNumber(text: string, country: string): E164 {
  const reading = parsePhoneNumber(text, country, { allowFictional: true });
  if (reading.e164 !== null) return reading.e164;
  throw new OperatorError(
    'badInput',
    phrase('consent.unreadableNumber', { text: maskText(text) }),
    phrase('consent.unreadableNumberHint'),
  );
}

/**
 * Reads a number to which messages are to go: a plan would take it, too.
 *
 * @throws OperatorError badInput (65): unreadable; not a mobile; kept for films, where none are texted.
 */
export function requireTextable(
  text: string,
  country: string,
  { allowFictional }: { readonly allowFictional: boolean },
): E164 {
  const number = requireNumber(text, country);
  const reading = parsePhoneNumber(text, country, { allowFictional });
  if (reading.outcome === 'accept') return number;
  throw new OperatorError(
    'badInput',
    phrase('check.numberRefused', { reason: reading.reason }),
    phrase('check.numberRefusedHint'),
    { details: { reason: numberExclusion(reading.reason) } },
  );
}

/**
 * Reads several at once: all or none.
 *
 * @throws OperatorError badInput (65) naming the places of those that can not be read.
 */
export function requireNumbers(texts: readonly string[], country: string): readonly E164[] {
  const readings = texts.map((text) => parsePhoneNumber(text, country, { allowFictional: true }).e164);
  const unreadable = readings.flatMap((number, index) =>
    number === null ? [{ position: index + 1, text: maskText(texts[index] ?? '') }] : [],
  );
  if (unreadable.length > 0) {
    throw new OperatorError(
      'badInput',
      phrase('suppress.unreadableNumbers', { unreadable }),
      phrase('suppress.unreadableNumbersHint'),
    );
  }
  return readings.filter((number) => number !== null);
}
