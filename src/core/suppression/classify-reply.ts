import { readAsLatin } from '../look-alike.js';
import data from './reply-keywords.data.json' with { type: 'json' };

/**
 * What a reply asks for:
 *
 * - `opt_out` no more messages: it takes effect at once
 * - `review` it may ask for that: nothing leaves to its sender until a person has decided
 * - `help` for help or a person
 * - `opt_in` to be texted again, which a reply alone never brings about
 * - `none` an ordinary answer
 */
export type ReplyVerdict = 'opt_out' | 'review' | 'help' | 'opt_in' | 'none';

interface ReplyReading {
  readonly verdict: ReplyVerdict;
  /** The keyword or phrase that decided, as the lists have it; null where none did. */
  readonly matched: string | null;
}

const strong: ReadonlySet<string> = new Set(data.strong);
/** The first of several that differ in doubled letters alone. */
const bySqueezed: ReadonlyMap<string, string> = new Map([...data.strong].reverse().map((one) => [squeezed(one), one]));
const exact: ReadonlySet<string> = new Set(data.exact);
const always: ReadonlySet<string> = new Set(data.alwaysFirst);
/** These words have everyday meanings too: in the midst of a long message they say nothing. */
const ambiguous: ReadonlySet<string> = new Set(data.ambiguous);
const reviewFirst: ReadonlySet<string> = new Set(data.reviewFirst);
const help: ReadonlySet<string> = new Set(data.help);
const optIn: ReadonlySet<string> = new Set(data.optin);
const notTypos: ReadonlySet<string> = new Set([...data.notTypos, ...optIn, ...help]);
const negations: ReadonlySet<string> = new Set(data.negations);
const ownNegations: ReadonlySet<string> = new Set(data.ownNegations);
const politeness = data.politeness.map((words) => words.split(' ')).sort((a, b) => b.length - a.length);
const phrases = data.phrases.map((words) => ` ${words} `);

/** Of shorter keywords too many words are one letter away: BASTA and pasta. */
const SURE = 6;
/** No other word is one letter away from a keyword of so many. */
const LONG = 9;
/** No keyword has as many letters: who reads more of them reads a text made to keep us busy. */
const LONGEST = 20;
/** A message of at most so many words is about its keyword. */
const SHORT = 6;
/** So many words before a phrase a negation turns it round: "don't ever remove me". */
const NEGATION_REACH = 3;
/** So many words may stand between the parts of a refusal: « ne plus du tout nous écrire ». */
const REFUSAL_REACH = 3;

const refusals = data.refusals.map(refusalPattern);

/**
 * Tells what a reply asks for, in whichever of six languages: people answer in their own. A wrong suppression costs one
 * contact and a missed one is an offence, so what is doubtful is for a person to decide, and no message is ignored for its
 * spelling.
 *
 * @see 47 CFR 64.1200(a)(10); AF2M charter: STOP and CONTACT on short codes; the lists are in reply-keywords.data.json
 */
export function classifyReply(text: string): ReplyReading {
  const words = withoutPoliteness(wordsOf(text), 'start');
  const [first] = words;
  if (first === undefined)
    return data.stopSigns.some((sign) => text.includes(sign)) ? reading('review', null) : nothing;
  const whole = words.join(' ');
  const wholeWord = strongWord(whole) ?? strongWord(words.join(''));
  if (wholeWord !== null) return reading('opt_out', wholeWord);
  // « STOP-PUB » is written with a hyphen or without.
  const loose = whole.replaceAll('-', ' ');
  if (exact.has(whole) || exact.has(loose)) return reading('opt_out', loose);
  const asked = phraseIn(text);
  if (asked !== null) return asked;
  const isShort = words.length <= SHORT;
  const firstStrong = strongWord(first);
  if (firstStrong !== null) return reading(isShort || always.has(firstStrong) ? 'opt_out' : 'review', firstStrong);
  if (reviewFirst.has(first) && isShort) return reading('review', first);
  const bare = withoutPoliteness(words, 'end').join(' ');
  if (exact.has(bare)) return reading('opt_out', bare);
  const doubtful = doubtfulWord(text, words);
  if (doubtful !== null) return reading('review', doubtful);
  const refusal = refusalIn(text);
  if (refusal !== null) return reading('review', refusal);
  if (help.has(bare)) return reading('help', bare);
  if (optIn.has(whole)) return reading('opt_in', whole);
  return nothing;
}

const nothing: ReplyReading = { verdict: 'none', matched: null };

function reading(verdict: ReplyVerdict, matched: string | null): ReplyReading {
  return { verdict, matched };
}

/** Capital letters without accents, digits, and hyphens inside a word; the spelt-out S.T.O.P is one word. */
function wordsOf(text: string): readonly string[] {
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

function withoutPoliteness(words: readonly string[], side: 'start' | 'end'): readonly string[] {
  let [from, to] = [0, words.length];
  for (;;) {
    const polite = politeness.find((one) => {
      const at = side === 'start' ? from : to - one.length;
      return one.length <= to - from && one.every((word, index) => word === words[at + index]);
    });
    if (polite === undefined) return words.slice(from, to);
    if (side === 'start') from += polite.length;
    else to -= polite.length;
  }
}

/** The keyword that a word surely is, also with its usual slips: `STPO`, `STOPPP`, `STOP36184`, `DESABONER`, `STOP-PUB`. */
function strongWord(written: string): string | null {
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

/** A phrase that asks for no more messages; one that is turned round by a negation is for a person. */
function phraseIn(text: string): ReplyReading | null {
  const words = wordsOf(text).flatMap((word) => word.split('-'));
  const spaced = ` ${words.join(' ')} `;
  const found = phrases.find((phrase) => spaced.includes(phrase));
  if (found === undefined) return null;
  const before = spaced.slice(0, spaced.indexOf(found)).trim().split(' ').slice(-NEGATION_REACH);
  const saysNo = found.split(' ').some((word) => ownNegations.has(word));
  const isTurned =
    !saysNo && before.some((word, index) => negations.has(word) || (word === 'T' && before[index - 1] === 'DON'));
  return reading(isTurned ? 'review' : 'opt_out', found.trim());
}

/**
 * A refusal in the words of a person, who knows no keyword: « Ne m’écrivez plus », « je m’oppose à vos SMS ». What it is
 * about is not sure, so that a person decides; and many an ordinary answer is shown to one for it.
 *
 * Sentences are read by themselves: « Il n’y a plus de place ? Appelez-moi » refuses nothing.
 */
function refusalIn(text: string): string | null {
  for (const sentence of text.split(/(?<=[.!?;…])\s/u)) {
    const spaced = ` ${wordsOf(sentence).join(' ').replaceAll('-', ' ')} `;
    for (const pattern of refusals) {
      const found = pattern.exec(spaced);
      if (found !== null) return found.slice(1).join(' … ');
    }
  }
  return null;
}

/** What finds a row of wordings in words with spaces around them. */
function refusalPattern(row: readonly (readonly string[])[]): RegExp {
  const places = row.map((wordings) => `(${wordings.join('|').replaceAll('*', '[^ ]*')})`);
  return new RegExp(` ${places.join(` (?:[^ ]+ ){0,${REFUSAL_REACH}}`)} `, 'u');
}

/** What makes somebody look: a keyword elsewhere in a short message, or one that means nothing else in a long one. */
function doubtfulWord(text: string, words: readonly string[]): string | null {
  const found = words.map(strongWord).filter((word) => word !== null);
  const [any] = found;
  if (any !== undefined && words.length <= SHORT) return any;
  const telling = found.find((word) => !ambiguous.has(word));
  if (telling !== undefined) return telling;
  // A sentence of its own: « Je ne viendrai pas samedi. STOP »
  const alone = text
    .split(/[\n.!?;,]/)
    .map((part) => strongWord(wordsOf(part).join(' ')))
    .find((word) => word !== null);
  if (alone !== undefined) return alone;
  const [first = ''] = words;
  return words.length <= 3 ? nearWord(first) : null;
}

/** The keyword that a word may have been meant for: one letter more, less or other. */
function nearWord(written: string): string | null {
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
