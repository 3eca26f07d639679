import { DateTime } from 'luxon';
import { turnsAt } from '../delivery/turns.js';
import { firstToClose, gateOf } from './gate.js';
import type { HolidayBook } from './holidays.js';
import { judgeHours, type Place } from './hours.js';
import type { SendingProfile } from './profiles.js';

/** Messages that wait for the same window. */
export interface Waiting {
  readonly place: Place;
  readonly profile: SendingProfile | null;
  readonly count: number;
}

/** A stretch of time in which messages leave without a pause. */
export interface Leg {
  readonly start: DateTime;
  readonly end: DateTime;
  readonly count: number;
}

/** Messages that leave on a day that their profile tolerates, but discourages. */
export interface DiscouragedDay {
  /** Where they arrive: an ISO date. */
  readonly date: string;
  readonly why: 'sunday' | 'holiday';
  /** The name of the public holiday; null for a Sunday. */
  readonly holiday: string | null;
  readonly count: number;
}

export interface Forecast {
  readonly legs: readonly Leg[];
  /** In the order in which they come. A public holiday on a Sunday is two. */
  readonly discouraged: readonly DiscouragedDay[];
  /** Messages that no window within the days looked at can take. */
  readonly unplaced: number;
  /** The latest close of the windows that messages leave in; null when they may leave at any hour. */
  readonly lastClose: DateTime | null;
  /** Messages whose turn would come after the last instant allowed. */
  readonly late: number;
}

/** No plan is looked at further than this many stretches. */
const MAX_LEGS = 200;

/**
 * Foretells when messages will leave at a given rate, through every window on the way. The rate is shared: of territories
 * that are open at the same time those that close first go first, as in a run; closed ones hold nobody up.
 *
 * @param rate Submissions a second.
 * @param notAfter The last instant at which a message may leave; null for none.
 */
export function forecast(
  waiting: readonly Waiting[],
  rate: number,
  from: DateTime,
  notAfter: DateTime | null,
  book: HolidayBook,
): Forecast {
  const { spacingMs } = turnsAt(rate);
  const left = waiting.map((one) => one.count);
  const legs: Leg[] = [];
  const discouraged = new Map<string, DiscouragedDay>();
  let now = from;
  /** When the pace lets the next message through. */
  let turn = from;
  let lastClose: DateTime | null = null;
  const isOver = (at: DateTime): boolean => notAfter !== null && at >= notAfter;
  for (let step = 0; step < MAX_LEGS && left.some((count) => count > 0) && !isOver(now); step += 1) {
    const gates = waiting.map((one, index) =>
      (left[index] ?? 0) > 0 ? gateOf(one.place, one.profile, now, book) : null,
    );
    const open = gates.flatMap((gate, index) =>
      gate?.kind === 'open' ? [{ index, sendBefore: gate.sendBefore }] : [],
    );
    const opensAt = earliest(gates.map((gate) => (gate?.kind === 'closed' ? gate.opensAt : null)));
    if (open.length === 0) {
      if (opensAt === null || opensAt <= now) break;
      now = opensAt;
      continue;
    }
    // A stretch that lasts into another day is told day by day, where days differ.
    const midnights = open.flatMap(({ index }) => nextDays(waiting[index], now));
    const until = earliest([opensAt, notAfter, ...open.map((one) => one.sendBefore), ...midnights]);
    const wanted = open.reduce((sum, { index }) => sum + (left[index] ?? 0), 0);
    const begin = DateTime.max(now, turn);
    const room = until === null ? wanted : Math.max(0, Math.ceil(until.diff(begin).as('milliseconds') / spacingMs));
    const taken = Math.min(wanted, room);
    turn = begin.plus({ milliseconds: Math.ceil(taken * spacingMs) });
    const end = taken < wanted ? (until ?? now) : (earliest([turn, until]) ?? turn);
    if (taken > 0) legs.push({ start: now, end, count: taken });
    for (const { index, sendBefore, part } of sharesOf(taken, open, left)) {
      if (part > 0 && sendBefore !== null && (lastClose === null || sendBefore > lastClose)) lastClose = sendBefore;
      if (part > 0) noteDay(discouraged, waiting[index], part, now, book);
      left[index] = (left[index] ?? 0) - part;
    }
    now = end;
  }
  const rest = left.reduce((sum, count) => sum + count, 0);
  const unsent = isOver(now) ? { unplaced: 0, late: rest } : { unplaced: rest, late: 0 };
  return { legs: joined(legs), discouraged: [...discouraged.values()], ...unsent, lastClose };
}

/** An open window, and the place in the list of those who wait for it. */
interface OpenPlace {
  readonly index: number;
  readonly sendBefore: DateTime | null;
}

/** How many of `taken` leave from each open place. Where some close together, each has its share: lists are mixed. */
function sharesOf(
  taken: number,
  open: readonly OpenPlace[],
  left: readonly number[],
): readonly (OpenPlace & { readonly part: number })[] {
  let turns = taken;
  return firstToClose(open).flatMap((together) => {
    let people = together.reduce((sum, { index }) => sum + (left[index] ?? 0), 0);
    let here = Math.min(turns, people);
    turns -= here;
    return together.map((one) => {
      const waiting = left[one.index] ?? 0;
      const part = Math.floor((here * waiting) / people);
      here -= part;
      people -= waiting;
      return { ...one, part };
    });
  });
}

/** When the next day begins for places whose profile discourages some days. */
function nextDays(one: Waiting | undefined, now: DateTime): readonly DateTime[] {
  if (one === undefined || !hasDiscouragedDays(one.profile)) return [];
  return one.place.zones.map((zone) => now.setZone(zone).plus({ days: 1 }).startOf('day').toUTC());
}

function hasDiscouragedDays(profile: SendingProfile | null): profile is SendingProfile {
  return profile !== null && (profile.sunday === 'warn' || profile.holidays === 'warn');
}

/** Counts messages that leave at `now` under each day that is discouraged then, in any zone of their place. */
function noteDay(
  days: Map<string, DiscouragedDay>,
  one: Waiting | undefined,
  count: number,
  now: DateTime,
  book: HolidayBook,
): void {
  if (one === undefined || !hasDiscouragedDays(one.profile)) return;
  const found = new Map<string, Omit<DiscouragedDay, 'count'>>();
  for (const zone of one.place.zones) {
    const date = now.setZone(zone).toISODate() ?? '';
    const { warnings, holiday } = judgeHours({ ...one.place, zones: [zone] }, one.profile, now, book);
    for (const why of warnings) {
      const day = { date, why, holiday: why === 'holiday' ? holiday : null };
      found.set(JSON.stringify(day), day);
    }
  }
  for (const [key, day] of found) days.set(key, { ...day, count: count + (days.get(key)?.count ?? 0) });
}

/** The first of some instants; null where there is none. */
export function earliest(instants: readonly (DateTime | null)[]): DateTime | null {
  return instants.reduce<DateTime | null>(
    (first, at) => (at !== null && (first === null || at < first) ? at : first),
    null,
  );
}

/** Legs that follow each other without a pause are one. */
function joined(legs: readonly Leg[]): readonly Leg[] {
  return legs.reduce<Leg[]>((done, leg) => {
    const last = done.at(-1);
    if (last?.end.equals(leg.start) !== true) return [...done, leg];
    return [...done.slice(0, -1), { start: last.start, end: leg.end, count: last.count + leg.count }];
  }, []);
}
