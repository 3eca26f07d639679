import { DateTime } from 'luxon';
import { invariant } from '../../errors.js';

/** One month from receipt, and with notice two months more (GDPR article 12(3)). */
export const ANSWER_MONTHS = 1;
export const EXTENDED_MONTHS = 3;

/**
 * The last day of a period of months, as Regulation (EEC, Euratom) No 1182/71 counts it: the day of the event is not
 * counted (article 3(1)); the period ends with the last hour of the same date of the last month, or of its last day where
 * it has no such date (article 3(2)(c)); if that day is a public holiday, a Sunday or a Saturday, with the last hour of
 * the following working day (article 3(4)).
 *
 * @param from The day of the event, an ISO date.
 * @param isHoliday Whether a local date is a public holiday where the organisation is.
 */
export function lastDayOf(from: string, months: number, isHoliday: (date: string) => boolean): string {
  const start = DateTime.fromISO(from, { zone: 'utc' });
  invariant(start.isValid, 'a period begins on a day');
  let last = start.plus({ months });
  while (last.weekday > FRIDAY || isHoliday(last.toISODate())) last = last.plus({ days: 1 });
  return last.toISODate();
}

const FRIDAY = 5;
