import type { Timer } from '../world.js';
import type { Pace, Slot } from './provider.js';

/** The period over which a provider counts, milliseconds. */
const SECOND_MS = 1000;

/**
 * A hard ceiling over any sliding second: a slot is given only while the submissions of the last second and the slots
 * not yet used are together fewer than `rate`. A fixed interval would let two bursts meet at its edge.
 *
 * @param rate Submissions a second, at least 1.
 */
export function slidingPace(rate: number, timer: Timer): Pace {
  const ceiling = Math.max(1, Math.floor(rate));
  /** When each submission of the last second was made, oldest first, by `timer`. */
  const used: number[] = [];
  let reserved = 0;
  let pausedUntilMs = 0;
  /** One waiter at a time, so that slots are given in the order in which they were asked for. */
  let queue: Promise<unknown> = Promise.resolve();

  const waitMs = (): number => {
    const nowMs = timer.nowMs();
    while (used[0] !== undefined && nowMs - used[0] > SECOND_MS) used.shift();
    if (nowMs < pausedUntilMs) return pausedUntilMs - nowMs;
    if (used.length + reserved < ceiling) return 0;
    const oldest = used[0];
    // With nothing but unused slots in the way there is no instant to wait for: look again in a moment.
    return oldest === undefined ? 1 : Math.max(1, oldest + SECOND_MS + 1 - nowMs);
  };

  const take = async (signal: AbortSignal): Promise<Slot | null> => {
    for (let delayMs = waitMs(); delayMs > 0; delayMs = waitMs()) {
      if (signal.aborted) return null;
      await timer.sleep(delayMs, signal);
    }
    if (signal.aborted) return null;
    reserved += 1;
    let isOpen = true;
    const close = (): boolean => {
      if (!isOpen) return false;
      isOpen = false;
      reserved -= 1;
      return true;
    };
    return {
      use() {
        if (close()) used.push(timer.nowMs());
      },
      release() {
        close();
      },
    };
  };

  return {
    reserve(signal) {
      const slot = queue.then(() => take(signal));
      queue = slot.catch(() => undefined);
      return slot;
    },
    pauseFor(delayMs) {
      pausedUntilMs = Math.max(pausedUntilMs, timer.nowMs() + delayMs);
    },
  };
}
