import type { DateTime } from 'luxon';
import type { HolidayBook } from './holidays.js';
import { nextWindow, type Place, type SendingWindow } from './hours.js';
import type { SendingProfile } from './profiles.js';

/**
 * How long before a window closes submissions end: an operator may need some minutes to deliver.
 * Our own margin; no source asks for one.
 */
export const CLOSING_MARGIN_MINUTES = 10;

/** Windows that begin later than this are not looked for; the same bound as that of {@link nextWindow}. */
const HORIZON_DAYS = 60;

/** Whether messages may leave for one territory now, and how long that holds. */
export type Gate =
  /** `sendBefore` null: at any hour. */
  | { readonly kind: 'open'; readonly sendBefore: DateTime | null }
  /** `opensAt` null: not within the days that are looked at. */
  | { readonly kind: 'closed'; readonly opensAt: DateTime | null };

/**
 * Tells whether submissions for a place may start at `now`.
 *
 * @param profile The window that applies; null when the message may leave at any hour.
 */
export function gateOf(place: Place, profile: SendingProfile | null, now: DateTime, book: HolidayBook): Gate {
  if (profile === null) return { kind: 'open', sendBefore: null };
  const window = submissionWindow(place, profile, now, book);
  if (window === null) return { kind: 'closed', opensAt: null };
  return window.start <= now ? { kind: 'open', sendBefore: window.end } : { kind: 'closed', opensAt: window.start };
}

/** The first window without its margin. One that is no longer than the margin, as far-apart zones may leave, is none. */
function submissionWindow(
  place: Place,
  profile: SendingProfile,
  now: DateTime,
  book: HolidayBook,
): SendingWindow | null {
  const horizon = now.plus({ days: HORIZON_DAYS });
  for (let from = now; from < horizon;) {
    const window = nextWindow(place, profile, from, book);
    if (window === null) return null;
    const end = window.end.minus({ minutes: CLOSING_MARGIN_MINUTES });
    if (window.start < end) return { start: window.start, end };
    from = window.end;
  }
  return null;
}

/**
 * Who goes first where several places are open: those whose window closes first, since the others can still be texted
 * after that; at the end those that never close. Those that close together go together. A run that went by the list alone
 * would leave people behind for whom there was time.
 */
export function firstToClose<T extends { readonly sendBefore: DateTime | null }>(
  open: readonly T[],
): readonly (readonly T[])[] {
  const byClosing = new Map<number, T[]>();
  for (const one of open) {
    const closesMs = one.sendBefore?.toMillis() ?? Infinity;
    byClosing.set(closesMs, [...(byClosing.get(closesMs) ?? []), one]);
  }
  return [...byClosing].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, together]) => together);
}
