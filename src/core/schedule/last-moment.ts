import type { DateTime } from 'luxon';
import { instantOf } from './instant.js';

/**
 * The last millisecond of a day. What happened on a day of which nobody knows the hour is taken to have happened then.
 *
 * @param end Midnight, when the next day begins.
 */
export function lastMomentOf(end: DateTime): DateTime {
  return end.minus({ milliseconds: 1 });
}

/** Whether an instant stands for its whole day, in the zone that it is in. */
export function isLastMoment(local: DateTime): boolean {
  return +local.plus({ milliseconds: 1 }) === +local.plus({ days: 1 }).startOf('day');
}

/**
 * A term as it was given: its last day where it ends with a day of `zone`, else the instant. Either way it is read back
 * as the same end.
 *
 * @param until ISO 8601, as the ledger has it; anything else is returned as it is.
 */
export function untilText(until: string, zone: string): string {
  const local = instantOf(until).setZone(zone);
  return +local === +local.startOf('day') ? (local.minus({ milliseconds: 1 }).toISODate() ?? until) : until;
}
