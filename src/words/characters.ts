/** A character that shows, with its code point; those that do not show by the code point alone. */
export function shownCharacter(char: string): string {
  const isVisible = /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(char);
  return isVisible ? `${char} (${codePointOf(char)})` : codePointOf(char);
}

/** `U+00E7` */
export function codePointOf(char: string): string {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
