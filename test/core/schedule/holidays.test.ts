import Holidays from 'date-holidays';
import { describe, expect, it } from 'vitest';
import { openHolidayLibrary } from '../../../src/core/schedule/holiday-library.js';
import written from '../../../src/core/schedule/holiday-years.data.json' with { type: 'json' };
import { holidayBook, openHolidayBook } from '../../../src/core/schedule/holidays.js';

/**
 * Public holidays by law, as month and day: those of every year from 2026 to 2028, then those of each alone.
 *
 * After French Labour Code L3133-1, L3134-13 and L3422-2, the ordinance of 16 August 1892 (Alsace-Moselle), Swiss
 * cantonal law, Italian law 151/2025 and the legislation of BE, LU, DE and its Länder, ES and GB.
 */
const lawful: Readonly<Record<string, readonly [every: string, y2026: string, y2027: string, y2028: string]>> = {
  FR: [
    '01-01 05-01 05-08 07-14 08-15 11-01 11-11 12-25',
    '04-06 05-14 05-25',
    '03-29 05-06 05-17',
    '04-17 05-25 06-05',
  ],
  'FR-57': [
    '01-01 05-01 05-08 07-14 08-15 11-01 11-11 12-25 12-26',
    '04-03 04-06 05-14 05-25',
    '03-26 03-29 05-06 05-17',
    '04-14 04-17 05-25 06-05',
  ],
  'FR-67': [
    '01-01 05-01 05-08 07-14 08-15 11-01 11-11 12-25 12-26',
    '04-03 04-06 05-14 05-25',
    '03-26 03-29 05-06 05-17',
    '04-14 04-17 05-25 06-05',
  ],
  'FR-68': [
    '01-01 05-01 05-08 07-14 08-15 11-01 11-11 12-25 12-26',
    '04-03 04-06 05-14 05-25',
    '03-26 03-29 05-06 05-17',
    '04-14 04-17 05-25 06-05',
  ],
  'FR-GP': [
    '01-01 05-01 05-08 05-27 07-14 08-15 11-01 11-11 12-25',
    '04-06 05-14 05-25',
    '03-29 05-06 05-17',
    '04-17 05-25 06-05',
  ],
  'FR-MF': [
    '01-01 05-01 05-08 05-27 05-28 07-14 08-15 11-01 11-11 12-25',
    '04-06 05-14 05-25',
    '03-29 05-06 05-17',
    '04-17 05-25 06-05',
  ],
  'FR-BL': [
    '01-01 05-01 05-08 07-14 08-15 10-09 11-01 11-11 12-25',
    '04-06 05-14 05-25',
    '03-29 05-06 05-17',
    '04-17 05-25 06-05',
  ],
  'FR-MQ': [
    '01-01 05-01 05-08 05-22 07-14 08-15 11-01 11-11 12-25',
    '04-06 05-14 05-25',
    '03-29 05-06 05-17',
    '04-17 05-25 06-05',
  ],
  'FR-GF': [
    '01-01 05-01 05-08 06-10 07-14 08-15 11-01 11-11 12-25',
    '04-06 05-14 05-25',
    '03-29 05-06 05-17',
    '04-17 05-25 06-05',
  ],
  'FR-RE': [
    '01-01 05-01 05-08 07-14 08-15 11-01 11-11 12-20 12-25',
    '04-06 05-14 05-25',
    '03-29 05-06 05-17',
    '04-17 05-25 06-05',
  ],
  'FR-YT': [
    '01-01 04-27 05-01 05-08 07-14 08-15 11-01 11-11 12-25',
    '04-06 05-14 05-25',
    '03-29 05-06 05-17',
    '04-17 05-25 06-05',
  ],
  'FR-PM': [
    '01-01 05-01 05-08 07-14 08-15 11-01 11-11 12-25',
    '04-06 05-14 05-25',
    '03-29 05-06 05-17',
    '04-17 05-25 06-05',
  ],
  BE: ['01-01 05-01 07-21 08-15 11-01 11-11 12-25', '04-06 05-14 05-25', '03-29 05-06 05-17', '04-17 05-25 06-05'],
  LU: [
    '01-01 05-01 05-09 06-23 08-15 11-01 12-25 12-26',
    '04-06 05-14 05-25',
    '03-29 05-06 05-17',
    '04-17 05-25 06-05',
  ],
  DE: [
    '01-01 05-01 10-03 12-25 12-26',
    '04-03 04-06 05-14 05-25',
    '03-26 03-29 05-06 05-17',
    '04-14 04-17 05-25 06-05',
  ],
  IT: [
    '01-01 01-06 04-25 05-01 06-02 08-15 10-04 11-01 12-08 12-25 12-26',
    '04-05 04-06',
    '03-28 03-29',
    '04-16 04-17',
  ],
  ES: ['01-01 01-06 05-01 08-15 10-12 11-01 12-06 12-08 12-25', '04-03', '03-26', '04-14'],
  CH: ['01-01 08-01 12-25', '05-14', '05-06', '05-25'],
  'CH-VD': [
    '01-01 01-02 08-01 12-25',
    '04-03 04-06 05-14 05-25 09-21',
    '03-26 03-29 05-06 05-17 09-20',
    '04-14 04-17 05-25 06-05 09-18',
  ],
  'CH-GE': [
    '01-01 08-01 12-25 12-31',
    '04-03 04-06 05-14 05-25 09-10',
    '03-26 03-29 05-06 05-17 09-09',
    '04-14 04-17 05-25 06-05 09-07',
  ],
  'CH-VS': ['01-01 03-19 08-01 08-15 11-01 12-08 12-25', '05-14 06-04', '05-06 05-27', '05-25 06-15'],
  'CH-TI': [
    '01-01 01-06 03-19 05-01 06-29 08-01 08-15 11-01 12-08 12-25 12-26',
    '04-06 05-14 05-25 06-04',
    '03-29 05-06 05-17 05-27',
    '04-17 05-25 06-05 06-15',
  ],
  'CH-JU': [
    '01-01 01-02 05-01 06-23 08-01 08-15 11-01 12-25',
    '04-03 04-06 05-14 05-25 06-04',
    '03-26 03-29 05-06 05-17 05-27',
    '04-14 04-17 05-25 06-05 06-15',
  ],
  'CH-ZH': [
    '01-01 05-01 08-01 12-25 12-26',
    '04-03 04-06 05-14 05-25',
    '03-26 03-29 05-06 05-17',
    '04-14 04-17 05-25 06-05',
  ],
  'GB-ENG': [
    '01-01 12-25 12-26',
    '04-03 04-06 05-04 05-25 08-31 12-28',
    '03-26 03-29 05-03 05-31 08-30 12-27 12-28',
    '01-03 04-14 04-17 05-01 05-29 08-28',
  ],
  'DE-BY': [
    '01-01 01-06 05-01 10-03 11-01 12-25 12-26',
    '04-03 04-06 05-14 05-25 06-04',
    '03-26 03-29 05-06 05-17 05-27',
    '04-14 04-17 05-25 06-05 06-15',
  ],
  'DE-SN': [
    '01-01 05-01 10-03 10-31 12-25 12-26',
    '04-03 04-06 05-14 05-25 11-18',
    '03-26 03-29 05-06 05-17 11-17',
    '04-14 04-17 05-25 06-05 11-22',
  ],
  'DE-BE': [
    '01-01 03-08 05-01 10-03 12-25 12-26',
    '04-03 04-06 05-14 05-25',
    '03-26 03-29 05-06 05-17',
    '04-14 04-17 05-25 06-05 06-17',
  ],
  'DE-NW': [
    '01-01 05-01 10-03 11-01 12-25 12-26',
    '04-03 04-06 05-14 05-25 06-04',
    '03-26 03-29 05-06 05-17 05-27',
    '04-14 04-17 05-25 06-05 06-15',
  ],
};

/** Easter Sunday by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8), as UTC midnight. */
function easterMs(year: number): number {
  const a = year % 19;
  const [b, c] = [Math.floor(year / 100), year % 100];
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  return Date.UTC(year, 2, 22 + h + l - 7 * m);
}

const dayMs = 86_400_000;
const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const daysOfYear = (year: number): readonly string[] =>
  Array.from({ length: (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1)) / dayMs }, (_, n) =>
    isoDay(Date.UTC(year, 0, 1 + n)),
  );

describe('openHolidayBook', async () => {
  const book = await openHolidayBook();
  const holidaysOf = (calendar: string, year: number): readonly string[] =>
    daysOfYear(year).filter((date) => book.holidayOn(calendar, date) !== null);

  it.each(Object.keys(lawful))('knows exactly the lawful days of %s', (calendar) => {
    const [every, ...years] = lawful[calendar]!;
    expect(book.isKnown(calendar)).toBe(true);
    for (const [index, own] of years.entries()) {
      const year = 2026 + index;
      const expected = `${every} ${own}`.split(' ').map((day) => `${year}-${day}`);
      expect(holidaysOf(calendar, year)).toEqual(expected.sort());
    }
  });

  it.each([
    ['FR', [1, 39, 50], '01-01 05-01 05-08 07-14 08-15 11-01 11-11 12-25'],
    ['FR-57', [-2, 1, 39, 50], '01-01 05-01 05-08 07-14 08-15 11-01 11-11 12-25 12-26'],
    ['FR-GP', [1, 39, 50], '01-01 05-01 05-08 05-27 07-14 08-15 11-01 11-11 12-25'],
    ['FR-MQ', [1, 39, 50], '01-01 05-01 05-08 05-22 07-14 08-15 11-01 11-11 12-25'],
    ['FR-MF', [1, 39, 50], '01-01 05-01 05-08 05-27 05-28 07-14 08-15 11-01 11-11 12-25'],
    ['CH', [39], '01-01 08-01 12-25'],
    ['CH-VS', [39, 60], '01-01 03-19 08-01 08-15 11-01 12-08 12-25'],
    ['BE', [1, 39, 50], '01-01 05-01 07-21 08-15 11-01 11-11 12-25'],
    ['FR-GF', [1, 39, 50], '01-01 05-01 05-08 06-10 07-14 08-15 11-01 11-11 12-25'],
    ['FR-BL', [1, 39, 50], '01-01 05-01 05-08 07-14 08-15 10-09 11-01 11-11 12-25'],
    ['FR-RE', [1, 39, 50], '01-01 05-01 05-08 07-14 08-15 11-01 11-11 12-20 12-25'],
    ['FR-YT', [1, 39, 50], '01-01 04-27 05-01 05-08 07-14 08-15 11-01 11-11 12-25'],
    ['FR-PM', [1, 39, 50], '01-01 05-01 05-08 07-14 08-15 11-01 11-11 12-25'],
    ['ES', [-2], '01-01 01-06 05-01 08-15 10-12 11-01 12-06 12-08 12-25'],
    ['DE', [-2, 1, 39, 50], '01-01 05-01 10-03 12-25 12-26'],
    ['DE-BY', [-2, 1, 39, 50, 60], '01-01 01-06 05-01 10-03 11-01 12-25 12-26'],
    ['DE-BW', [-2, 1, 39, 50, 60], '01-01 01-06 05-01 10-03 11-01 12-25 12-26'],
    ['DE-BB', [-2, 0, 1, 39, 49, 50], '01-01 05-01 10-03 10-31 12-25 12-26'],
    ['DE-HH', [-2, 1, 39, 50], '01-01 05-01 10-03 10-31 12-25 12-26'],
    ['DE-HE', [-2, 1, 39, 50, 60], '01-01 05-01 10-03 12-25 12-26'],
    ['DE-MV', [-2, 1, 39, 50], '01-01 03-08 05-01 10-03 10-31 12-25 12-26'],
    ['DE-SL', [-2, 1, 39, 50, 60], '01-01 05-01 08-15 10-03 11-01 12-25 12-26'],
    ['DE-ST', [-2, 1, 39, 50], '01-01 01-06 05-01 10-03 10-31 12-25 12-26'],
    ['DE-TH', [-2, 1, 39, 50], '01-01 05-01 09-20 10-03 10-31 12-25 12-26'],
    ['CH-ZH', [-2, 1, 39, 50], '01-01 05-01 08-01 12-25 12-26'],
    ['CH-BS', [-2, 1, 39, 50], '01-01 05-01 08-01 12-25 12-26'],
    ['CH-BE', [-2, 1, 39, 50], '01-01 01-02 08-01 12-25 12-26'],
    ['CH-FR', [-2, 39, 60], '01-01 08-01 08-15 11-01 12-08 12-25'],
    ['CH-SG', [-2, 1, 39, 50], '01-01 08-01 11-01 12-25 12-26'],
    ['CH-TI', [1, 39, 50, 60], '01-01 01-06 03-19 05-01 06-29 08-01 08-15 11-01 12-08 12-25 12-26'],
    ['LU', [1, 39, 50], '01-01 05-01 05-09 06-23 08-15 11-01 12-25 12-26'],
  ] as const)('holds in %s by rule, not by list, to 2045', (calendar, afterEaster, fixed) => {
    for (let year = 2024; year <= 2045; year += 1) {
      const movable = afterEaster.map((days) => isoDay(easterMs(year) + days * dayMs));
      const expected = new Set([...movable, ...fixed.split(' ').map((day) => `${year}-${day}`)]);
      expect(holidaysOf(calendar, year)).toEqual([...expected].sort());
    }
  });

  it('has no day in any canton that is a Sunday in every year', () => {
    const cantons = 'AG AI AR BE BL BS FR GE GL GR JU LU NE NW OW SG SH SO SZ TG TI UR VD VS ZG ZH'.split(' ');
    for (const canton of cantons) {
      for (const year of [2027, 2030, 2033]) {
        const easter = isoDay(easterMs(year));
        expect(book.holidayOn(`CH-${canton}`, easter)).toBeNull();
        expect(book.holidayOn(`CH-${canton}`, isoDay(easterMs(year) + 39 * dayMs))).not.toBeNull();
      }
    }
  });

  it('does not repeat what was kept once, and moves what the law moves', () => {
    // Berlin: 80 years after 8 May 1945, 75 years after 17 June 1953.
    expect(holidaysOf('DE-BE', 2028)).toContain('2028-06-17');
    for (const year of [2029, 2030, 2033]) expect(holidaysOf('DE-BE', year)).not.toContain(`${year}-06-17`);
    for (const year of [2026, 2030]) expect(holidaysOf('DE-BE', year)).not.toContain(`${year}-05-08`);
    // The coronation of 8 May 2023 and the jubilee of 3 June 2022.
    expect(holidaysOf('GB-ENG', 2028)).not.toContain('2028-05-08');
    expect(holidaysOf('GB-ENG', 2033)).not.toContain('2033-06-03');
    // Italian law 151/2025: from 2026 on.
    expect(holidaysOf('IT', 2025)).not.toContain('2025-10-04');
    for (let year = 2026; year <= 2045; year += 1) expect(holidaysOf('IT', year)).toContain(`${year}-10-04`);
    // Glarus: the first Thursday of April, but in Holy Week a week later.
    for (const day of ['2026-04-09', '2027-04-01', '2028-04-06', '2032-04-01', '2034-04-13', '2038-04-01']) {
      expect(book.holidayOn('CH-GL', day)).toBe('Näfelser Fahrt');
    }
    expect(holidaysOf('CH-GL', 2027)).not.toContain('2027-04-08');
  });

  it('keeps what the laws of two cantons say: Good Friday in Graubünden, 8 December in Appenzell Innerrhoden', () => {
    for (const day of ['2026-04-03', '2027-03-26', '2034-04-07'])
      expect(book.holidayOn('CH-GR', day)).toBe('Karfreitag');
    for (const year of [2026, 2027, 2034]) expect(book.holidayOn('CH-AI', `${year}-12-08`)).toBe('Mariä Empfängnis');
    expect(book.holidayOn('CH-GR', '2026-12-08')).toBeNull();
    // St Stephen's Day is none where it would be the third day of rest in a row: art. 2 of the same law.
    expect([2026, 2027, 2028, 2029].map((year) => book.holidayOn('CH-AI', `${year}-12-26`) !== null)).toEqual([
      false,
      true,
      false,
      true,
    ]);
    // Cyprus: Green Monday and Kataklysmos, 48 days before Orthodox Easter and 50 days after it.
    for (const days of ['2026-02-23 2026-06-01', '2027-03-15 2027-06-21', '2036-03-03 2036-06-09'])
      for (const day of days.split(' ')) expect(book.holidayOn('CY', day)).not.toBeNull();
    expect(book.holidayOn('CY', '2027-03-16')).toBeNull();
    // Spain: a Christmas on a Sunday stays there.
    expect(holidaysOf('ES', 2033)).not.toContain('2033-12-26');
    // A dissolved day: 24 December is an ordinary working day everywhere that is served.
    for (const calendar of ['DE', 'CH', 'CH-GL', 'CH-VS', 'LU', 'BE']) {
      expect(book.holidayOn(calendar, '2029-12-24')).toBeNull();
    }
  });

  it.each([
    // Saturday or Sunday: the next working days (Banking and Financial Dealings Act 1971).
    ['GB-ENG', '2027-12-27 2027-12-28 2028-01-03 2032-12-27 2032-12-28 2033-01-03 2033-12-27'],
    ['GB-WLS', '2027-12-27 2027-12-28 2028-01-03 2032-12-27 2032-12-28 2033-01-03 2033-12-27'],
    ['GB-SCT', '2027-01-04 2028-01-03 2028-01-04 2030-01-02 2030-12-02 2033-01-03 2033-01-04'],
    ['GB-NIR', '2026-07-13 2028-01-03 2029-03-19 2030-03-18 2033-01-03'],
  ])('gives the substitute days of %s', (calendar, days) => {
    for (const day of days.split(' ')) expect(book.holidayOn(calendar, day)).not.toBeNull();
  });

  it('reads the overseas countries of ISO 3166-1 as the French calendars they are', () => {
    for (const code of ['GP', 'MQ', 'GF', 'RE', 'YT', 'MF', 'BL', 'PM']) {
      expect(book.isKnown(code)).toBe(true);
      expect(holidaysOf(code, 2029)).toEqual(holidaysOf(`FR-${code}`, 2029));
    }
  });

  it('takes other countries and regions from the package, public days only', () => {
    expect(book.holidayOn('AT', '2027-10-26')).toBe('Nationalfeiertag');
    expect(book.holidayOn('NL', '2027-04-27')).not.toBeNull();
    expect(book.holidayOn('PT', '2027-06-10')).not.toBeNull();
    expect(book.holidayOn('CH-NE', '2027-03-01')).not.toBeNull();
    expect(book.holidayOn('DE-BY-A', '2027-08-08')).not.toBeNull();
    expect(book.holidayOn('BE', '2027-11-15')).toBeNull();
    expect(book.holidayOn('DE', '2026-12-24')).toBeNull();
  });

  it('names a day in the language of the place', () => {
    expect(book.holidayOn('FR', '2026-11-01')).toBe('Toussaint');
    expect(book.holidayOn('IT', '2027-01-06')).toBe('Epifania');
    expect(book.holidayOn('FR-MF', '2027-05-28')).toBe('Abolition de l’esclavage (pratique locale)');
  });

  it('says of an unknown calendar that it is unknown, instead of answering for the country', () => {
    const unknown = [
      '',
      'XX',
      'fr',
      'FR-GES',
      'FR-971',
      'FR-ZZ',
      'CH-XX',
      'FR-57-1',
      'DE-BY-A-1',
      'constructor',
      'FR-constructor',
    ];
    for (const calendar of unknown) {
      expect(book.isKnown(calendar)).toBe(false);
      expect(book.holidayOn(calendar, '2026-01-01')).toBeNull();
    }
  });

  it('closes every day of a holiday of several days, also across the turn of the year', () => {
    // Incwala in Eswatini lasts six days from 28 December in the package's data.
    expect(book.holidayOn('SZ', '2027-12-28')).not.toBeNull();
    expect(book.holidayOn('SZ', '2027-12-31')).not.toBeNull();
    expect(book.holidayOn('SZ', '2028-01-02')).not.toBeNull();
    expect(book.holidayOn('SZ', '2028-01-03')).toBeNull();
  });

  it('finds a substitute day in the year in which it falls', () => {
    // 1 January 2028 is a Saturday: observed on the Friday before in the United States.
    expect(book.holidayOn('US', '2027-12-31')).not.toBeNull();
  });

  it('answers the same in whatever order dates are asked', async () => {
    const other = await openHolidayBook();
    const dates = [...daysOfYear(2031)].reverse();
    expect(dates.filter((date) => other.holidayOn('CH-GE', date) !== null).reverse()).toEqual(
      holidaysOf('CH-GE', 2031),
    );
  });
});

describe('the years that were written down', () => {
  const library = openHolidayLibrary(Holidays);

  it('are those of the package, for every calendar', () => {
    const book = holidayBook(written, () => {
      throw new Error('nothing else is needed');
    });
    for (const [calendar, texts] of Object.entries(written.calendars)) {
      for (const [index] of texts.entries()) {
        const year = written.from + index;
        const days = daysOfYear(year).flatMap((date) => {
          const name = book.holidayOn(calendar, date);
          return name === null ? [] : [[date, name]];
        });
        expect(days, `${calendar} ${year}: npm run holidays`).toEqual([...library.holidaysIn(calendar, year)!].sort());
      }
    }
    expect(Object.keys(written.calendars).length).toBeGreaterThan(200);
  });

  it('give way to the package in other years and elsewhere', () => {
    const book = holidayBook(written, () => Holidays);
    for (const [calendar, date] of [
      ['FR', `${written.from - 1}-07-14`],
      ['FR-57', '2040-12-26'],
      ['JP', '2027-01-01'],
    ] as const) {
      expect(book.isKnown(calendar)).toBe(true);
      expect(book.holidayOn(calendar, date)).toBe(library.holidayOn(calendar, date));
      expect(book.holidayOn(calendar, date)).not.toBeNull();
    }
  });
});
