import type { DateTime } from 'luxon';
import type { Formats } from './formats.js';
import type { Translated } from './phrase.js';
import { holidayFr } from './holiday-words.js';

/** French typography: a narrow no-break space before ; ! ? and a full one before : and inside « ». */
const nnbsp = '\u202f';
const nbsp = '\u00a0';

export const scheduleEn = {
  'schedule.historical': (v: { profile: string }) => `${v.profile} is no longer in force`,
  'schedule.notLegalAdvice': 'smsctl repeats its sources; this is not legal advice',

  'schedule.blockedHours': 'outside sending hours',
  'schedule.blockedSunday': 'closed on Sundays',
  'schedule.blockedWeekday': 'closed on this day of the week',
  'schedule.blockedHoliday': (v: { holiday: string }) => `public holiday: ${v.holiday}`,
  'schedule.warnSunday': 'Sunday: allowed, but discouraged',
  'schedule.warnHoliday': (v: { holiday: string }) => `public holiday (${v.holiday}): allowed, but discouraged`,

  'schedule.opensAt': (v: { at: DateTime; zone: string }, f: Formats) => `opens ${f.instant(v.at, v.zone)} (${v.zone})`,
  'schedule.closesAt': (v: { at: DateTime; zone: string }, f: Formats) =>
    `closes ${f.instant(v.at, v.zone)} (${v.zone})`,
  'schedule.opensNever': 'does not open within 60 days',
  'schedule.unknownProfile': (v: { profile: string }) => `there is no sending profile "${v.profile}"`,
  'schedule.knownProfiles': (v: { profiles: readonly string[] }, f: Formats) => `choose ${f.list(v.profiles)}`,
  'schedule.unknownCalendar': (v: { calendar: string }) => `there is no holiday calendar "${v.calendar}"`,
  'schedule.calendarForm': 'a calendar is a country or a country and region, for instance FR, FR-57 or CH-VD',
  'schedule.unknownZone': (v: { zone: string }) => `there is no time zone "${v.zone}"`,
  'schedule.zoneForm': 'a time zone is an IANA name, for instance Europe/Paris',
} as const;

export const scheduleFr: Translated<typeof scheduleEn> = {
  'schedule.historical': (v) => `${v.profile} n’est plus en vigueur`,
  'schedule.notLegalAdvice': `smsctl répète ses sources${nnbsp}; ceci n’est pas un conseil juridique`,

  'schedule.blockedHours': 'hors des heures d’envoi',
  'schedule.blockedSunday': 'fermé le dimanche',
  'schedule.blockedWeekday': 'fermé ce jour de la semaine',
  'schedule.blockedHoliday': (v) => `jour férié${nbsp}: ${holidayFr(v.holiday)}`,
  'schedule.warnSunday': `dimanche${nbsp}: permis, mais déconseillé`,
  'schedule.warnHoliday': (v) => `jour férié (${holidayFr(v.holiday)})${nbsp}: permis, mais déconseillé`,

  'schedule.opensAt': (v, f) => `ouvre ${f.instant(v.at, v.zone)} (${v.zone})`,
  'schedule.closesAt': (v, f) => `ferme ${f.instant(v.at, v.zone)} (${v.zone})`,
  'schedule.opensNever': `n’ouvre pas dans les 60${nbsp}jours`,
  'schedule.unknownProfile': (v) => `aucun profil d’envoi ne s’appelle «${nbsp}${v.profile}${nbsp}»`,
  'schedule.knownProfiles': (v, f) => `choisissez parmi ${f.list(v.profiles)}`,
  'schedule.unknownCalendar': (v) => `aucun calendrier de jours fériés ne s’appelle «${nbsp}${v.calendar}${nbsp}»`,
  'schedule.calendarForm': 'un calendrier est un pays, ou un pays et une région, par exemple FR, FR-57 ou CH-VD',
  'schedule.unknownZone': (v) => `aucun fuseau horaire ne s’appelle «${nbsp}${v.zone}${nbsp}»`,
  'schedule.zoneForm': 'un fuseau horaire est un nom IANA, par exemple Europe/Paris',
};
