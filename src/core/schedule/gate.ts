import type { DateTime } from 'luxon';
import { judgeHours, nextWindow, windowEnd, type Place } from './hours.js';
import type { HolidayBook } from './holidays.js';
import type { SendingProfile } from './profiles.js';

/**
 * How long before a window closes submissions end: an operator may need some minutes to deliver.
 * Our own margin; no source asks for one.
 */
export const CLOSING_MARGIN_MINUTES = 10;

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
  const end = windowEnd(place, profile, now, book);
  if (end === null) return { kind: 'closed', opensAt: judgeHours(place, profile, now, book).nextAllowed };
  const sendBefore = end.minus({ minutes: CLOSING_MARGIN_MINUTES });
  if (now < sendBefore) return { kind: 'open', sendBefore };
  return { kind: 'closed', opensAt: nextWindow(place, profile, end, book)?.start ?? null };
}
