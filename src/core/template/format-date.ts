import { DateTime } from 'luxon';

/** The directives of strftime that a message needs, as luxon writes them. */
const directives: Readonly<Record<string, string>> = {
  A: 'cccc',
  a: 'ccc',
  B: 'MMMM',
  b: 'MMM',
  d: 'dd',
  e: 'd',
  F: 'yyyy-MM-dd',
  H: 'HH',
  I: 'hh',
  j: 'ooo',
  k: 'H',
  l: 'h',
  M: 'mm',
  m: 'MM',
  p: 'a',
  R: 'HH:mm',
  S: 'ss',
  T: 'HH:mm:ss',
  u: 'E',
  V: 'WW',
  Y: 'yyyy',
  y: 'yy',
};

/** `%-d`: without the leading zero. */
const unpadded: Readonly<Record<string, string>> = { d: 'd', H: 'H', I: 'h', j: 'o', M: 'm', m: 'M', S: 's' };

/** Date, or date and time; nothing shorter, since luxon fills a bare time with today. */
const isoDate = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * Writes a date for people: `2026-03-10` with `%-d %B` and `fr` is `10 mars`.
 *
 * It reads neither clock nor time zone: only ISO 8601 is understood, and a time is written as it stands. (liquidjs's
 * own filter knows `now`, takes `10/03/2026` for the third of October and depends on the machine's zone.)
 *
 * @param format strftime directives; an unknown one is left as written.
 * @param language Two letters, for the names of days and months.
 * @returns The text itself, unchanged, when it is not an ISO 8601 date.
 */
export function formatDate(text: string, format: string, language: string): string {
  if (!isoDate.test(text.trim())) return text;
  const parsed = DateTime.fromISO(text.trim().replace(' ', 'T'), { zone: 'utc', setZone: true });
  if (!parsed.isValid) return text;
  const date = parsed.setLocale(/^[a-z]{2}$/.test(language) ? language : 'en');
  // In French the first of a month is an ordinal where its month is named: « 1er février », but 1/02.
  const isFirst = language === 'fr' && date.day === 1;
  const pattern = isFirst ? format.replace(/%(?:-d|e)(?= %-?[Bb])/g, '1er') : format;
  return pattern.replace(/%(-?)([A-Za-z%])/g, (directive, dash: string, letter: string) => {
    if (letter === '%') return '%';
    const written = (dash === '' ? undefined : unpadded[letter]) ?? directives[letter];
    return written === undefined ? directive : date.toFormat(written);
  });
}
