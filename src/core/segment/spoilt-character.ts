/**
 * Whether a character is none that anybody wrote: U+FFFD is what reading makes of bytes that are no character, and no
 * telephone shows half of a surrogate pair.
 *
 * @param char One code point, or half a surrogate pair that stands alone.
 */
export function isSpoilt(char: string): boolean {
  return char === '\uFFFD' || !char.isWellFormed();
}
