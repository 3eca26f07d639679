import type { BlockedBy } from '../../core/schedule/hours.js';
import { phrase, type Phrase } from '../../words/phrase.js';

/** Why a place is closed, in words. */
export function causePhrase(cause: BlockedBy, holiday: string | null): Phrase {
  switch (cause) {
    case 'hours':
      return phrase('schedule.blockedHours');
    case 'sunday':
      return phrase('schedule.blockedSunday');
    case 'weekday':
      return phrase('schedule.blockedWeekday');
    case 'holiday':
      return phrase('schedule.blockedHoliday', holidayOf(holiday));
  }
}

/** What is tolerated on this day, and discouraged. */
export function warningPhrase(warning: 'sunday' | 'holiday', holiday: string | null): Phrase {
  return warning === 'sunday' ? phrase('schedule.warnSunday') : phrase('schedule.warnHoliday', holidayOf(holiday));
}

function holidayOf(holiday: string | null): { holiday: string } {
  return { holiday: holiday ?? '?' };
}
