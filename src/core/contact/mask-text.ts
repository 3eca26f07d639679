/** Longer texts are cut: a cell may hold a whole page. */
const LONGEST_SHOWN = 40;

/** Hides the digits of a text but the last two, by which the person who wrote it knows it again. */
export function maskText(text: string): string {
  const digits = text.match(/\p{N}/gu)?.length ?? 0;
  let position = 0;
  return text.slice(0, LONGEST_SHOWN).replace(/\p{N}/gu, (digit) => {
    position += 1;
    return position > digits - 2 ? digit : '•';
  });
}

/** What people put between the digits of a number. */
const between = '[ .()/-]{0,2}';
/** No digit of the same number stands before, or behind. */
const [alone, ended] = [`(?<!\\d${between}|\\+)`, `(?!${between}\\d)`];
const year = '(?:19|20)\\d\\d';
const [day, month] = ['(?:0[1-9]|[12]\\d|3[01])', '(?:0[1-9]|1[0-2])'];
/** A day or a month: in America the month comes first. */
const some = '(?:0?[1-9]|[12]\\d|3[01])';

/**
 * Dates as people write them: with points, slashes or hyphens, and, where nothing but the date can be meant, with spaces, at
 * one stretch as names of files have them, and two years of a season.
 */
const dates = [
  `\\b(?:${year}-${month}-${day}|${some}[./]${some}[./]${year})\\b`,
  `${alone}(?:${some}(?<gap>[ -])${some}\\k<gap>${year}|${year}(?<mark>[ ./])${some}\\k<mark>${some})${ended}`,
  `${alone}(?:${year}${month}${day}|${day}${month}${year})${ended}`,
  `${alone}${year}[-/]${year}${ended}`,
];
/** National numbers of Denmark, Norway and Luxembourg have eight digits, those of others more. */
const LEAST = 8;
const number = `\\+?\\d(?:${between}\\d){${LEAST - 1},}`;
const DATE_OR_NUMBER = new RegExp(`(?<date>${dates.join('|')})|${number}`, 'g');

/** What no number of eight digits has behind it, or before it: it is a sum then, or the end of a name. */
const SUM_BEHIND = /^\s?(?:[€$£%]|(?:euros?|eur|chf|dkk|nok|kr)(?!\p{L}))/iu;
const LETTER_BEFORE = /\p{L}$/u;

/**
 * Hides what may be phone numbers in a sentence, each but for its last two digits; dates stay, and so do sums of money that
 * are as long as the shortest numbers. What is doubtful is hidden: a reference can be looked up, and nobody's number is told.
 */
export function maskNumbersIn(text: string): string {
  return text.replace(DATE_OR_NUMBER, (found: string, ...more: unknown[]) => {
    const { date } = more.at(-1) as Readonly<Record<string, string | undefined>>;
    const at = more.at(-3) as number;
    if (date !== undefined) return found;
    const isShort = (found.match(/\d/g)?.length ?? 0) === LEAST;
    const [before, behind] = [text.slice(Math.max(0, at - 2), at), text.slice(at + found.length)];
    const isNone = isShort && (SUM_BEHIND.test(behind) || LETTER_BEFORE.test(before));
    return isNone ? found : found.replace(/\d(?=(?:\D*\d){2})/g, '•');
  });
}
