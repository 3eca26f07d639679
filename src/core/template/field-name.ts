import { spellOut } from '../spelt-out.js';

/** Words that mean something else in Liquid; a column of that name gets an underscore behind it. */
const liquidWords: ReadonlySet<string> = new Set(
  'true false nil null empty blank and or not contains in forloop'.split(' '),
);

/**
 * Gives the plain-ASCII form of a column header, a valid Liquid identifier: small letters, digits and underscores.
 *
 * 'Prénom' -> 'prenom', 'Code postal' -> 'code_postal', 'N° tél.' -> 'n_tel', '2e prénom' -> '_2e_prenom'. A letter
 * without a Latin form becomes its code point ('Имя' -> 'u0438u043cu044f'), so that two such headers stay apart. Its
 * own result is left as it is.
 */
export function plainFieldName(header: string): string {
  const folded = foldToAscii(header);
  const name = wordsOf(folded) || wordsOf(codePointsOf(header)) || '_';
  if (/^[0-9]/.test(name)) return `_${name}`;
  return liquidWords.has(name) ? `${name}_` : name;
}

/** Whether Liquid reads a word for itself, so that no column can be named by it. */
export function isLiquidWord(word: string): boolean {
  return liquidWords.has(word);
}

function foldToAscii(header: string): string {
  const lower = header
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '');
  return spellOut(lower).replace(/[\u0080-\u{10ffff}]/gu, codePointOfLetter);
}

/** Underscores that the header holds itself are kept: `__proto__` is not `proto`. */
function wordsOf(text: string): string {
  return text
    .split(/[^a-z0-9_]+/)
    .filter((word) => word !== '')
    .join('_');
}

/** Marks are kept beside letters and digits: in Indic scripts they are the vowels. */
function codePointOfLetter(char: string): string {
  return /[\p{L}\p{M}\p{N}]/u.test(char) ? codePointsOf(char) : ' ';
}

function codePointsOf(text: string): string {
  return Array.from(text, (char) => `u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`).join('');
}
