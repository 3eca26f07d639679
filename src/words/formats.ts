import type { DateTime } from 'luxon';

export type Locale = 'fr' | 'en';

/** How numbers, money, instants and lists are written in one language. */
export interface Formats {
  readonly locale: Locale;
  number(value: number): string;
  /** `amount` is a decimal text such as "12.35". */
  money(amount: string, currency: string): string;
  /** An instant as local date and time in `zone`, for instance "mardi 10 mars à 08:00". */
  instant(at: DateTime, zone: string): string;
  /** « a, b et c » */
  list(items: readonly string[]): string;
  /** The singular for 0 and 1 in French, for 1 alone in English. */
  plural(count: number, one: string, other: string): string;
}

/** Builds the formats of `locale` on the platform's own `Intl` data. */
export function formatsOf(locale: Locale): Formats {
  const tag = locale === 'fr' ? 'fr-FR' : 'en-GB';
  const { numbers, plurals, lists } = platformOf(tag);
  return {
    locale,
    number: (value) => numbers().format(value),
    money: (amount, currency) =>
      new Intl.NumberFormat(tag, {
        style: 'currency',
        currency,
        minimumFractionDigits: 2,
        maximumFractionDigits: 4,
      }).format(Number(amount)),
    instant: (at, zone) =>
      at
        .setZone(zone)
        .setLocale(tag)
        .toFormat(locale === 'fr' ? "cccc d LLLL yyyy 'à' HH:mm" : "cccc d LLLL yyyy 'at' HH:mm"),
    list: (items) => lists().format(items),
    plural: (count, one, other) => (plurals().select(count) === 'one' ? one : other),
  };
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
