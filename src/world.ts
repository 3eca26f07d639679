import { DateTime, Settings } from 'luxon';

// Whatever people read names its language; to ask the system for its own takes longer than most commands.
Settings.defaultLocale = 'en';

/**
 * The time of day as the program sees it. A rehearsal may run under another clock than the machine's: it starts at a
 * given instant and runs on, and a long wait advances it instead of making anyone sit through the night.
 */
export interface Clock {
  /** The present instant, UTC. */
  now(): DateTime;
  /** Waits until `instant` by this clock, or until `signal` aborts; resolves in both cases. */
  sleepUntil(instant: DateTime, signal?: AbortSignal): Promise<void>;
}

/**
 * Elapsed real time, for pacing submissions and time-outs. Never stepped, never rehearsed: a rate is a promise to a
 * provider's real second.
 */
export interface Timer {
  /** Milliseconds since an arbitrary origin; monotonic. */
  nowMs(): number;
  /** Waits `delayMs`, or until `signal` aborts; resolves in both cases. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
  /** Calls `call` after `delayMs`, unless what it returns is called before: a deadline that costs next to nothing. */
  after(delayMs: number, call: () => void): () => void;
}

/** An output stream with what is known of its other end. */
export interface Terminal {
  readonly isTerminal: boolean;
  /** False once nobody reads it any more: what is written then is lost, and that is no error. */
  readonly isRead: boolean;
  write(text: string): void;
}

/** The only door to what changes by itself: time, chance, the environment, the streams. */
export interface World {
  readonly clock: Clock;
  readonly timer: Timer;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  /** `length` unpredictable bytes, for keys and nothing else. */
  randomBytes(length: number): Buffer;
  /** The name of the person logged in to the system. */
  loginName(): string;
  /** IANA name of the machine's own time zone. */
  readonly timeZone: string;
}

/** The machine's own clock. */
export function systemClock(timer: Timer): Clock {
  // A fast run asks several times a message: within a millisecond the answer is the same.
  let latest: DateTime = DateTime.utc();
  return {
    now() {
      const nowMs = Date.now();
      if (latest.toMillis() !== nowMs) latest = DateTime.fromMillis(nowMs, { zone: 'utc' });
      return latest;
    },
    async sleepUntil(instant, signal) {
      // Short naps, so that a machine that slept or whose clock was set wakes at the right time all the same.
      for (;;) {
        const leftMs = instant.toMillis() - Date.now();
        if (leftMs <= 0 || signal?.aborted === true) return;
        await timer.sleep(Math.min(leftMs, 30_000), signal);
      }
    },
  };
}

/** A clock that starts at `start` and runs at the pace of `timer`; sleeping advances it at once. */
export function rehearsalClock(start: DateTime, timer: Timer): Clock {
  const origin = timer.nowMs();
  let skippedMs = 0;
  const now = (): DateTime => start.toUTC().plus(Math.floor(timer.nowMs() - origin) + skippedMs);
  return {
    now,
    sleepUntil(instant) {
      skippedMs += Math.max(0, instant.toMillis() - now().toMillis());
      return Promise.resolve();
    },
  };
}

/** The machine's monotonic timer. */
export const systemTimer: Timer = {
  nowMs: () => performance.now(),
  sleep: (delayMs, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const done = (): void => {
        clearTimeout(handle);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const handle = setTimeout(done, delayMs);
      signal?.addEventListener('abort', done, { once: true });
    }),
  after(delayMs, call) {
    const handle = setTimeout(call, delayMs);
    return () => clearTimeout(handle);
  },
};
