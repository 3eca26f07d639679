import { createHash } from 'node:crypto';
import type { DateTime } from 'luxon';
import type { Receipt, Reply, SendOutcome } from '../core/delivery/send-outcome.js';
import { instantOf, isoInstant } from '../core/schedule/instant.js';
import type { Clock, Timer } from '../world.js';
import { openOutbox, type Delivered } from './outbox.js';
import type { Finding, OutgoingMessage, Provider } from './provider.js';

/** How the simulated network behaves; every share is a probability from 0 to 1. */
export interface SimulatorOptions {
  readonly seed: number;
  /** From the request to its answer; the handset has the message at half time. */
  readonly latencyMs: number;
  readonly throttled: number;
  readonly rejected: number;
  /** The handset receives the message, the answer is lost. */
  readonly lostAnswer: number;
  readonly undelivered: number;
  /** The person answers STOP. */
  readonly repliesStop: number;
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
 * @param file JSON Lines, the outbox; made with mode 0600 when the first message leaves.
 */
export function simulator(file: string, options: SimulatorOptions, clock: Clock, timer: Timer): Provider {
  const outbox = openOutbox(file);
  const chance = chanceOf(options.seed);
  /** How often a message was throttled so far; forgotten once it was answered. */
  const throttlings = new Map<string, number>();
  let waiting: Awaited[] = [];

  const judge = ({ ref, to, segments }: OutgoingMessage): SendOutcome => {
    const attempt = (throttlings.get(ref) ?? 0) + 1;
    if (chance(options.throttled, 'throttled', to, attempt)) {
      throttlings.set(ref, attempt);
      return { kind: 'throttled', retryAfterMs: RETRY_AFTER_MS };
    }
    throttlings.delete(ref);
    if (chance(options.rejected, 'rejected', to)) {
      return {
        kind: 'rejected',
        code: 'simulated-rejection',
        detail: 'the simulator was told to reject some messages',
      };
    }
    if (chance(options.lostAnswer, 'lost', to)) return { kind: 'unknown', why: 'answer-lost' };
    return { kind: 'accepted', providerId: `sim-${ref}`, segments };
  };

  const halfWay = async (): Promise<void> => {
    if (options.latencyMs > 0) await timer.sleep(options.latencyMs / 2);
  };

  return {
    name: 'simulator',
    async send(message, departs) {
      departs?.();
      await halfWay();
      const outcome = judge(message);
      if (outcome.kind === 'accepted' || outcome.kind === 'unknown') {
        const { to, from, text, appended = '', ref, segments } = message;
        outbox.append({ at: isoInstant(clock.now()), to, from, text: text + appended, ref, segments });
      }
      await halfWay();
      return outcome;
    },
    lookUp(inDoubt) {
      const now = clock.now();
      const lines = new Map(everything(file).map((line) => [line.ref, line]));
      const findings = inDoubt.map(({ ref }): Finding => {
        const line = lines.get(ref);
        if (line === undefined) return { kind: 'absent', ref };
        const due = { line, dueAt: dueAt(line, chance) };
        const { receipt } = tell(due, options, chance);
        const isDue = due.dueAt <= now;
        return {
          kind: 'found',
          ref,
          providerId: `sim-${ref}`,
          status: isDue ? receipt.status : 'accepted',
          code: isDue ? receipt.code : null,
        };
      });
      return Promise.resolve({ kind: 'answered', findings });
    },
    collect() {
      const now = clock.now();
      const { lines, more } = outbox.read();
      const all = waiting.concat(lines.map((line) => ({ line, dueAt: dueAt(line, chance) })));
      waiting = all.filter((one) => one.dueAt > now);
      const told = all.filter((one) => one.dueAt <= now).map((one) => tell(one, options, chance));
      return Promise.resolve({
        receipts: told.map(({ receipt }) => receipt),
        replies: told.flatMap(({ reply }) => reply ?? []),
        more,
      });
    },
  };
}

/** The whole outbox, which is what this network has for records. */
function everything(file: string): readonly Delivered[] {
  const outbox = openOutbox(file);
  const lines: Delivered[] = [];
  for (let more = true; more;) {
    const read = outbox.read();
    lines.push(...read.lines);
    more = read.more;
  }
  return lines;
}

/** A delivered message whose receipt is still to come. */
interface Awaited {
  readonly line: Delivered;
  readonly dueAt: DateTime;
}

function dueAt({ at, to }: Delivered, chance: Chance): DateTime {
  return instantOf(at).plus({ seconds: RECEIPT_SECONDS * (1 + chance.draw('delay', to)) });
}

function tell(
  { line: { ref, to }, dueAt }: Awaited,
  { undelivered, repliesStop }: SimulatorOptions,
  chance: Chance,
): { readonly receipt: Receipt; readonly reply: Reply | null } {
  const at = isoInstant(dueAt);
  if (chance(undelivered, 'undelivered', to)) {
    return { receipt: { ref, status: 'undelivered', code: 'simulated-loss', at }, reply: null };
  }
  const receipt: Receipt = { ref, status: 'delivered', code: null, at };
  return { receipt, reply: chance(repliesStop, 'stop', to) ? { from: to, text: 'STOP', at } : null };
}

/** Whether an event of a given probability befalls a number; the same for the same seed. */
interface Chance {
  (share: number, event: string, to: string, attempt?: number): boolean;
  /** From 0 to below 1. */
  draw(event: string, to: string, attempt?: number): number;
}

function chanceOf(seed: number): Chance {
  const draw = (event: string, to: string, attempt = 0): number =>
    createHash('sha256').update(`${seed}\0${event}\0${to}\0${attempt}`).digest().readUIntBE(0, 6) / 2 ** 48;
  const befalls = (share: number, event: string, to: string, attempt = 0): boolean =>
    share > 0 && draw(event, to, attempt) < share;
  return Object.assign(befalls, { draw });
}
