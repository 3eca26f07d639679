import type { DateTime } from 'luxon';
import { earliest } from '../schedule/forecast.js';
import { gateOf, type Gate } from '../schedule/gate.js';
import type { HolidayBook } from '../schedule/holidays.js';
import type { Place } from '../schedule/hours.js';
import type { KeptHours } from './window-profile.js';

/** A territory of a campaign: a place with the profile of hours that was frozen for it. */
export interface GatedTerritory extends Place {
  readonly id: number;
  readonly code: string;
  readonly profile: string;
}

/** The gates of a campaign's territories, as they stand from `judgedAt` to before `goodUntil`. */
export interface TerritoryGates {
  readonly gateOf: ReadonlyMap<number, Gate>;
  /** Ids of the open ones. */
  readonly open: readonly number[];
  /** When the next closed one opens; null when none will. */
  readonly opensAt: DateTime | null;
  readonly judgedAt: DateTime;
  /** Null: none of them ever changes. */
  readonly goodUntil: DateTime | null;
}

/** Judges where a campaign's messages may leave at `now`. A closed territory holds up no other. */
export function judgeTerritories(
  territories: Iterable<GatedTerritory>,
  hours: KeptHours,
  now: DateTime,
  book: HolidayBook,
): TerritoryGates {
  const gates = new Map<number, Gate>();
  for (const territory of territories) {
    gates.set(territory.id, gateOf(territory, hours(territory), now, book));
  }
  const openings = [...gates.values()].map((gate) => (gate.kind === 'closed' ? gate.opensAt : null));
  const closings = [...gates.values()].map((gate) => (gate.kind === 'open' ? gate.sendBefore : null));
  return {
    gateOf: gates,
    open: [...gates].flatMap(([id, gate]) => (gate.kind === 'open' ? [id] : [])),
    opensAt: earliest(openings),
    judgedAt: now,
    goodUntil: earliest([...openings, ...closings]),
  };
}

/** Whether gates still tell the truth at `now`. A clock that was set back leaves them as little as one that ran on. */
export function areGatesGood({ judgedAt, goodUntil }: TerritoryGates, now: DateTime): boolean {
  return now >= judgedAt && (goodUntil === null || now < goodUntil);
}
