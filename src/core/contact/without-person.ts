import { nationalDigits, type E164 } from './phone-number.js';

/** What stands where somebody was taken out of a text. */
export const TAKEN_OUT = '•••';

/** What people put between the digits of a number. */
const BETWEEN = '[\\s().\\/_\\u2010-\\u2015-]{0,3}';

/** Shorter names would take half of every text along. */
export const SHORTEST_NAME = 2;

/**
 * Takes one person out of a text: their number, however it is written, and the names that are given, whatever their case,
 * their accents, and what stands between their parts (`Zoé Durand`, `zoe-durand.csv`). A name inside a longer word stays.
 *
 * @param names Each at least {@link SHORTEST_NAME} letters.
 */
export function withoutPerson(text: string, number: E164, names: readonly string[]): string {
  return names.reduce(withoutName, text.replace(numberPattern(number), TAKEN_OUT));
}

/**
 * Tells whether a text names a person, as {@link withoutPerson} would find them. Most texts name nobody and are told by a
 * look: there may be a million.
 */
export function mentionFinder(number: E164, names: readonly string[]): (text: string) => boolean {
  const digits = nationalDigits(number);
  const firsts = names.map((name) => /[\p{L}\p{N}]+/u.exec(roughly(name))?.[0]).filter((one) => one !== undefined);
  return (text) => {
    const plain = firsts.length === 0 ? '' : roughly(text);
    const isLikely = text.replace(/\D/g, '').includes(digits) || firsts.some((first) => plain.includes(first));
    return isLikely && withoutPerson(text, number, names) !== text;
  };
}

/** Without case and accents; σ is the one letter whose small form hangs on what stands around it. */
function roughly(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ς', 'σ');
}

/** Any prefix, then the digits that every writing of it ends with. */
function numberPattern(number: E164): RegExp {
  const digits = [...nationalDigits(number)].join(BETWEEN);
  return new RegExp(`(?:\\+|\\b00)?(?:\\d${BETWEEN}){0,3}${digits}(?!\\d)`, 'gu');
}

function withoutName(text: string, name: string): string {
  const parts = folded(name)
    .text.split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== '');
  if (parts.length === 0) return text;
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])${parts.join('[^\\p{L}\\p{N}]{1,3}')}(?![\\p{L}\\p{N}])`, 'gu');
  const plain = folded(text);
  let [result, last] = ['', 0];
  for (const match of plain.text.matchAll(pattern)) {
    const [from, to] = [plain.places[match.index] ?? 0, plain.places[match.index + match[0].length] ?? text.length];
    result += text.slice(last, from) + TAKEN_OUT;
    last = to;
  }
  return result + text.slice(last);
}

/** Without case and accents, and where each unit of it came from; one more place for the end. */
function folded(text: string): { readonly text: string; readonly places: readonly number[] } {
  const places: number[] = [];
  let plain = '';
  let at = 0;
  for (const one of text) {
    const bare = one.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    for (let unit = 0; unit < bare.length; unit += 1) places.push(at);
    plain += bare;
    at += one.length;
  }
  return { text: plain, places: [...places, at] };
}
