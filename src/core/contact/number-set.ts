import type { E164 } from './phone-number.js';

/**
 * Remembers numbers and tells whether one was seen before. An E.164 number has at most 15 digits and so is an exact
 * JavaScript number: a million of them take some tens of megabytes, where their texts would take hundreds.
 */
export function numberSet(): (number: E164) => boolean {
  const seen = new Set<number>();
  return (number) => {
    const digits = Number(number.slice(1));
    if (seen.has(digits)) return true;
    seen.add(digits);
    return false;
  };
}
