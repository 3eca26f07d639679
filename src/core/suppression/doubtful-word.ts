import data from './reply-keywords.data.json' with { type: 'json' };
import { nearWord, strongWord, withoutRuns, wordRuns, wordsOf } from './reply-words.js';

/** These words have everyday meanings too: in the midst of a long message they say nothing. */
const ambiguous: ReadonlySet<string> = new Set(data.ambiguous);
/** They ask for it where a sentence begins with them. */
const imperatives: ReadonlySet<string> = new Set(data.imperatives);
const everyday: ReadonlySet<string> = new Set(data.everyday);
const alone: ReadonlySet<string> = new Set([...data.exact.filter((one) => !everyday.has(one)), ...data.reviewAlone]);
/** What surrounds a wish and is no part of it: « ok », « alors », « cordialement ». */
const surroundings = wordRuns([...data.politeness, ...data.surroundings]);
const sayings = data.sayings.map((words) => ` ${words} `);
/** Where something stands or happens: « au prochain stop », « à un stop ». */
const place = new RegExp(
  ` (?:${anyOf(data.places)}|${anyOf(data.prepositions)} ${anyOf(data.articles)})(?: ${anyOf(data.which)})? [^ ]+ $`,
  'u',
);
/** Lines of ours that an answer repeats. */
const QUOTED = /^>.*$/gmu;
const ENDS = /[\n\r.!?;,:…()]|\s\p{Pd}+\s/u;
/** No keyword that is a whole reply has more words. */
const MOST_WORDS = 4;
/** Nobody is polite for longer; and each place of a reply is tried. */
const MOST_POLITE = 40;
/** No place and no saying has more words. */
const REACH = 5;

/**
 * What makes somebody look: a keyword anywhere in a short message, or one that means nothing else in a long one. One that
 * has an everyday meaning too is looked at where a sentence, or a part of it, is nothing but it, begins or ends with it:
 * « Je n’habite plus ici, ok stop svp »; and not where it stands there as a thing or in a saying: « au stop », « e basta ».
 *
 * @returns The keyword; null where there is none.
 */
export function doubtfulWord(text: string, words: readonly string[], isShort: boolean): string | null {
  const found = words.map(strongWord).filter((word) => word !== null);
  const [any] = found;
  if (any !== undefined && isShort) return any;
  const telling = found.find((word) => !ambiguous.has(word));
  if (telling !== undefined) return telling;
  // Letters that dots keep apart are a word of the whole message alone: S.T.O.P
  const parts = [words, ...text.replace(QUOTED, '').split(ENDS).map(wordsOf)];
  for (const part of parts) {
    const asked = askedIn(part);
    if (asked !== null) return asked;
  }
  const [first = ''] = words;
  return words.length <= 3 ? nearWord(first) : null;
}

/**
 * Finds which of some words a whole reply is, but for what surrounds a wish: « fin, cordialement ». What is politeness may be
 * part of the words themselves, as in « Nein danke, danke ».
 *
 * @returns Those words; null where the reply is more or less than one of them.
 */
export function amidPoliteness(reply: readonly string[], wanted: ReadonlySet<string>): string | null {
  if (reply.length > MOST_WORDS + MOST_POLITE) return null;
  for (let from = 0; from < reply.length; from += 1) {
    if (withoutRuns(reply.slice(0, from), 'start', surroundings).length > 0) continue;
    for (let to = from + 1; to <= Math.min(reply.length, from + MOST_WORDS); to += 1) {
      const words = reply.slice(from, to).join(' ');
      if (wanted.has(words) && withoutRuns(reply.slice(to), 'end', surroundings).length === 0) return words;
    }
  }
  return null;
}

/** The keyword that a part of a message is, begins or ends with. */
function askedIn(part: readonly string[]): string | null {
  const words = withoutRuns(withoutRuns(part, 'end', surroundings), 'start', surroundings);
  const whole = words.join(' ');
  if (alone.has(whole)) return whole;
  const [written = ''] = words;
  const first = strongWord(written);
  if (first !== null && words.length === 1) return first;
  if (imperatives.has(first ?? written) && !beginsAsSaying(words)) return first ?? written;
  const last = strongWord(words.at(-1) ?? '');
  return last === null || endsOrdinarily(words) ? null : last;
}

function beginsAsSaying(words: readonly string[]): boolean {
  const begin = ` ${words.slice(0, REACH).join(' ')} `;
  return sayings.some((saying) => begin.startsWith(saying));
}

/** Whether the keyword at the end is a thing, or ends a saying. */
function endsOrdinarily(words: readonly string[]): boolean {
  const end = ` ${words.slice(-REACH).join(' ')} `;
  return sayings.some((saying) => end.endsWith(saying)) || place.test(end);
}

function anyOf(wordings: readonly string[]): string {
  return `(?:${wordings.join('|')})`;
}
