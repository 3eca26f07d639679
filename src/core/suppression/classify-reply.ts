import { amidPoliteness, doubtfulWord } from './doubtful-word.js';
import data from './reply-keywords.data.json' with { type: 'json' };
import { strongWord, withoutPoliteness, wordsOf } from './reply-words.js';

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

const exact: ReadonlySet<string> = new Set(data.exact);
const always: ReadonlySet<string> = new Set(data.alwaysFirst);
const reviewFirst: ReadonlySet<string> = new Set(data.reviewFirst);
/** What is, or may be, an opt-out where it is all that is said. */
const wholeReplies: ReadonlySet<string> = new Set([...data.exact, ...data.reviewWhole]);
const help: ReadonlySet<string> = new Set(data.help);
const optIn: ReadonlySet<string> = new Set(data.optin);
const negations: ReadonlySet<string> = new Set(data.negations);
const ownNegations: ReadonlySet<string> = new Set(data.ownNegations);
const phrases = data.phrases.map((words) => ` ${words} `);

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
  const polite = amidPoliteness(words, wholeReplies);
  if (polite !== null) return reading('review', polite);
  const doubtful = doubtfulWord(text, words, isShort);
  if (doubtful !== null) return reading('review', doubtful);
  const refusal = refusalIn(text);
  if (refusal !== null) return reading('review', refusal);
  if (help.has(bare)) return reading('help', bare);
  if (optIn.has(whole)) return reading('opt_in', whole);
  return nothing;
}

/** Whether a text is, or may be, an opt-out. */
export function asksToLeave(text: string): boolean {
  const { verdict } = classifyReply(text);
  return verdict === 'opt_out' || verdict === 'review';
}

const nothing: ReplyReading = { verdict: 'none', matched: null };

function reading(verdict: ReplyVerdict, matched: string | null): ReplyReading {
  return { verdict, matched };
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
