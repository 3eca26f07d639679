import { fillParts, type Encoding } from './fill-parts.js';
import { septetsOf } from './gsm7-alphabet.js';

export type { Encoding } from './fill-parts.js';

/** A character that forces a text into UCS-2, and how often it stands there. */
export interface Ucs2Cause {
  /** One code point; half a surrogate pair where the text holds one alone. */
  readonly char: string;
  readonly count: number;
}

/** What a text will be billed as. */
export interface SegmentCount {
  readonly encoding: Encoding;
  /** Septets in GSM-7, UTF-16 code units in UCS-2; headers not counted. */
  readonly units: number;
  /** 0 for an empty text, which a sender must refuse. */
  readonly segments: number;
  /** The units of each segment; their sum is `units`. */
  readonly perSegmentUnits: readonly number[];
  /** Characters outside GSM-7, in order of first appearance; empty in GSM-7. */
  readonly causes: readonly Ucs2Cause[];
}

/**
 * Counts the segments a text will be billed as.
 *
 * A text in the GSM 7-bit alphabet holds 160 septets alone or 153 a part; any other character turns the whole text
 * into UCS-2: 70 code units alone, 67 a part. `€ [ ] { } ~ ^ \ |` and the form feed cost two septets and never
 * straddle two parts. National language tables are not counted on: few gateways offer them.
 *
 * @param text Final text, STOP footer included; taken as is, neither normalised nor replaced.
 * @see 3GPP TS 23.038 §6.2.1, 3GPP TS 23.040 §9.2.3.24.1
 */
export function countSegments(text: string): SegmentCount {
  const septets = countSeptets(text);
  if (septets !== null) return describe(text, 'GSM-7', septets, []);
  return describe(text, 'UCS-2', text.length, ucs2Causes(text));
}

/** The alphabet that {@link countSegments} counts a text in, and nothing more. */
export function encodingOf(text: string): Encoding {
  return countSeptets(text) === null ? 'UCS-2' : 'GSM-7';
}

/** The septets of `text`, or null when a character is outside the alphabet. */
function countSeptets(text: string): number | null {
  let septets = 0;
  for (let at = 0; at < text.length; at++) {
    const cost = septetsOf(text.charCodeAt(at));
    if (cost === 0) return null;
    septets += cost;
  }
  return septets;
}

function ucs2Causes(text: string): readonly Ucs2Cause[] {
  const counts = new Map<string, number>();
  for (const char of text) {
    if (septetsOf(char.charCodeAt(0)) === 0) counts.set(char, (counts.get(char) ?? 0) + 1);
  }
  return Array.from(counts, ([char, count]) => ({ char, count }));
}

function describe(text: string, encoding: Encoding, units: number, causes: readonly Ucs2Cause[]): SegmentCount {
  const perSegmentUnits = fillParts(text, encoding, units).map((part) => part.units);
  return { encoding, units, segments: perSegmentUnits.length, perSegmentUnits, causes };
}
