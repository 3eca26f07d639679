import type { Timer } from '../../src/world.js';

/** A timer whose time passes only when it is told to: a test decides when somebody has waited long enough. */
export interface HandTimer extends Timer {
  /** Lets everybody who sleeps wake up, and as much time pass as the longest of them wanted. */
  fire(): void;
}

export function handTimer(): HandTimer {
  const sleepers = new Map<() => void, number>();
  let nowMs = 0;
  return {
    nowMs: () => nowMs,
    after(delayMs, call) {
      sleepers.set(call, delayMs);
      return () => sleepers.delete(call);
    },
    sleep: (delayMs, signal) =>
      new Promise((resolve) => {
        const wake = (): void => {
          sleepers.delete(wake);
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        sleepers.set(wake, delayMs);
        if (signal?.aborted === true) wake();
        else signal?.addEventListener('abort', wake);
      }),
    fire() {
      nowMs += Math.max(0, ...sleepers.values());
      for (const wake of [...sleepers.keys()]) {
        sleepers.delete(wake);
        wake();
      }
    },
  };
}
