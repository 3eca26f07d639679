import { DateTime } from 'luxon';
import { isoInstant } from '../../core/schedule/instant.js';

/** E.164 of the digits that the service names people by; null where these are none. */
export function numberIn(found: unknown): string | null {
  const digits = typeof found === 'string' ? found.replace(/^\+/, '') : '';
  return /^[1-9]\d{6,14}$/.test(digits) ? `+${digits}` : null;
}

/** @param otherwise Stands in for a time that is missing or can not be read: nothing that someone said is lost for it. */
export function instantIn(found: unknown, otherwise: DateTime): string {
  const at = typeof found === 'string' ? DateTime.fromISO(found, { zone: 'utc' }) : otherwise;
  return isoInstant(at.isValid ? at : otherwise);
}
