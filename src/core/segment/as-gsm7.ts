import { countSegments } from './count-segments.js';
import { septetsOf } from './gsm7-alphabet.js';

/**
 * Counts the segments that a text would take if each character outside GSM-7 were one septet: what UCS-2 costs is the
 * difference. It is never more than the text takes as it is, since a UCS-2 part holds 67 units, and a GSM-7 part 76
 * characters even where each is two septets.
 */
export function segmentsAsGsm7(text: string): number {
  let plain = '';
  // By code point: an emoji, two units in UCS-2, would be one septet.
  for (const char of text) plain += septetsOf(char.charCodeAt(0)) === 0 ? 'x' : char;
  return countSegments(plain).segments;
}
