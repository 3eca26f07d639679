import { invariant } from '../../errors.js';
import data from './profiles.data.json' with { type: 'json' };

/** Who stands behind a window, from the strongest to the weakest. */
export type Force = 'law' | 'charter' | 'provider' | 'advice';

/** The days of a week, Monday first. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
type Weekday = (typeof weekdays)[number];

/** Local minutes of the day, half-open: 08:00-20:00 is `[480, 1200)`. An end of 1440 is midnight. */
export interface Interval {
  readonly startMinute: number;
  readonly endMinute: number;
}

/** When messages may leave in one country, and on whose word. The intervals of a day are in order and apart. */
export interface SendingProfile {
  /** `COUNTRY/name`, for instance `FR/strict`. */
  readonly id: string;
  /** No interval: the day is closed. */
  readonly days: Readonly<Record<Weekday, readonly Interval[]>>;
  /** `block` closes public holidays, `warn` tolerates them with a warning, `ignore` does not look. */
  readonly holidays: 'block' | 'warn' | 'ignore';
  /** `warn`: Sundays are open, but discouraged. */
  readonly sunday: 'warn' | null;
  readonly force: Force;
  /** Citation shown to users: the rule, its document and date. */
  readonly source: string;
  /** How well the citation was checked: `verified-in-source`, `secondary-source` or `general-knowledge`. */
  readonly confidence: string;
  /** Superseded: kept to explain old messages, not to plan new ones. */
  readonly historical: boolean;
}

/** The hours at which messages are best received, inside those at which they are allowed. */
export interface RecommendedWindows {
  readonly windows: readonly Interval[];
  readonly force: 'advice';
  readonly source: string;
}

interface ProfileData {
  readonly monFri: readonly string[];
  readonly sat: readonly string[];
  readonly sun: readonly string[];
  readonly holidays: string;
  readonly sundayWarning?: boolean;
  readonly force: string;
  readonly source: string;
  readonly confidence: string;
  readonly historical?: boolean;
}

/**
 * Functional messages (delivery, booking, an answer to the person) rest at night, 21:00 to 08:00, and on no other
 * ground. It judges no promotional message, so {@link profileIds} does not offer it.
 */
export const nightRest: SendingProfile = toProfile('night-rest', data.nightRest);

/** Advice by country, without any legal value. */
export const recommendedWindows: Readonly<Partial<Record<string, RecommendedWindows>>> = {
  FR: {
    windows: data.recommendedWindows.FR.windows.map(toInterval),
    force: 'advice',
    source: data.recommendedWindows.FR.source,
  },
};

const promotional: ReadonlyMap<string, SendingProfile> = new Map(
  [...countryProfiles(), ...stateProfiles()].map((profile) => [profile.id, profile]),
);
const defaultsByCountry: ReadonlyMap<string, string> = new Map(Object.entries(data.defaultProfile));

/** Stands between the law of a state and what was chosen for its country, where both narrow: `US/TX+FR/strict`. */
const WITHIN = '+';

/** The profile called `id`, {@link nightRest} and those of {@link withinStateLaw} included; null when there is none. */
export function profileById(id: string): SendingProfile | null {
  if (id === nightRest.id) return nightRest;
  const [first, chosen, ...more] = partsOf(id).map((one) => promotional.get(one));
  if (!id.includes(WITHIN)) return first ?? null;
  if (first === undefined || chosen === undefined || more.length > 0) return null;
  return { ...withinBoth(first, chosen), id, source: `${first.source}; ${chosen.source}` };
}

/** The profiles that one is made of, as a rule itself alone. */
export function partsOf(id: string): readonly string[] {
  return id.split(WITHIN);
}

/** The profiles that a country can be given for promotional messages, historical ones included. */
export function profileIds(): readonly string[] {
  return [...promotional.keys()];
}

/**
 * The profile of a place for which the operator chose none.
 *
 * A US state with a law of its own has its own (`US-FL` gives `US/FL`). A country without any falls back on
 * `FR/strict`, which satisfies every provider seen.
 *
 * @param territoryCode Such as `FR-RE` or `US-FL`.
 * @param country ISO 3166-1 alpha-2, such as `RE` or `US`.
 */
export function defaultProfileId(territoryCode: string, country: string): string {
  return stateProfile(territoryCode)?.id ?? defaultsByCountry.get(country) ?? data.defaultProfileElsewhere;
}

/**
 * The profile of a place for which the operator chose `chosen`, in the United States within the law of the state: whoever
 * chooses hours for a country chooses none that a state of it forbids.
 *
 * @param territoryCode As in {@link defaultProfileId}.
 */
export function withinStateLaw(territoryCode: string, chosen: string): string {
  const [state, other] = [stateProfile(territoryCode), profileById(chosen)];
  if (state === null || other === null) return chosen;
  const both = withinBoth(state, other);
  return [state, other].find((one) => isAsOpen(one, both))?.id ?? state.id + WITHIN + other.id;
}

function stateProfile(territoryCode: string): SendingProfile | null {
  return territoryCode.startsWith('US-') ? (promotional.get(territoryCode.replace('-', '/')) ?? null) : null;
}

function isAsOpen(one: SendingProfile, other: SendingProfile): boolean {
  const whenOpen = ({ days, holidays, sunday }: SendingProfile): string => JSON.stringify([days, holidays, sunday]);
  return whenOpen(one) === whenOpen(other);
}

const HOLIDAY_RULES = ['ignore', 'warn', 'block'] as const;

/** What two profiles allow alike, told as the first one. */
export function withinBoth(one: SendingProfile, other: SendingProfile): SendingProfile {
  const days = weekdays.map((day) => [day, commonIntervals(one.days[day], other.days[day])] as const);
  const strictness = Math.max(...[one, other].map(({ holidays }) => HOLIDAY_RULES.indexOf(holidays)));
  return {
    ...one,
    days: Object.fromEntries(days) as SendingProfile['days'],
    holidays: HOLIDAY_RULES[strictness] ?? 'block',
    sunday: one.sunday ?? other.sunday,
  };
}

function commonIntervals(some: readonly Interval[], others: readonly Interval[]): readonly Interval[] {
  return some.flatMap((one) =>
    others.flatMap((other) => {
      const startMinute = Math.max(one.startMinute, other.startMinute);
      const endMinute = Math.min(one.endMinute, other.endMinute);
      return startMinute < endMinute ? [{ startMinute, endMinute }] : [];
    }),
  );
}

function countryProfiles(): readonly SendingProfile[] {
  return Object.entries<ProfileData>(data.profiles).map(([id, entry]) => toProfile(id, entry));
}

/** The state laws, holidays not considered: their lists differ by state and the sources at hand do not give them. */
function stateProfiles(): readonly SendingProfile[] {
  const { monFriSatSun, source, confidence } = data.usStates;
  return Object.entries<readonly (string | null)[]>(monFriSatSun).map(([state, hours]) => {
    const [monFri = [], sat = [], sun = []] = hours.map((span) => (span === null ? [] : [span]));
    return toProfile(`US/${state}`, { monFri, sat, sun, holidays: 'ignore', force: 'law', source, confidence });
  });
}

function toProfile(id: string, entry: ProfileData): SendingProfile {
  const monFri = entry.monFri.map(toInterval);
  const weekend = { sat: entry.sat.map(toInterval), sun: entry.sun.map(toInterval) };
  const days = { mon: monFri, tue: monFri, wed: monFri, thu: monFri, fri: monFri, ...weekend };
  const { holidays, force } = entry;
  invariant(isHolidayRule(holidays) && isForce(force), `profile ${id} has an unknown holiday rule or force`);
  return {
    id,
    days,
    holidays,
    sunday: entry.sundayWarning === true ? 'warn' : null,
    force,
    source: entry.source,
    confidence: entry.confidence,
    historical: entry.historical === true,
  };
}

/** Reads "08:00-20:00". */
function toInterval(span: string): Interval {
  const [startMinute, endMinute] = span.split('-').map(toMinute);
  invariant(startMinute !== undefined && endMinute !== undefined && startMinute < endMinute, `not a span: ${span}`);
  return { startMinute, endMinute };
}

function toMinute(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  invariant(hours !== undefined && minutes !== undefined && hours * 60 + minutes <= 1440, `not a time of day: ${time}`);
  return hours * 60 + minutes;
}

function isHolidayRule(text: string): text is SendingProfile['holidays'] {
  return text === 'block' || text === 'warn' || text === 'ignore';
}

function isForce(text: string): text is Force {
  return text === 'law' || text === 'charter' || text === 'provider' || text === 'advice';
}
