import { DateTime } from 'luxon';
import { dayMs, offsetMsAt, zoneNamed } from './offset-spans.js';

/**
 * The instants, UTC, at which the clocks of a zone show a time: one; none of what they left out; the two of an hour that
 * comes twice, the earlier first. luxon would move the one, and choose among the others by the season in which it is asked.
 *
 * @param wall What the clocks show, as if they showed UTC.
 */
export function instantsShowing(wall: DateTime, zone: string): readonly DateTime[] {
  const wallMs = wall.toMillis();
  const clocks = zoneNamed(zone);
  // Of the day before and of the day after: no zone has ever changed its clocks twice in between.
  const offsets = new Set([offsetMsAt(clocks, wallMs - dayMs), offsetMsAt(clocks, wallMs + dayMs)]);
  return [...offsets]
    .map((offsetMs) => wallMs - offsetMs)
    .filter((ms) => ms + offsetMsAt(clocks, ms) === wallMs)
    .sort((one, other) => one - other)
    .map((ms) => DateTime.fromMillis(ms, { zone: 'utc' }));
}

/** An offset that no place keeps: they reach from -12:00 to +14:00. luxon takes any, and moves the day by it. */
const FAR_OFFSET = /T.*[+-](?!(?:0\d|1[0-4])(?::?[0-5]\d)?$)\d\d(?::?\d\d)?$/i;

/**
 * Reads ISO 8601 with day and time, perhaps with an offset; without one it is what the clocks of `zone` show, and may be no
 * instant or two, as {@link instantsShowing} says. Null for what is not written so.
 */
export function readInstants(text: string, zone: string): readonly DateTime[] | null {
  const wall = DateTime.fromISO(text, { zone: 'utc' });
  // A zone behind it in brackets, as luxon reads it, would be moved over what its clocks left out.
  if (!wall.isValid || !/\dT\d/i.test(text) || text.includes('[') || FAR_OFFSET.test(text)) return null;
  const isSameElsewhere = +DateTime.fromISO(text, { zone: 'UTC+1' }) === +wall;
  return isSameElsewhere ? [wall] : instantsShowing(wall, zone);
}
