import { readAsLatin } from '../look-alike.js';
import data from './reply-keywords.data.json' with { type: 'json' };

const strong: ReadonlySet<string> = new Set(data.strong);
/** The first of several that differ in doubled letters alone. */
const bySqueezed: ReadonlyMap<string, string> = new Map([...data.strong].reverse().map((one) => [squeezed(one), one]));
const notTypos: ReadonlySet<string> = new Set([...data.notTypos, ...data.optin, ...data.help]);
const politeness = wordRuns(data.politeness);

/** Of shorter keywords too many words are one letter away: BASTA and pasta. */
const SURE = 6;
/** No other word is one letter away from a keyword of so many. */
const LONG = 9;
/** No keyword has as many letters: who reads more of them reads a text made to keep us busy. */
const LONGEST = 20;

/** Capital letters without accents, digits, and hyphens inside a word; the spelt-out S.T.O.P is one word. */
export function wordsOf(text: string): readonly string[] {
  const capitals = text
    // What a terminal would obey is no letter: ECMA-48 control sequences.
    .replace(/\u001b\[[0-?]*[ -/]*[@-~]/g, '')
    .normalize('NFKC')
    .replace(/[\u200B-\u200F\u202A-\u202E\u2060\uFEFF\u00AD]/g, '')
    .toUpperCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '');
  // A STOP is one in whatever letters it is spelt.
  const plain = readAsLatin(capitals)
    .replace(/\p{Pd}/gu, '-')
    .replace(/[^\p{L}\p{N}-]/gu, ' ')
    // A dash beside a word is no part of it.
    .replace(/(?<![\p{L}\p{N}])-+|-+(?![\p{L}\p{N}])/gu, ' ');
  return joinLetters(plain.split(' ').filter((word) => word !== ''));
}

/** Letters that stand alone spell a word, if they do: `S T O P` with what comes behind it. */
function joinLetters(words: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (let at = 0; at < words.length;) {
    const spelt = speltAt(words, at);
    joined.push(spelt?.word ?? words[at] ?? '');
    at += spelt?.length ?? 1;
  }
  return joined;
}

/** The longest keyword that single letters spell from here on, and how many words they are. */
function speltAt(words: readonly string[], at: number): { readonly word: string; readonly length: number } | null {
  let found = null;
  let word = '';
  for (let length = 1; length <= LONGEST; length += 1) {
    const letters = words[at + length - 1] ?? '';
    if (!/^\p{L}(?:-\p{L})*$/u.test(letters)) break;
    word += letters.replaceAll('-', '');
    if (strong.has(word)) found = { word, length };
  }
  return found;
}

export function withoutPoliteness(words: readonly string[], side: 'start' | 'end'): readonly string[] {
  return withoutRuns(words, side, politeness);
}

/** Takes runs of words off one side, as long as there is one. */
export function withoutRuns(
  words: readonly string[],
  side: 'start' | 'end',
  runs: readonly (readonly string[])[],
): readonly string[] {
  let [from, to] = [0, words.length];
  for (;;) {
    const found = runs.find((one) => {
      const at = side === 'start' ? from : to - one.length;
      return one.length <= to - from && one.every((word, index) => word === words[at + index]);
    });
    if (found === undefined) return words.slice(from, to);
    if (side === 'start') from += found.length;
    else to -= found.length;
  }
}

/** Of texts of several words each, the longest first. */
export function wordRuns(texts: readonly string[]): readonly (readonly string[])[] {
  return texts.map((words) => words.split(' ')).sort((a, b) => b.length - a.length);
}

/** The keyword that a word surely is, also with its usual slips: `STPO`, `STOPPP`, `STOP36184`, `DESABONER`, `STOP-PUB`. */
export function strongWord(written: string): string | null {
  if (strong.has(written)) return written;
  const word = (written.split('-')[0] ?? '')
    .replace(/(?<=\p{L})\d+$/u, '')
    .replace(/^STOP(?:SVP|STP|MERCI|BITTE|PLEASE)$/, 'STOP');
  if (strong.has(word)) return word;
  if (notTypos.has(word) || word.length < 4 || word.length > LONGEST) return null;
  return (
    bySqueezed.get(squeezed(word)) ??
    data.strong.find((one) => isSwapped(one, word) || (one.length >= LONG && isNear(one, word))) ??
    null
  );
}

/** Doubled letters are left out, and added, more often than any others. */
function squeezed(word: string): string {
  return word.replace(/(.)\1+/gu, '$1');
}

/** Whether two neighbours changed places. */
function isSwapped(word: string, written: string): boolean {
  if (word.length !== written.length) return false;
  const at = [...word].findIndex((letter, index) => letter !== written[index]);
  return (
    at !== -1 &&
    word[at] === written[at + 1] &&
    word[at + 1] === written[at] &&
    word.slice(at + 2) === written.slice(at + 2)
  );
}

/** The keyword that a word may have been meant for: one letter more, less or other. */
export function nearWord(written: string): string | null {
  if (notTypos.has(written)) return null;
  return data.strong.find((word) => (word.length >= SURE || word === 'STOP') && isNear(word, written)) ?? null;
}

function isNear(word: string, written: string): boolean {
  const [short, long] = word.length <= written.length ? [word, written] : [written, word];
  if (long.length - short.length > 1) return false;
  const at = [...short].findIndex((letter, index) => letter !== long[index]);
  if (at === -1) return true;
  return short.slice(at + (long.length === short.length ? 1 : 0)) === long.slice(at + 1);
}
