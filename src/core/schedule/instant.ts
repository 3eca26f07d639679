import { DateTime } from 'luxon';
import { invariant } from '../../errors.js';

/** Writes an instant as it stands in the ledger and in JSON: ISO-8601, UTC, milliseconds, `Z`. Sorts as text. */
export function isoInstant(at: DateTime): string {
  const text = at.toUTC().toISO();
  invariant(text !== null, 'only valid instants are written');
  return text;
}

/** Reads what {@link isoInstant} wrote. */
export function instantOf(text: string): DateTime {
  return DateTime.fromISO(text, { zone: 'utc' });
}
