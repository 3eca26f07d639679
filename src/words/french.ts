/**
 * Writes French with its spaces: a no-break one before `:` and inside « », a narrow one before `;` `?` `!`.
 *
 * Only the words between the values are touched, so that a file's name or a person's text stays as it is.
 */
export function french(words: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return words.map((text, index) => spaced(text) + String(values[index] ?? '')).join('');
}

function spaced(text: string): string {
  return text
    .replace(/ (?=[;?]|!(?!=))/g, '\u202F')
    .replace(/ (?=[:»])/g, '\u00A0')
    .replaceAll('« ', '«\u00A0');
}
