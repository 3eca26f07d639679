import { invariant } from '../../errors.js';
import data from './sensitive-columns.data.json' with { type: 'json' };

/** What follows from a match: `block` refuses until confirmed, `warn` asks why it is needed, `info` reminds. */
type SensitivityLevel = 'block' | 'warn' | 'info';

/** Why a column looks like data that a text message does not need. A suspicion, not a verdict. */
export interface SensitiveColumn {
  /** Stable id such as `health` or `national-id`. */
  readonly category: string;
  /** Where the care is due: an article, or `high risk`, `security`, `minimisation`. */
  readonly law: string;
  readonly level: SensitivityLevel;
}

interface Term extends SensitiveColumn {
  readonly tokens: readonly string[];
  /** The last token is the beginning of a word: `allergi*`. */
  readonly isPrefix: boolean;
}

/** What the law of a category is where a membership may reveal it. */
const SPECIAL_CATEGORIES = 'GDPR art. 9';

const severity: Readonly<Record<SensitivityLevel, number>> = { block: 3, warn: 2, info: 1 };

/** The strictest first; within one level in the order of the data. */
const terms: readonly Term[] = data.categories
  .flatMap((entry) => Object.values(entry.terms).flatMap((list) => list.map((text) => toTerm(text, entry))))
  .sort((a, b) => severity[b.level] - severity[a.level]);

/**
 * Tells whether the name of a column, or of a merge field, announces data that needs special care: GDPR art. 9 and 10,
 * art. 5 let. c of the Swiss data protection act, national identifiers, credentials, minors, free text.
 *
 * Judges the header only, never the cells: whole words in six languages, without regard to case, accents or the way
 * words are joined (`GroupeSanguin`, `groupe_sanguin`, `Groupe sanguin`).
 *
 * @returns The strictest match, or null.
 */
export function sensitiveColumn(header: string): SensitiveColumn | null {
  const words = wordsOf(header);
  const term = terms.find((candidate) => occursIn(candidate, words));
  return term === undefined ? null : { category: term.category, law: term.law, level: term.level };
}

/**
 * Tells whether a list says by its name that belonging to it is sensitive data already: of a parish, a union, a party, of
 * patients. Whoever sees who is on it learns what GDPR art. 9 protects.
 *
 * @param name Of a purpose, or of a file without its folder.
 */
export function sensitiveList(name: string): Pick<SensitiveColumn, 'category' | 'law'> | null {
  const words = wordsOf(name);
  const term = terms.find((candidate) => candidate.law === SPECIAL_CATEGORIES && occursIn(candidate, words));
  return term === undefined ? null : { category: term.category, law: term.law };
}

function occursIn({ tokens, isPrefix }: Term, words: readonly string[]): boolean {
  const last = tokens.length - 1;
  return words.some((_, start) =>
    tokens.every((token, index) => {
      const word = words[start + index];
      return isPrefix && index === last ? (word?.startsWith(token) ?? false) : word === token;
    }),
  );
}

function wordsOf(header: string): readonly string[] {
  const spaced = header
    .normalize('NFKC')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2');
  return withoutAccents(spaced.toLowerCase()).match(/[\p{L}\p{N}]+/gu) ?? [];
}

function withoutAccents(text: string): string {
  return text.normalize('NFD').replace(/\p{M}+/gu, '');
}

function toTerm(text: string, entry: { category: string; law: string; level: string }): Term {
  const { category, law, level } = entry;
  invariant(isLevel(level), `category ${category} has an unknown level`);
  return { category, law, level, tokens: wordsOf(text), isPrefix: text.endsWith('*') };
}

function isLevel(text: string): text is SensitivityLevel {
  return Object.hasOwn(severity, text);
}
