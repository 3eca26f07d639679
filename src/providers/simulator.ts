import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, openSync, readSync, closeSync, fstatSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DateTime } from 'luxon';
import type { E164 } from '../core/contact/phone-number.js';
import type { Receipt, Reply, SendOutcome } from '../core/delivery/send-outcome.js';
import { instantOf, isoInstant } from '../core/schedule/instant.js';
import type { Clock, Timer } from '../world.js';
import type { OutgoingMessage, Provider } from './provider.js';

/** How the simulated network behaves; every share is a probability from 0 to 1. */
export interface SimulatorOptions {
  readonly seed: number;
  readonly latencyMs: number;
  readonly throttled: number;
  readonly rejected: number;
  /** The handset receives the message, the answer is lost. */
  readonly lostAnswer: number;
  readonly undelivered: number;
  /** The person answers STOP. */
  readonly repliesStop: number;
}

/** One line of the outbox: what one handset would have received. */
interface Delivered {
  readonly at: string;
  readonly to: E164;
  readonly from: string;
  readonly text: string;
  readonly ref: string;
  readonly segments: number;
}

/** How long a throttled caller is asked to wait. */
const RETRY_AFTER_MS = 50;
/** A receipt comes between this many and twice as many simulated seconds after the message. */
const RECEIPT_SECONDS = 2;

/**
 * A provider that is real in every respect but the radio. What happens to a message follows from the seed and the
 * number alone, so a rehearsal can be repeated. All that it remembers is its outbox: receipts and replies follow from
 * the lines in it, so they survive the death of the program as a real network's would.
 *
 * @param outbox JSON Lines; made with mode 0600 when the first message leaves.
 */
export function simulator(outbox: string, options: SimulatorOptions, clock: Clock, timer: Timer): Provider {
  const attempts = new Map<string, number>();
  let readTo = 0;
  let waiting: Delivered[] = [];

  const draw = (event: string, to: string, attempt = 0): number =>
    createHash('sha256').update(`${options.seed}\0${event}\0${to}\0${attempt}`).digest().readUIntBE(0, 6) / 2 ** 48;

  const judge = (message: OutgoingMessage): SendOutcome => {
    const attempt = (attempts.get(message.ref) ?? 0) + 1;
    attempts.set(message.ref, attempt);
    if (draw('throttled', message.to, attempt) < options.throttled) {
      return { kind: 'throttled', retryAfterMs: RETRY_AFTER_MS };
    }
    if (draw('rejected', message.to) < options.rejected) {
      return { kind: 'rejected', code: 'simulated-rejection', detail: 'the simulator was told to reject some messages' };
    }
    if (draw('lost', message.to) < options.lostAnswer) return { kind: 'unknown', why: 'answer-lost' };
    return { kind: 'accepted', providerId: `sim-${message.ref}`, segments: message.segments };
  };

  const deliver = (message: OutgoingMessage): void => {
    const { to, from, text, ref, segments } = message;
    const line: Delivered = { at: isoInstant(clock.now()), to, from, text, ref, segments };
    if (!existsSync(outbox)) mkdirSync(dirname(outbox), { recursive: true, mode: 0o700 });
    appendFileSync(outbox, `${JSON.stringify(line)}\n`, { mode: 0o600 });
  };

  const dueAt = (line: Delivered): DateTime =>
    instantOf(line.at).plus({ seconds: RECEIPT_SECONDS * (1 + draw('delay', line.to)) });

  const receiptOf = (line: Delivered): Receipt => {
    const isLost = draw('undelivered', line.to) < options.undelivered;
    const at = isoInstant(dueAt(line));
    return { ref: line.ref, status: isLost ? 'undelivered' : 'delivered', code: isLost ? 'simulated-loss' : null, at };
  };

  return {
    name: 'simulator',
    async send(message) {
      if (options.latencyMs > 0) await timer.sleep(options.latencyMs);
      const outcome = judge(message);
      if (outcome.kind === 'accepted' || outcome.kind === 'unknown') deliver(message);
      return outcome;
    },
    collect() {
      const fresh = linesFrom(outbox, readTo);
      readTo = fresh.end;
      waiting.push(...fresh.lines);
      const now = clock.now();
      const due = waiting.filter((line) => dueAt(line) <= now);
      waiting = waiting.filter((line) => dueAt(line) > now);
      const receipts = due.map(receiptOf);
      const replies = due
        .filter((line, place) => receipts[place]?.status === 'delivered' && draw('stop', line.to) < options.repliesStop)
        .map((line): Reply => ({ from: line.to, text: 'STOP', at: isoInstant(dueAt(line)) }));
      return Promise.resolve({ receipts, replies });
    },
  };
}

/** The complete lines of a file from a byte offset on; a last line without its end is still being written. */
function linesFrom(file: string, start: number): { readonly lines: readonly Delivered[]; readonly end: number } {
  if (!existsSync(file)) return { lines: [], end: start };
  const handle = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(Math.max(0, fstatSync(handle).size - start));
    readSync(handle, bytes, 0, bytes.length, start);
    const length = bytes.lastIndexOf(0x0a) + 1;
    const text = bytes.subarray(0, length).toString('utf8');
    const lines = text.split('\n').filter((line) => line !== '');
    return { lines: lines.flatMap(parseLine), end: start + length };
  } finally {
    closeSync(handle);
  }
}

/** A line that a kill cut short is no message that anyone can be told of. */
function parseLine(line: string): readonly Delivered[] {
  try {
    return [JSON.parse(line) as Delivered];
  } catch {
    return [];
  }
}
