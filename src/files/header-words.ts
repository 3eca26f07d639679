/** Letters that Unicode does not take apart into a Latin letter and a mark. */
const SPELT_OUT: Readonly<Record<string, string>> = {
  œ: 'oe',
  æ: 'ae',
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
};

/**
 * The words of a column's name in plain lower-case ASCII letters and digits: « N° de Téléphone » and `phoneNumber` are
 * `no de telephone` and `phone number`.
 */
export function wordsOf(header: string): readonly string[] {
  return header
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replaceAll('°', 'o')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[œæßøłđ]/g, (letter) => SPELT_OUT[letter] ?? letter)
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** The same without anything between the words, so that `time zone`, `time_zone` and `timezone` are one name. */
export function plainName(header: string): string {
  return wordsOf(header).join('');
}
