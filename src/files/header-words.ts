import { spellOut } from '../core/spelt-out.js';

/**
 * The words of a column's name in plain lower-case ASCII letters and digits: « N° de Téléphone » and `phoneNumber` are
 * `no de telephone` and `phone number`.
 */
export function wordsOf(header: string): readonly string[] {
  const bare = header
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replaceAll('°', 'o')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '');
  return spellOut(bare.toLowerCase())
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** The same without anything between the words, so that `time zone`, `time_zone` and `timezone` are one name. */
export function plainName(header: string): string {
  return wordsOf(header).join('');
}
