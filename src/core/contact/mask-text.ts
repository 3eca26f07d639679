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

/**
 * What may stand between the digits of a number: whatever is no letter, no digit and no currency. People, telephones and
 * typography put spaces and dashes of every kind there, points, commas, colons, underscores, and marks that nobody sees.
 */
const between = '[^\\p{L}\\p{N}\\p{Sc}%]{0,5}';
const digit = '\\p{Nd}';
/** No digit of the same number stands before, or behind. */
const [alone, ended] = [`(?<!${digit}${between}|\\+)`, `(?!${between}${digit})`];
/** The same, for what is plain enough whatever stands around it. */
const [begun, over] = [`(?<![${digit}+])`, `(?!${digit})`];
const year = '(?:19|20)\\d\\d';
const [day, month] = ['(?:0[1-9]|[12]\\d|3[01])', '(?:0[1-9]|1[0-2])'];
/** A day or a month: in America the month comes first. */
const some = '(?:0?[1-9]|[12]\\d|3[01])';
const time = '(?:[01]?\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d)?';
const times = `${time}(?:\\s?[-–]\\s?${time})?`;

/**
 * Dates and times as people write them: with points, slashes or hyphens, and, where nothing but the date can be meant, with
 * spaces, at one stretch as names of files have them; two years of a season, and two times of a day.
 */
const dates = [
  `${begun}(?:${year}-${month}-${day}|${some}[./]${some}[./]${year})(?:[\\s,_]{1,2}${times})?${over}`,
  `${alone}(?:${some}(?<gap>[ -])${some}\\k<gap>${year}|${year}(?<mark>[ ./])${some}\\k<mark>${some})${ended}`,
  `${alone}(?:${year}${month}${day}|${day}${month}${year})${ended}`,
  `${alone}${year}[-–/_]${year}${ended}`,
  `${alone}${times}${ended}`,
];
const currency = '\\s?(?:[€$£%]|(?:euros?|eur|chf|dkk|nok|kr)(?!\\p{L}))';
/** Thousands and cents, with what they are of behind them. */
const sum = `${alone}[1-9]\\d{0,2}(?:(?<thousands>[\\s.])\\d{3}(?:\\k<thousands>\\d{3})*)?,\\d\\d(?=${currency})`;
/** National numbers of Denmark, Norway and Luxembourg have eight digits, those of others more. */
const LEAST = 8;
const number = `\\+?${digit}(?:${between}${digit}){${LEAST - 1},}`;
const KEPT_OR_NUMBER = new RegExp(`(?<kept>${[...dates, sum].join('|')})|${number}`, 'giu');

/** What no number of eight digits has behind it: it is a sum then. */
const SUM_BEHIND = new RegExp(`^${currency}`, 'iu');

/**
 * Hides what may be phone numbers in a sentence, each but for its last two digits; dates and times stay, and so do sums of
 * money. What is doubtful is hidden: a reference can be looked up, and nobody's number is told.
 */
export function maskNumbersIn(text: string): string {
  return text.replace(KEPT_OR_NUMBER, (found: string, ...more: unknown[]) => {
    const { kept } = more.at(-1) as Readonly<Record<string, string | undefined>>;
    const at = more.at(-3) as number;
    if (kept !== undefined) return found;
    const isShort = (found.match(/\p{Nd}/gu)?.length ?? 0) === LEAST;
    if (isShort && SUM_BEHIND.test(text.slice(at + found.length))) return found;
    return found.replace(/\p{Nd}(?=(?:\P{Nd}*\p{Nd}){2})/gu, '•');
  });
}
