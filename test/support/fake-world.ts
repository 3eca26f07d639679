import { DateTime } from 'luxon';
import type { Clock, Timer } from '../../src/world.js';

/** A clock and a timer that show the same time, which passes only while everybody sleeps, or when it is told to. */
export interface FakeWorld {
  readonly clock: Clock;
  readonly timer: Timer;
  /** Lets time pass at once, for instance within a slow request. */
  pass(ms: number): void;
  /** Every sleep that was asked for so far, milliseconds. */
  readonly sleeps: readonly number[];
}

/** Turns of the event loop between two awakenings: a commit needs one, and one often follows another. */
const TURNS = 4;

interface Sleeper {
  readonly wakeMs: number;
  wake(): void;
}

/**
 * Makes a world in which waiting takes no time: when nothing else is left to do, time jumps to the first one who wants
 * to be woken. Those who sleep side by side sleep side by side, and the order is always the same.
 *
 * @param start Instant, ISO-8601.
 */
export function fakeWorld(start: string): FakeWorld {
  const origin = DateTime.fromISO(start, { zone: 'utc' });
  const sleeps: number[] = [];
  const sleepers = new Set<Sleeper>();
  let nowMs = 0;
  let isPumping = false;

  const pump = (): void => {
    const [first] = [...sleepers].sort((a, b) => a.wakeMs - b.wakeMs);
    if (first === undefined) {
      isPumping = false;
      return;
    }
    nowMs = Math.max(nowMs, first.wakeMs);
    first.wake();
    afterTurns(TURNS, pump);
  };

  const sleep = (delayMs: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      sleeps.push(delayMs);
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const sleeper: Sleeper = {
        wakeMs: nowMs + delayMs,
        wake() {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', sleeper.wake);
          resolve();
        },
      };
      sleepers.add(sleeper);
      signal?.addEventListener('abort', sleeper.wake);
      if (!isPumping) {
        isPumping = true;
        afterTurns(TURNS, pump);
      }
    });

  const after = (delayMs: number, call: () => void): (() => void) => {
    const off = new AbortController();
    void sleep(delayMs, off.signal).then(() => {
      if (!off.signal.aborted) call();
    });
    return () => off.abort();
  };

  const now = (): DateTime => origin.plus({ milliseconds: nowMs });
  return {
    timer: { nowMs: () => nowMs, sleep, after },
    clock: {
      now,
      sleepUntil: (instant, signal) => sleep(Math.max(0, instant.toMillis() - now().toMillis()), signal),
    },
    pass(ms) {
      nowMs += ms;
    },
    sleeps,
  };
}

function afterTurns(count: number, use: () => void): void {
  setImmediate(() => (count === 1 ? use() : afterTurns(count - 1, use)));
}
