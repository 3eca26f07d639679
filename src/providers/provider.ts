import type { DateTime } from 'luxon';
import type { E164 } from '../core/contact/phone-number.js';
import type { Receipt, RecipientTrouble, Reply, SendOutcome } from '../core/delivery/send-outcome.js';

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
  /**
   * @param departs Called in the turn in which the first byte leaves, and not at all where none does. A connection may
   *   take long to make, and a process may be stopped meanwhile: only then does the submission count towards the rate.
   */
  send(message: OutgoingMessage, departs?: () => void): Promise<SendOutcome>;
  /** Receipts and replies that are due and were not collected by this object before. */
  collect(): Promise<Collected>;
  /** What a code of its receipts says of the recipient; null: nothing. Absent where no code ever does. */
  aboutCode?(code: string): RecipientTrouble | null;
  /** Asks the provider's own records what became of messages in doubt; absent where it keeps none to search. */
  lookUp?(inDoubt: readonly InDoubt[]): Promise<LookUp>;
  /** Reads replies and receipts of a span in the provider's own records; absent where it keeps none to search. */
  fetchInbox?(from: DateTime, to: DateTime): Promise<Fetched>;
  /** Asks whether the credentials are good, without sending anything; absent where there are none. */
  checkCredentials?(): Promise<CredentialsCheck>;
  /**
   * What the account holds; null where the provider does not tell, or not now. Unlike {@link checkCredentials} it asks
   * nothing of the service that takes messages, so it may be asked while they leave at the full rate.
   */
  balance?(): Promise<Balance | null>;
}

/** A submission whose answer was lost. */
export interface InDoubt {
  readonly ref: string;
  readonly to: E164;
  readonly submittedAt: DateTime;
}

/** What the provider's records say of one message in doubt. */
export type Finding =
  | {
      readonly kind: 'found';
      readonly ref: string;
      readonly providerId: string;
      /** `accepted`: taken, and its end not known. */
      readonly status: 'accepted' | 'delivered' | 'undelivered' | 'rejected';
      readonly code: string | null;
    }
  /** The records of that time are complete and settled, and have nothing like it. That settles nothing by itself. */
  | { readonly kind: 'absent'; readonly ref: string }
  | {
      readonly kind: 'unclear';
      readonly ref: string;
      /** Submitted a moment ago; records that were cut short; one to the same number that names no reference. */
      readonly why: 'too_recent' | 'incomplete' | 'ambiguous';
    };

export type LookUp =
  | { readonly kind: 'answered'; readonly findings: readonly Finding[] }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unavailable'; readonly why: string };

/** Replies and receipts of a span of time, as the provider's own records have them. */
export type Fetched =
  | {
      readonly kind: 'answered';
      readonly replies: readonly Reply[];
      readonly receipts: readonly Receipt[];
      /** No record of that time is missing, and each could be read. */
      readonly isComplete: boolean;
    }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unavailable'; readonly why: string };

/** What an account holds: decimal text in `currency`. */
export interface Balance {
  readonly amount: string;
  readonly currency: string;
}

/** Whether the provider knows us. */
export type CredentialsCheck =
  /** The balance is null where the provider does not tell. */
  | { readonly kind: 'good'; readonly balance: Balance | null }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unavailable'; readonly why: string };

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
  /** A slot that is free at once; null where somebody waits, or has to. */
  take(): Slot | null;
  /** Waits for a slot; null when `signal` aborted first. */
  reserve(signal: AbortSignal): Promise<Slot | null>;
  /** No slot is given for this long. */
  pauseFor(delayMs: number): void;
}
