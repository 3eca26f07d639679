import { maskText } from '../core/contact/mask-text.js';
import { parsePhoneNumber, type E164 } from '../core/contact/phone-number.js';
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
