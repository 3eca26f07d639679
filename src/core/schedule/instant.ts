import { DateTime } from 'luxon';
import { invariant } from '../../errors.js';
import { remembering } from '../../remembering.js';
import { dayMs } from './offset-spans.js';

/** Writes an instant as it stands in the ledger and in JSON: ISO-8601, UTC, milliseconds, `Z`. Sorts as text. */
export function isoInstant(at: DateTime): string {
  invariant(at.isValid, 'only valid instants are written');
  return written(at.toMillis());
}

/** Instants that are at hand: the days that a file names, and the moment that is written beside all of them. */
const AT_HAND = 4096;

// The platform writes the same text, and ten times faster than luxon: every message has several.
const written = remembering(AT_HAND, (ms: number) => new Date(ms).toISOString());

/** Reads what {@link isoInstant} wrote. */
export function instantOf(text: string): DateTime {
  return read(text);
}

const read = remembering(AT_HAND, (text: string) => DateTime.fromMillis(Date.parse(text), { zone: 'utc' }));

/** By so many days at most a month's end and a change of clocks move what is counted in months. */
const MARGIN_DAYS = 2;

/**
 * Whether so many months of the calendar have passed since an instant. Their days alone tell that of nearly every pair: the
 * calendar is asked, which takes longer than all else about a consent, where they do not.
 *
 * @param zone Of the calendar: the last hour of a month there is the next month elsewhere.
 */
export function havePassed(months: number, since: DateTime, now: DateTime, zone: string): boolean {
  const days = (now.toMillis() - since.toMillis()) / dayMs;
  if (days < months * 28 - MARGIN_DAYS) return false;
  if (days > months * 31 + MARGIN_DAYS) return true;
  return now >= since.setZone(zone).plus({ months });
}
