import type { DateTime } from 'luxon';
import type { E164 } from '../core/contact/phone-number.js';
import type { Receipt, Reply, SendOutcome } from '../core/delivery/send-outcome.js';

/** One message on its way to one person. */
export interface OutgoingMessage {
  /** Ours: at most 40 characters of `[A-Za-z0-9_-]`, the same at every attempt. */
  readonly ref: string;
  readonly to: E164;
  readonly from: string;
  /** What is submitted. */
  readonly text: string;
  /**
   * The way out that the provider appends after `text` by itself, with what it puts between. Absent: it must append
   * nothing, since the message needs no way out or `text` carries it.
   */
  readonly appended?: string;
  /** Of `text` and `appended` together. */
  readonly segments: number;
  /** The end of the window that it was judged in, UTC; null when it may leave at any hour. */
  readonly sendBefore: DateTime | null;
}

/**
 * The port to whoever carries messages. `send` never throws for what a network or a service can do: once the request
 * may have left this host, everything but a definite answer is `unknown`.
 */
export interface Provider {
  readonly name: string;
  send(message: OutgoingMessage): Promise<SendOutcome>;
  /** Receipts and replies that are due and were not collected by this object before. */
  collect(): Promise<Collected>;
}

/** What a provider has to tell of earlier messages. */
export interface Collected {
  readonly receipts: readonly Receipt[];
  readonly replies: readonly Reply[];
  /** There is more than fits into one answer: call again at once. */
  readonly more?: boolean;
}

/** The right to submit one message now. */
export interface Slot {
  /** Call in the moment of submission. */
  use(): void;
  /** Gives the slot back unused. */
  release(): void;
}

/** Keeps submissions under the provider's rate. */
export interface Pace {
  /** Waits for a slot; null when `signal` aborted first. */
  reserve(signal: AbortSignal): Promise<Slot | null>;
  /** No slot is given for this long. */
  pauseFor(delayMs: number): void;
}
