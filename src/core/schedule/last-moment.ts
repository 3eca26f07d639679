import { DateTime } from 'luxon';
import { instantOf } from './instant.js';

/**
 * The last millisecond of a day. What happened on a day of which nobody knows the hour is taken to have happened then.
 *
 * @param end Midnight, when the next day begins.
 */
function lastMomentOf(end: DateTime): DateTime {
  return end.minus({ milliseconds: 1 });
}

/**
 * When something happened that takes a permission away, a STOP or a withdrawal. Of a day alone nobody knows the hour, and
 * whoever agreed in its morning may have said STOP in its afternoon: so at its end, and of today or a day to come now. So it
 * is with an hour that came twice.
 *
 * @param day As it was stated: `at` and `end` are one instant where it has a time that came once.
 */
export function latestMomentOf(
  day: { readonly at: DateTime; readonly end: DateTime; readonly isDateOnly: boolean },
  now: DateTime,
): DateTime {
  return day.isDateOnly ? DateTime.min(lastMomentOf(day.end), now) : DateTime.max(day.at, DateTime.min(day.end, now));
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
  return +local === +local.startOf('day') ? lastDay(local, zone) : until;
}

/** The last day of `zone`, ISO, that ends before an instant or with it. */
export function lastDay(until: DateTime, zone: string): string {
  return isoDay(lastMomentOf(until), zone);
}

/** The day of an instant in `zone`, ISO. */
export function isoDay(at: DateTime, zone: string): string {
  return at.setZone(zone).toFormat('yyyy-MM-dd');
}
