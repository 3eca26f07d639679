import type { DateTime } from 'luxon';
import { readInstants } from '../core/schedule/local-time.js';
import { OperatorError } from '../errors.js';
import { phrase } from '../words/phrase.js';

/**
 * An instant that an option gives; without an offset it is local to `zone`.
 *
 * @returns UTC.
 * @throws OperatorError usage (64), also for a time that the clocks left out, or show twice: nobody knows which was meant.
 */
export function givenInstant(option: string, value: string, zone: string): DateTime {
  const instants = readInstants(value, zone);
  if (instants === null) {
    throw new OperatorError('usage', phrase('cli.badInstant', { option, value }), phrase('cli.badInstantHint'));
  }
  const [at, other] = instants;
  if (at === undefined) throw leftOut(option, value, zone);
  if (other !== undefined) throw comesTwice(option, value, zone, [at, other]);
  return at;
}

/** No time of the zone: summer time begins, or a day was left out. */
export function leftOut(option: string, value: string, zone: string): OperatorError {
  return new OperatorError('usage', phrase('cli.leftOut', { option, value, zone }), phrase('cli.leftOutHint'));
}

/** Two times of the zone: summer time ends. */
export function comesTwice(
  option: string,
  value: string,
  zone: string,
  instants: readonly [DateTime, DateTime],
): OperatorError {
  const [first, second] = instants.map(
    (at) => at.setZone(zone).toISO({ suppressSeconds: true, suppressMilliseconds: true }) ?? '',
  );
  return new OperatorError(
    'usage',
    phrase('cli.comesTwice', { option, value, zone }),
    phrase('cli.comesTwiceHint', { first: first ?? '', second: second ?? '' }),
  );
}
