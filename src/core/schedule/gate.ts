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
