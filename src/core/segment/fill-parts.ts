import { septetsOf } from './gsm7-alphabet.js';

/** `units` are septets in GSM-7 and UTF-16 code units in UCS-2. */
export type Encoding = 'GSM-7' | 'UCS-2';

/**
 * What one short message holds: 140 octets, of which a part of a longer text gives 6 to the header that joins the
 * parts (8-bit reference).
 *
 * @see 3GPP TS 23.040 §9.2.3.24.1
 */
const partLimits: Readonly<Record<Encoding, { readonly single: number; readonly perPart: number }>> = {
  'GSM-7': { single: 160, perPart: 153 },
  'UCS-2': { single: 70, perPart: 67 },
};

/** One part of a text. */
interface Part {
  /** Index in the text of the first code unit after this part. */
  readonly end: number;
  /** Septets or code units, without the header. */
  readonly units: number;
}

/**
 * Fills parts one after the other, each as full as it can be. An escape with its septet and the two halves of a
 * surrogate pair stay together: what does not fit moves whole to the next part (3GPP TS 23.038 §6.1, TS 23.040
 * §9.2.3.24.1). A grapheme of several code points may be cut; the phone joins the parts before it draws them.
 *
 * @param units Cost of the whole text in `encoding`.
 */
export function fillParts(text: string, encoding: Encoding, units: number): readonly Part[] {
  if (units === 0) return [];
  const limits = partLimits[encoding];
  if (units <= limits.single) return [{ end: text.length, units }];

  const parts: Part[] = [];
  let filled = 0;
  for (let at = 0; at < text.length;) {
    const width = isSurrogatePair(text, at) ? 2 : 1;
    const cost = encoding === 'GSM-7' ? septetsOf(text.charCodeAt(at)) : width;
    if (filled + cost > limits.perPart) {
      parts.push({ end: at, units: filled });
      filled = 0;
    }
    filled += cost;
    at += width;
  }
  parts.push({ end: text.length, units: filled });
  return parts;
}

/** A lone half is not a pair: it travels as the one unit that it is. */
function isSurrogatePair(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;
}
