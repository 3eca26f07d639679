import type { DateTime } from 'luxon';
import { dayInWords, type Formats } from './formats.js';

/** An instant as it is told: in `zone`, seen from `now`. */
export interface Moment {
  readonly at: DateTime;
  readonly now: DateTime;
  readonly zone: string;
}

/** "today", "tomorrow", else the day's name and date. */
export function day({ at, now, zone }: Moment, f: Formats): string {
  const local = at.setZone(zone);
  const days = Math.round(local.startOf('day').diff(now.setZone(zone).startOf('day'), 'days').days);
  const isFrench = f.locale === 'fr';
  if (days === 0) return isFrench ? 'aujourd’hui' : 'today';
  if (days === 1) return isFrench ? 'demain' : 'tomorrow';
  const format = local.hasSame(now.setZone(zone), 'year') ? 'cccc d LLLL' : 'cccc d LLLL yyyy';
  return dayInWords(local, format, f.locale);
}

export function hour({ at, zone }: Moment): string {
  return at.setZone(zone).toFormat('HH:mm');
}

export function isOneDay(start: Moment, end: Moment): boolean {
  return start.at.setZone(start.zone).hasSame(end.at.setZone(end.zone), 'day');
}

export function isOneMinute(start: Moment, end: Moment): boolean {
  return isOneDay(start, end) && hour(start) === hour(end);
}

/** "today at 12:31:05" */
export function whenExactly(moment: Moment, f: Formats): string {
  const { at, zone } = moment;
  return `${when(moment, f)}${at.setZone(zone).toFormat(':ss')}`;
}

/** "tomorrow at 08:00" */
export function when(moment: Moment, f: Formats): string {
  return `${day(moment, f)} ${f.locale === 'fr' ? 'à' : 'at'} ${hour(moment)}`;
}
