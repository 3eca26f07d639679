import type { Timer } from '../../world.js';

/** The first wait, and the longest, milliseconds. */
const FIRST_MS = 1000;
const LONGEST_MS = 30_000;

/** How long to wait before the next request, while a provider gives no time of its own. */
interface BackOff {
  /** Doubles with each time that was waited in vain. Those who fail side by side wait side by side. */
  nextMs(): number;
  /** A message was taken: the next trouble begins from the start. */
  reset(): void;
}

export function backOff(timer: Timer): BackOff {
  let delayMs = 0;
  let untilMs = -Infinity;
  return {
    nextMs() {
      const nowMs = timer.nowMs();
      if (nowMs < untilMs) return untilMs - nowMs;
      delayMs = Math.min(LONGEST_MS, delayMs === 0 ? FIRST_MS : delayMs * 2);
      untilMs = nowMs + delayMs;
      return delayMs;
    },
    reset() {
      delayMs = 0;
      untilMs = -Infinity;
    },
  };
}
