import { DateTime } from 'luxon';
import { OperatorError } from '../errors.js';
import { phrase } from '../words/phrase.js';

/** This program is not older: an earlier clock has lost its time, as machines do whose battery is empty. */
export const EARLIEST_TIME = DateTime.utc(2026);

/**
 * Hours, terms and caps are judged by the machine's clock: by one that is known to be wrong nothing real leaves.
 *
 * @param zone In which it is told.
 * @throws OperatorError notNow (75)
 */
export function refuseLostClock(now: DateTime, zone: string): void {
  if (now >= EARLIEST_TIME) return;
  throw new OperatorError(
    'notNow',
    phrase('doctor.clockBehind', { now, earliest: EARLIEST_TIME, zone }),
    phrase('doctor.clockBehindHint'),
  );
}
