import { countSegments } from '../../src/core/segment/count-segments.js';
import { fillParts } from '../../src/core/segment/fill-parts.js';

/**
 * Splits a text where the network will: one string for each segment of {@link countSegments}.
 *
 * @returns The parts in order; joined they give the text back. None for an empty text.
 * @see 3GPP TS 23.040 §9.2.3.24.1
 */
export function splitParts(text: string): readonly string[] {
  const { encoding, units } = countSegments(text);
  let begin = 0;
  return fillParts(text, encoding, units).map(({ end }) => {
    const part = text.slice(begin, end);
    begin = end;
    return part;
  });
}
