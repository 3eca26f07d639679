import { DateTime } from 'luxon';
import { isLastMoment } from '../core/schedule/last-moment.js';

export type Locale = 'fr' | 'en';

/** How numbers, money, instants and lists are written in one language. */
export interface Formats {
  readonly locale: Locale;
  number(value: number): string;
  /** `amount` is a decimal text such as "12.35". */
  money(amount: string, currency: string): string;
  /**
   * An instant as local date and time in `zone`, for instance "mardi 10 mars 2026 à 08:00"; as the date alone where it
   * stands for a whole day.
   */
  instant(at: DateTime, zone: string): string;
  /** "3 avril 2026": the day of an ISO date, or the local day of an instant. */
  day(date: string | DateTime, zone?: string): string;
  /** An instant or a day of ours, written as ISO 8601, as people read it; anything else as it was stated. */
  moment(text: string, zone: string): string;
  /** « a, b et c » */
  list(items: readonly string[]): string;
  /** The singular for 0 and 1 in French, for 1 alone in English. */
  plural(count: number, one: string, other: string): string;
}

/** Builds the formats of `locale` on the platform's own `Intl` data. */
export function formatsOf(locale: Locale): Formats {
  const tag = locale === 'fr' ? 'fr-FR' : 'en-GB';
  const { numbers, plurals, lists } = platformOf(tag);
  const at = locale === 'fr' ? 'à' : 'at';
  const day: Formats['day'] = (date, zone = 'utc') =>
    dayInWords(typeof date === 'string' ? DateTime.fromISO(date, { zone }) : date.setZone(zone), 'd LLLL yyyy', tag);
  const instant: Formats['instant'] = (when, zone) => {
    const local = when.setZone(zone);
    return dayInWords(local, isLastMoment(local) ? 'cccc d LLLL yyyy' : `cccc d LLLL yyyy '${at}' HH:mm`, tag);
  };
  return {
    locale,
    number: (value) => numbers().format(value),
    money: (amount, currency) =>
      new Intl.NumberFormat(tag, {
        style: 'currency',
        currency,
        minimumFractionDigits: 2,
        // As many as a price may have: rounded, a cost above its limit read as the limit.
        maximumFractionDigits: 6,
      }).format(Number(amount)),
    instant,
    day,
    moment: (text, zone) => {
      if (/^\d{4}-\d\d-\d\d$/.test(text)) return day(text);
      return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) ? instant(DateTime.fromISO(text), zone) : text;
    },
    list: (items) => lists().format(items),
    plural: (count, one, other) => (plurals().select(count) === 'one' ? one : other),
  };
}

/** Writes a day by a pattern of luxon's, in which `d` stands alone. In French the first of a month is « 1er ». */
export function dayInWords(local: DateTime, pattern: string, tag: string): string {
  const ordinal = tag.startsWith('fr') && local.day === 1 ? pattern.replace(/\bd\b/, "d'er'") : pattern;
  return local.setLocale(tag).toFormat(ordinal);
}

/** What the platform knows of a language; each part is made when it is first needed, for that takes it long. */
function platformOf(tag: string): {
  readonly numbers: () => Intl.NumberFormat;
  readonly plurals: () => Intl.PluralRules;
  readonly lists: () => Intl.ListFormat;
} {
  return {
    numbers: once(() => new Intl.NumberFormat(tag)),
    plurals: once(() => new Intl.PluralRules(tag)),
    lists: once(() => new Intl.ListFormat(tag, { type: 'conjunction' })),
  };
}

function once<T extends object>(make: () => T): () => T {
  let made: T | null = null;
  return () => (made ??= make());
}
