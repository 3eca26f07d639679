import { asciiDigit } from './number-text.js';
import { nationalDigits, shownDigits, type E164 } from './phone-number.js';

/** What may stand between two digits of one number: `06 / 39`, `+33 (0) 6`. */
const GAP = /^[^\p{L}\p{N}]{0,3}$/u;

/** A digit of any script, and where it stands. */
interface Digit {
  readonly value: string;
  readonly from: number;
  readonly to: number;
}

/**
 * Hides one person's number where it stands in a text, however it is written there, as far as a screen hides it beside that
 * text: `06 39 98 12 34` is `06 •• •• •• 34`. Other numbers stay, such as the telephone of whoever writes.
 */
export function maskOwnNumber(text: string, number: E164): string {
  const wanted = nationalDigits(number);
  const { atStart, atEnd } = shownDigits(wanted.length);
  const hidden = new Map<number, Digit>();
  for (const run of digitRuns(text)) {
    const values = run.map(({ value }) => value).join('');
    for (let place = values.indexOf(wanted); place >= 0; place = values.indexOf(wanted, place + 1)) {
      for (const digit of run.slice(place + atStart, place + wanted.length - atEnd)) hidden.set(digit.from, digit);
    }
  }
  let [masked, last] = ['', 0];
  for (const { from, to } of [...hidden.values()].sort((a, b) => a.from - b.from)) {
    masked += `${text.slice(last, from)}•`;
    last = to;
  }
  return masked + text.slice(last);
}

/** Digits that may belong together: no letter stands between them. */
function digitRuns(text: string): readonly (readonly Digit[])[] {
  const runs: Digit[][] = [];
  for (const { 0: digit, index } of text.matchAll(/\p{Nd}/gu)) {
    const next = { value: asciiDigit(digit), from: index, to: index + digit.length };
    const run = runs.at(-1);
    const before = run?.at(-1);
    if (run !== undefined && before !== undefined && GAP.test(text.slice(before.to, index))) run.push(next);
    else runs.push([next]);
  }
  return runs;
}
