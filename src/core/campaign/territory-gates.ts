import type { DateTime } from 'luxon';
import { earliest } from '../schedule/forecast.js';
import { firstToClose, gateOf, type Gate } from '../schedule/gate.js';
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
  /** Ids of the open ones, those that close together side by side, and those that close first before the others. */
  readonly open: readonly (readonly number[])[];
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
  const open = [...gates].flatMap(([id, gate]) => (gate.kind === 'open' ? [{ id, sendBefore: gate.sendBefore }] : []));
  return {
    gateOf: gates,
    open: firstToClose(open).map((together) => together.map(({ id }) => id)),
    opensAt: earliest(openings),
    judgedAt: now,
    goodUntil: earliest([...openings, ...open.map(({ sendBefore }) => sendBefore)]),
  };
}

/** Whether gates still tell the truth at `now`. A clock that was set back leaves them as little as one that ran on. */
export function areGatesGood({ judgedAt, goodUntil }: TerritoryGates, now: DateTime): boolean {
  return now >= judgedAt && (goodUntil === null || now < goodUntil);
}
