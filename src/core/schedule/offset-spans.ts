import { IANAZone } from 'luxon';
import { invariant } from '../../errors.js';

export const minuteMs = 60_000;
export const dayMs = 86_400_000;

/** Instants from `fromMs` to before `untilMs` during which a zone keeps one offset: local time is UTC + `offsetMs`. */
interface OffsetSpan {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly offsetMs: number;
}

/** The zone called `name` in the IANA time zone database. Callers checked the name where it came in. */
export function zoneNamed(name: string): IANAZone {
  const zone = IANAZone.create(name);
  invariant(zone.isValid, `unknown time zone "${name}"`);
  return zone;
}

/** Rounded: before standard time, offsets such as Paris's 9 min 21 s are no whole number of minutes. */
export function offsetMsAt(zone: IANAZone, atMs: number): number {
  return Math.round(zone.offset(atMs) * minuteMs);
}

/**
 * Cuts `[fromMs, untilMs)` where the zone changes its offset, so that local time is a plain addition inside each
 * span: hours that a zone skips belong to no span, hours that it repeats to two, and a change of date line
 * (Pacific/Apia, 30 December 2011) is a cut like another.
 *
 * At most a day long: two changes inside one that undo each other would go unseen, and no zone has ever done so.
 */
export function offsetSpans(zone: IANAZone, fromMs: number, untilMs: number): readonly OffsetSpan[] {
  const spans: OffsetSpan[] = [];
  const lastOffsetMs = offsetMsAt(zone, untilMs);
  let start = fromMs;
  while (start < untilMs) {
    const offsetMs = offsetMsAt(zone, start);
    const end = offsetMs === lastOffsetMs ? untilMs : changeBetween(zone, start, untilMs, offsetMs);
    spans.push({ fromMs: start, untilMs: end, offsetMs });
    start = end;
  }
  return spans;
}

/** The first millisecond of another offset, where `keptMs` has `offsetMs` and `changedMs` has not. */
function changeBetween(zone: IANAZone, keptMs: number, changedMs: number, offsetMs: number): number {
  let [kept, changed] = [keptMs, changedMs];
  while (changed - kept > 1) {
    const middle = Math.floor((kept + changed) / 2);
    if (offsetMsAt(zone, middle) === offsetMs) kept = middle;
    else changed = middle;
  }
  return changed;
}
