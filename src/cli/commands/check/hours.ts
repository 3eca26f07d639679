import { Command } from 'commander';
import type { DateTime } from 'luxon';
import { judgeHours, windowEnd, type HoursVerdict } from '../../../core/schedule/hours.js';
import { isoInstant } from '../../../core/schedule/instant.js';
import { OperatorError } from '../../../errors.js';
import { hoursQuestion, type AskedPlace, type HoursQuestion } from '../../../flows/hours-question.js';
import { phrase, type Phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { causePhrase, warningPhrase } from '../../report/hours-words.js';
import { collect, instantOption, once } from '../campaign-options.js';
import { surroundingsOf } from './surroundings.js';

interface HoursOptions {
  readonly country?: string;
  readonly number?: string;
  readonly postalCode?: string;
  readonly region?: string;
  readonly zone?: readonly string[];
  readonly calendar?: readonly string[];
  readonly profile?: string;
  readonly at?: string;
}

export function checkHoursCommand(app: () => App, words: HelpWords): Command {
  return new Command('hours')
    .description(words('check.helpHours'))
    .option('--country <code>', words('check.helpHoursCountry'), oneOf('--country'))
    .option('--number <number>', words('check.helpHoursNumber'), oneOf('--number'))
    .option('--postal-code <code>', words('check.helpPostalCode'), oneOf('--postal-code'))
    .option('--region <region>', words('check.helpRegion'), oneOf('--region'))
    .option('--zone <zone>', words('check.helpZone'), collect)
    .option('--calendar <calendar>', words('check.helpCalendar'), collect)
    .option('--profile <profile>', words('check.helpProfile'), oneOf('--profile'))
    .option('--at <instant>', words('check.helpAt'), oneOf('--at'))
    .action((options: HoursOptions) => runCheckHours(app(), options));
}

/** Zones and calendars repeat; of what else says where and when there is one. */
const oneOf = (option: string): ReturnType<typeof once> => once(option, phrase('check.onceHint'));

async function runCheckHours(app: App, options: HoursOptions): Promise<void> {
  const { country, allowFictional, chosenProfiles } = surroundingsOf(app);
  const asked = askedPlace(options, country);
  const book = await app.holidayBook();
  const surroundings = { defaultCountry: country, allowFictional, chosenProfiles, book };
  const question = hoursQuestion(asked, options.profile ?? null, surroundings);
  const { zones } = question.place;
  const at = instantAt('--at', options.at, zones) ?? instantAt('--clock', app.globals.clock, zones);
  const judgedAt = at ?? app.world.clock.now();
  const verdict = judgeHours(question.place, question.profile, judgedAt, book);
  if (app.globals.json) app.out(JSON.stringify(documentOf(question, verdict, judgedAt)));
  else show(app, question, verdict, judgedAt, windowEnd(question.place, question.profile, judgedAt, book));
}

/**
 * An instant; without an offset it is the time of the place that is asked about.
 *
 * @throws OperatorError usage (64) where that is no one moment, for the place has zones that differ then.
 */
function instantAt(option: '--at' | '--clock', value: string | undefined, zones: readonly string[]): DateTime | null {
  const moments = zones.flatMap((zone) => instantOption(option, value, zone)?.setZone(zone) ?? []);
  const [first] = moments;
  const other = moments.find((at) => first !== undefined && at.toMillis() !== first.toMillis());
  if (first === undefined || other === undefined) return first?.toUTC() ?? null;
  const zone = first.zoneName ?? '';
  const example = first.toISO({ suppressSeconds: true, suppressMilliseconds: true }) ?? '';
  throw new OperatorError(
    'usage',
    phrase('check.severalMoments', { option, value: value ?? '', zones: [zone, other.zoneName ?? ''] }),
    phrase('check.severalMomentsHint', { option, example, zone }),
  );
}

/** One way of saying where; the sender's own country when none is given. @throws OperatorError usage (64) */
function askedPlace(options: HoursOptions, defaultCountry: string): AskedPlace {
  const { country, number, zone, calendar, postalCode, region } = options;
  const given = [
    ...(country === undefined ? [] : ['--country']),
    ...(number === undefined ? [] : ['--number']),
    ...(zone === undefined ? [] : ['--zone']),
  ];
  const [option, other] = given;
  if (option !== undefined && other !== undefined) throw conflict(option, other);
  if (calendar !== undefined && zone === undefined) {
    if (option !== undefined) throw conflict(option, '--calendar');
    throw new OperatorError('usage', phrase('check.calendarWithoutZone'), phrase('schedule.zoneForm'));
  }
  if (zone !== undefined) {
    if (postalCode !== undefined) throw conflict('--zone', '--postal-code');
    if (region !== undefined) throw conflict('--zone', '--region');
    return { kind: 'zones', zones: zone, calendars: calendar ?? [] };
  }
  const within = { ...(postalCode !== undefined && { postalCode }), ...(region !== undefined && { region }) };
  if (number !== undefined) return { kind: 'number', text: number, within };
  return { kind: 'country', country: country ?? defaultCountry, within };
}

function conflict(option: string, other: string): OperatorError {
  return new OperatorError('usage', phrase('cli.conflict', { option, other }), phrase('check.onePlaceHint'));
}

function documentOf(
  { place, profile, notes }: HoursQuestion,
  verdict: HoursVerdict,
  at: DateTime,
): Record<string, unknown> {
  const { allowed, blockedBy, nextAllowed, warnings, holiday } = verdict;
  return {
    allowed,
    blockedBy,
    nextAllowed: nextAllowed === null ? null : isoInstant(nextAllowed),
    zones: place.zones,
    calendars: place.calendars,
    profile: profile.id,
    force: profile.force,
    source: profile.source,
    confidence: profile.confidence,
    warnings,
    holiday,
    notes,
    at: isoInstant(at),
  };
}

function show(
  app: App,
  { place, profile, notes }: HoursQuestion,
  verdict: HoursVerdict,
  at: DateTime,
  closesAt: DateTime | null,
): void {
  const [zone = 'UTC'] = place.zones;
  const out = (words: Phrase): void => app.out(`  ${app.say(words)}`);
  const { allowed, nextAllowed } = verdict;
  const answer = app.say(phrase('check.hoursVerdict', { allowed, at, zone }));
  app.out(allowed ? app.paint.out.green(answer) : app.paint.out.red(answer));
  for (const cause of verdict.blockedBy) out(causePhrase(cause, verdict.holiday));
  for (const warning of verdict.warnings) out(warningPhrase(warning, verdict.holiday));
  if (closesAt !== null) out(phrase('schedule.closesAt', { at: closesAt, zone }));
  else
    out(nextAllowed === null ? phrase('schedule.opensNever') : phrase('schedule.opensAt', { at: nextAllowed, zone }));
  const calendars = profile.holidays === 'ignore' ? [] : place.calendars;
  out(phrase('check.hoursRule', { profile: profile.id, zones: place.zones, calendars }));
  out(phrase('check.hoursSource', profile));
  if (profile.historical) out(phrase('schedule.historical', { profile: profile.id }));
  for (const note of notes) out(phrase('check.hoursNote', { note }));
  app.note(app.say(phrase('schedule.notLegalAdvice')));
}
