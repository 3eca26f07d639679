import { countriesWithPlaces, coveringCountry } from '../schedule/places.js';
import { phrase, type Phrase } from '../../words/phrase.js';
import { problemOfWarning, traitsOf } from './list-problem.js';
import type { NumberLines } from './number-set.js';
import { parsePhoneNumber, shownNumber, type E164, type NumberReading, type Revealing } from './phone-number.js';
import { RowSample } from './row-sample.js';

/**
 * So many numbers that follow one another are a sign. By chance even a million numbers drawn from the hundred million
 * mobiles of France hold such a run once in some hundred lists, and four hundred never do; families rarely own five. Of a
 * list that was generated and then sorted out for numbers in use, half of which are, longer runs are seldom left.
 */
export const RUN_LENGTH = 5;
/** One number in so many rows belongs to nobody in particular: the association's own, or a stopgap. */
const IDENTICAL_ROWS = 5;
/** A single row may be a person with an easy number. */
const PLACEHOLDER_ROWS = 3;

const MASKED: Revealing = { reveal: false };

/** Short plans resemble one another: more than a few guesses help nobody. */
const COUNTRIES_NAMED = 3;

/** Something about a list as a whole that its rows, each by itself, do not show. Fit to be shown: numbers are masked, unless whole ones are asked for. */
export type ListSign =
  /** Numbers of which at least {@link RUN_LENGTH} follow one another: generated or bought lists look like that. */
  | {
      readonly kind: 'neighbours';
      readonly runs: number;
      readonly numbers: number;
      readonly longest: number;
      /** Where the longest run begins. */
      readonly first: string;
    }
  /** More than half of the rows have no number that can be texted: as a rule the column or the country is wrong. */
  | {
      readonly kind: 'mostly-unusable';
      readonly rows: number;
      readonly unusable: number;
      /** Columns that would fit better, the best first. */
      readonly columns: readonly string[];
      /** Countries whose numbers most of them may be, the likeliest first; none where a column explains it. */
      readonly countries: readonly string[];
    }
  | {
      readonly kind: 'identical';
      /** Rows that repeat the number of another row. */
      readonly repeats: number;
      /** The number with the most rows. */
      readonly number: string;
      readonly rows: number;
      readonly firstLine: number;
    }
  | { readonly kind: 'placeholders'; readonly rows: number };

/** How the numbers of a list are read. */
export interface ListReading {
  readonly headers: readonly string[];
  /** Index of the number's column. */
  readonly phoneColumn: number;
  /** ISO code for national forms. */
  readonly country: string;
  readonly allowFictional: boolean;
}

/** Watches the rows of a list go by; what it keeps of them does not grow with the list. */
export class ListWatch {
  private readonly sample = new RowSample<readonly string[]>();
  private rows = 0;
  private unusable = 0;

  constructor(private readonly reading: ListReading) {}

  /** @param cells One for each header. */
  add(cells: readonly string[], isUsable: boolean): void {
    this.rows += 1;
    if (!isUsable) this.unusable += 1;
    this.sample.add(cells);
  }

  /** Whether most rows fail, and what would fit better. */
  mostlyUnusable(): readonly ListSign[] {
    const { rows, unusable } = this;
    if (unusable * 2 <= rows) return [];
    const columns = betterColumns(this.sample.rows(), this.reading);
    const countries = columns.length > 0 ? [] : betterCountries(this.sample.rows(), this.reading);
    return [{ kind: 'mostly-unusable', rows, unusable, columns, countries }];
  }
}

/**
 * Finds runs of numbers that follow one another, wherever they stand in the list.
 *
 * @param ascending Digits of each number once, the smallest first.
 */
export function neighbours(ascending: Iterable<number>, revealing: Revealing = MASKED): readonly ListSign[] {
  const found = { runs: 0, numbers: 0, longest: 0, start: 0 };
  let start = 0;
  let last = -1;
  const close = (): void => {
    const length = last < 0 ? 0 : last - start + 1;
    if (length < RUN_LENGTH) return;
    found.runs += 1;
    found.numbers += length;
    if (length > found.longest) Object.assign(found, { longest: length, start });
  };
  for (const digits of ascending) {
    if (digits !== last + 1) {
      close();
      start = digits;
    }
    last = digits;
  }
  close();
  if (found.runs === 0) return [];
  const { runs, numbers, longest } = found;
  const first = shownNumber(`+${found.start}` as E164, revealing);
  return [{ kind: 'neighbours', runs, numbers, longest, first }];
}

/** Whether one number stands in many rows. */
export function identical(
  { mostRepeated }: NumberLines,
  repeats: number,
  revealing: Revealing = MASKED,
): readonly ListSign[] {
  if (mostRepeated === null || mostRepeated.rows < IDENTICAL_ROWS) return [];
  const { number, ...more } = mostRepeated;
  return [{ kind: 'identical', repeats, number: shownNumber(number, revealing), ...more }];
}

/** @param rows How many have a number that is one digit, or one pair of digits, over and over. */
export function placeholders(rows: number): readonly ListSign[] {
  return rows < PLACEHOLDER_ROWS ? [] : [{ kind: 'placeholders', rows }];
}

/** A sign in words. */
export function listSignPhrase(sign: ListSign): Phrase {
  switch (sign.kind) {
    case 'neighbours':
      return phrase('contacts.neighbours', { ...sign, least: RUN_LENGTH });
    case 'mostly-unusable':
      return phrase('contacts.mostlyUnusable', sign);
    case 'identical':
      return phrase('contacts.identical', sign);
    case 'placeholders':
      return phrase('contacts.placeholders', sign);
  }
}

/** The columns beside the number's in which most rows have a usable number. */
function betterColumns(
  rows: readonly (readonly string[])[],
  { headers, phoneColumn, country, allowFictional }: ListReading,
): readonly string[] {
  const usableIn = (column: number): number =>
    rows.filter((cells) => parsePhoneNumber(cells[column] ?? '', country, { allowFictional }).outcome === 'accept')
      .length;
  return headers
    .map((header, column) => ({ header, usable: column === phoneColumn ? 0 : usableIn(column) }))
    .filter(({ usable }) => usable * 2 > rows.length)
    .sort((a, b) => b.usable - a.usable)
    .map(({ header }) => header);
}

/**
 * The countries whose numbers most rows hold in national form, of those in which people can be texted at all. A number
 * that is read already, or is kept for films, is understood: that Monaco has one like it explains nothing.
 */
function betterCountries(
  rows: readonly (readonly string[])[],
  { phoneColumn, country, allowFictional }: ListReading,
): readonly string[] {
  const read = (text: string, as: string): NumberReading => parsePhoneNumber(text, as, { allowFictional });
  const texts = rows
    .map((cells) => cells[phoneColumn] ?? '')
    .filter((text) => {
      const reading = read(text, country);
      return reading.outcome === 'reject' && reading.reason !== 'reserved-fictional';
    });
  const fitting = countriesWithPlaces
    .filter((other) => other !== country)
    .map((other) => ({ other, own: texts.map((text) => read(text, other)).filter((reading) => isOwn(reading, other)) }))
    .filter(({ own }) => own.length * 2 > rows.length)
    .map(({ other, own }) => ({ other, asWritten: own.filter(isAsWritten).length }))
    .sort((a, b) => b.asWritten - a.asWritten)
    .map(({ other }) => other);
  const named = fitting.filter(
    (other) => other === coveringCountry(other) || !fitting.includes(coveringCountry(other)),
  );
  return named.slice(0, COUNTRIES_NAMED);
}

/** A number that had to be mended to fit is a weaker sign of its country. Overseas is written as in France. */
function isAsWritten({ warnings }: NumberReading): boolean {
  return warnings.every((one) => one === 'overseas-rewrite' || traitsOf(problemOfWarning(one)).recoverable !== 'yes');
}

/** What one country dials may be another's number: the United States and Canada have one plan, France has its overseas. */
function isOwn(reading: NumberReading, country: string): boolean {
  return reading.outcome === 'accept' && (reading.country === country || coveringCountry(reading.country) === country);
}
