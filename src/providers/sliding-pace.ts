import { turnsAt } from '../core/delivery/turns.js';
import { invariant } from '../errors.js';
import type { Timer } from '../world.js';
import type { Pace, Slot } from './provider.js';

/**
 * While somebody waits, a turn lags behind the time by at most this much, milliseconds: what a late timer lost can be made
 * good. After a pause in which nobody asked there is nothing to make good.
 */
const LAG_MS = 50;
/** Timers are no finer. */
const TICK_MS = 0.5;

/**
 * A hard ceiling over any sliding second: a slot is given only while the submissions of the last second and the slots
 * not yet used are together fewer than `rate`. A fixed interval would let two bursts meet at its edge.
 *
 * Within the second the slots come evenly, after the generic cell rate algorithm (ITU-T I.371): a whole second's
 * submissions begun at one time would all be in doubt if the program were killed just then.
 *
 * @param rate Submissions a second, above 0; below 1 it is one submission in more than a second.
 */
export function slidingPace(rate: number, timer: Timer): Pace {
  invariant(rate > 0, 'a rate lets something through');
  const { ceiling, windowMs, spacingMs } = turnsAt(rate);
  /** When each submission of the last second was made, oldest first, by `timer`; those before `oldest` are forgotten. */
  let used: number[] = [];
  let oldest = 0;
  let reserved = 0;
  /** When the next slot has its turn. */
  let turnMs = 0;
  let pausedUntilMs = 0;
  /** One waiter at a time, so that slots are given in the order in which they were asked for. */
  let queue: Promise<unknown> = Promise.resolve();
  let queued = 0;
  /** Ends the nap of that waiter: a slot came back, or the pause grew. */
  let wake: () => void = () => undefined;

  /** How long there can be no slot for sure; null: until one comes back. */
  const waitMs = (): number | null => {
    const nowMs = timer.nowMs();
    while (nowMs - (used[oldest] ?? Infinity) >= windowMs) oldest += 1;
    if (oldest > used.length / 2) [used, oldest] = [used.slice(oldest), 0];
    if (nowMs < pausedUntilMs) return pausedUntilMs - nowMs;
    if (used.length - oldest + reserved < ceiling) return turnMs - nowMs < TICK_MS ? 0 : turnMs - nowMs;
    const first = used[oldest];
    return first === undefined ? null : Math.max(TICK_MS, first + windowMs - nowMs);
  };

  const waited = async (signal: AbortSignal, askedMs: number): Promise<Slot | null> => {
    for (let delayMs = waitMs(); delayMs !== 0; delayMs = waitMs()) {
      if (signal.aborted) return null;
      await nap(delayMs, signal);
    }
    return signal.aborted ? null : give(askedMs);
  };

  const give = (askedMs: number): Slot => {
    reserved += 1;
    const lagMs = askedMs <= turnMs ? LAG_MS : 0;
    turnMs = Math.max(turnMs, timer.nowMs() - lagMs) + spacingMs;
    let isOpen = true;
    const close = (): boolean => {
      if (!isOpen) return false;
      isOpen = false;
      reserved -= 1;
      return true;
    };
    return {
      use() {
        if (!close()) return;
        // The first one gives a waiter an instant to wait for.
        if (used.push(timer.nowMs()) === oldest + 1) wake();
      },
      release() {
        if (!close()) return;
        turnMs -= spacingMs;
        wake();
      },
    };
  };

  /** Waits `delayMs`, or until something changes; resolves in both cases. */
  const nap = async (delayMs: number | null, signal: AbortSignal): Promise<void> => {
    const woken = new AbortController();
    const end = (): void => woken.abort('woken');
    signal.addEventListener('abort', end, { once: true });
    wake = end;
    try {
      if (delayMs !== null) await timer.sleep(delayMs, woken.signal);
      else if (!signal.aborted) await new Promise((resolve) => woken.signal.addEventListener('abort', resolve));
    } finally {
      wake = () => undefined;
      signal.removeEventListener('abort', end);
    }
  };

  return {
    take: () => (queued === 0 && waitMs() === 0 ? give(timer.nowMs()) : null),
    reserve(signal) {
      const askedMs = timer.nowMs();
      queued += 1;
      const slot = queue
        .then(() => waited(signal, askedMs))
        .finally(() => {
          queued -= 1;
        });
      queue = slot.catch(() => undefined);
      return slot;
    },
    pauseFor(delayMs) {
      pausedUntilMs = Math.max(pausedUntilMs, timer.nowMs() + delayMs);
    },
  };
}
