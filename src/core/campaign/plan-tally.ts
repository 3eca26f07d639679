import type { Encoding } from '../segment/count-segments.js';
import type { ExclusionReason } from '../audience/eligibility.js';
import { countRow, type RowCount } from '../row-count.js';
import type { Micros } from './cost.js';

/** A message as the plan counts it. */
export interface Counted {
  readonly encoding: Encoding;
  readonly segments: number;
  readonly costMicros: Micros;
  /** Code of the territory. */
  readonly territory: string;
  /** The country whose network carries the number, ISO 3166-1 alpha-2. */
  readonly country: string;
}

export interface Sample {
  readonly to: string;
  readonly text: string;
  readonly segments: number;
}

/** What a row's own words led to, and the operator should know. */
export const planRemarks = [
  // The row's country decided how the number was read.
  'row-country',
  // No mobile in the row's country, one in the sender's: refused.
  'row-country-refused',
  // The postal code, time zone or country names no known place: the number alone tells it.
  'place-unread',
  // The region, canton or Land is not known: the calendar is the country's.
  'region-unknown',
  // A field holds what the text can not use: left out as `missing_field`.
  'field-unfit',
  // A field holds what would take more work than any message needs: left out as `missing_field`.
  'field-too-much-work',
  // A column of answers says no, and the ledger has a consent: planned.
  'row-says-no',
] as const;
export type PlanRemark = (typeof planRemarks)[number];

/** What the operator sees of a plan before anything leaves: counts, never a list of people. */
export interface PlanTotals {
  readonly rows: number;
  /** Rows that are in the campaign's plan: those of earlier plans and the newcomers. */
  readonly planned: number;
  readonly already: number;
  readonly newcomers: number;
  readonly excluded: Readonly<Partial<Record<ExclusionReason, number>>>;
  readonly segments: number;
  readonly costMicros: Micros;
  /** The newcomers' share of the cost. */
  readonly newCostMicros: Micros;
  /** Countries of messages that were planned at no cost, and of the newcomers among them. */
  readonly costless: readonly string[];
  readonly newCostless: readonly string[];
  readonly encodings: Readonly<Record<Encoding, number>>;
  readonly territories: Readonly<Record<string, number>>;
  /** By the country whose network carries the number: a Swiss number of someone in France is Swiss here. */
  readonly countries: Readonly<Record<string, number>>;
  /** How many messages take how many segments. */
  readonly distribution: Readonly<Record<number, number>>;
  readonly samples: readonly Sample[];
  readonly remarks: Readonly<Partial<Record<PlanRemark, RowCount>>>;
  /** Codes of territories that keep holidays which are in no calendar here. */
  readonly ownHolidaysNotKnown: readonly string[];
  /** Codes of whole countries whose regions keep further holidays, which were not counted. */
  readonly nationalCalendars: readonly string[];
}

/** Texts shown before sending: enough to see what a real one looks like. */
export const SAMPLE_COUNT = 3;

/** Counts a plan while it is being made. */
export class PlanTally {
  private rows = 0;
  private already = 0;
  private newcomers = 0;
  private segments = 0;
  private costMicros = 0;
  private newCostMicros = 0;
  private readonly costless = new Set<string>();
  private readonly newCostless = new Set<string>();
  private readonly excluded = new Map<ExclusionReason, number>();
  private readonly encodings = { 'GSM-7': 0, 'UCS-2': 0 };
  private readonly territories = new Map<string, number>();
  private readonly countries = new Map<string, number>();
  private readonly distribution = new Map<number, number>();
  private readonly samples: Sample[] = [];
  private readonly remarks = new Map<PlanRemark, RowCount>();
  private readonly ownHolidaysNotKnown = new Set<string>();
  private readonly nationalCalendars = new Set<string>();

  addExcluded(reason: ExclusionReason): void {
    this.rows += 1;
    this.excluded.set(reason, (this.excluded.get(reason) ?? 0) + 1);
  }

  addAlready(message: Counted): void {
    this.already += 1;
    this.add(message);
  }

  addNewcomer(message: Counted, sample: Sample): void {
    this.newcomers += 1;
    this.newCostMicros += message.costMicros;
    if (message.costMicros === 0) this.newCostless.add(message.country);
    if (this.samples.length < SAMPLE_COUNT) this.samples.push(sample);
    this.add(message);
  }

  /** Notes something about one row; rows come in the order of their lines. */
  addRemark(remark: PlanRemark, line: number): void {
    countRow(this.remarks, remark, line);
  }

  /** Notes a territory whose own holidays close nothing. */
  addOwnHolidaysNotKnown(territory: string): void {
    this.ownHolidaysNotKnown.add(territory);
  }

  /** Notes a country of which no region's own holidays close a day. */
  addNationalCalendar(territory: string): void {
    this.nationalCalendars.add(territory);
  }

  /** How many newcomers there are so far. */
  get newcomerCount(): number {
    return this.newcomers;
  }

  private add({ encoding, segments, costMicros, territory, country }: Counted): void {
    this.rows += 1;
    this.segments += segments;
    this.costMicros += costMicros;
    if (costMicros === 0) this.costless.add(country);
    this.encodings[encoding] += 1;
    this.territories.set(territory, (this.territories.get(territory) ?? 0) + 1);
    this.countries.set(country, (this.countries.get(country) ?? 0) + 1);
    this.distribution.set(segments, (this.distribution.get(segments) ?? 0) + 1);
  }

  totals(): PlanTotals {
    return {
      rows: this.rows,
      planned: this.already + this.newcomers,
      already: this.already,
      newcomers: this.newcomers,
      excluded: Object.fromEntries(this.excluded),
      segments: this.segments,
      costMicros: this.costMicros,
      newCostMicros: this.newCostMicros,
      costless: [...this.costless].sort(),
      newCostless: [...this.newCostless].sort(),
      encodings: { ...this.encodings },
      territories: Object.fromEntries([...this.territories].sort(([a], [b]) => (a < b ? -1 : 1))),
      countries: Object.fromEntries([...this.countries].sort(([a], [b]) => (a < b ? -1 : 1))),
      distribution: Object.fromEntries([...this.distribution].sort(([a], [b]) => a - b)),
      samples: this.samples,
      remarks: Object.fromEntries(this.remarks),
      ownHolidaysNotKnown: [...this.ownHolidaysNotKnown].sort(),
      nationalCalendars: [...this.nationalCalendars].sort(),
    };
  }
}
