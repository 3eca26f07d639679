import type { DateTime } from 'luxon';
import type { SendOutcome } from '../core/delivery/send-outcome.js';
import type { RunEnd } from './run.js';

/** So many rounds of throttled answers in a row, without one message taken, and the provider wants us gone for now. */
const THROTTLED_ROUNDS = 50;
/** The same of rounds in which the provider could not be reached: a line that is down may take hours to mend. */
const UNSENT_ROUNDS = 6;
/**
 * So many answers in a row that the provider never gives: whoever stands in its place answers the next message so, too, and
 * each of them would be in doubt.
 */
const FOREIGN_ANSWERS = 5;
/** A run waits no longer than this in all, milliseconds, without one message taken: nobody sits before it for hours. */
const LONGEST_WAIT_MS = 10 * 60_000;

/** Surely not taken, and to be tried again. */
export type HeldBack = Extract<SendOutcome, { readonly kind: 'throttled' | 'unsent' }>;
type Answered = Exclude<SendOutcome, HeldBack>;

/** How long a run goes on asking a provider that takes nothing. */
export class Patience {
  private rounds = 0;
  private inARow = 0;
  private unsentInARow = 0;
  private foreignInARow = 0;
  /** What was to be waited for in a row, milliseconds: in the rounds before, and in this one. */
  private waitedMs = 0;
  private askedMs = 0;

  /** Which round it is: what is under way together is held back together, and counts once. */
  get round(): number {
    return this.rounds;
  }

  /**
   * A message got an answer of its own, or its answer was lost: the next trouble begins from the start.
   *
   * @returns How the run ends when somebody else answered once too often.
   */
  answered(outcome: Answered): RunEnd | null {
    this.inARow = 0;
    this.unsentInARow = 0;
    this.waitedMs = 0;
    this.askedMs = 0;
    // What is lost otherwise says nothing of who was there.
    if (outcome.kind !== 'unknown') this.foreignInARow = 0;
    else if (outcome.isForeign === true) this.foreignInARow += 1;
    return this.foreignInARow < FOREIGN_ANSWERS ? null : { kind: 'unavailable', why: 'foreign-answer' };
  }

  /**
   * A message was held back, by the provider or by the end of a window.
   *
   * @param round That in which it began.
   * @param now When it was answered.
   * @returns How the run ends when that was once too often.
   */
  heldBack(outcome: HeldBack, round: number, now: DateTime): RunEnd | null {
    if (round === this.rounds) this.nextRound(outcome);
    // Also by an answer of a round that is over: it may ask for longer than the others of it did.
    const { retryAfterMs } = outcome;
    this.askedMs = Math.max(this.askedMs, retryAfterMs);
    if (outcome.kind === 'unsent' && this.unsentInARow >= UNSENT_ROUNDS) {
      return { kind: 'unavailable', why: outcome.why };
    }
    if (this.inARow < THROTTLED_ROUNDS && this.waitedMs + this.askedMs <= LONGEST_WAIT_MS) return null;
    return { kind: 'throttled', retryAt: retryAfterMs > 0 ? now.plus({ milliseconds: retryAfterMs }) : null };
  }

  private nextRound({ kind }: HeldBack): void {
    this.rounds += 1;
    this.inARow += 1;
    this.unsentInARow = kind === 'unsent' ? this.unsentInARow + 1 : 0;
    this.waitedMs += this.askedMs;
    this.askedMs = 0;
  }
}
