/** What a provider answered to one submission, or that it did not. */
export type SendOutcome =
  | { readonly kind: 'accepted'; readonly providerId: string; readonly segments?: number }
  /** Surely not taken, and never will be: this recipient, this text. */
  | { readonly kind: 'rejected'; readonly code: string; readonly detail: string }
  /** Surely not taken; may be tried again after a while. */
  | { readonly kind: 'throttled'; readonly retryAfterMs: number }
  /** Nothing left this host, for the provider could not be reached; may be tried again after a while. */
  | { readonly kind: 'unsent'; readonly why: string; readonly retryAfterMs: number }
  /** Surely not taken, and no other would be: credentials, balance. Ends the run. */
  | { readonly kind: 'refused'; readonly reason: string }
  /**
   * The answer is lost: the message may have left. Never submitted again. `isForeign`: something answered, but nothing that
   * this provider says; another stands between, or at its address.
   */
  | { readonly kind: 'unknown'; readonly why: string; readonly isForeign?: boolean };

export type RecipientTrouble = 'opted_out' | 'barred' | 'unreachable';

/** What became of an accepted message, as the network reported. */
export interface Receipt {
  /** Empty where its source names none: then it is about no message of ours. */
  readonly ref: string;
  /** E.164: to whom the message went. Absent where its source does not say, or not so that it can be read. */
  readonly to?: string;
  readonly status: 'delivered' | 'undelivered';
  readonly code: string | null;
  /**
   * What the code says of the recipient, where it says that: wants no messages (`opted_out`, `barred`), or has no
   * telephone any more (`unreachable`).
   */
  readonly about?: RecipientTrouble | null;
  /** Instant, ISO-8601 UTC. */
  readonly at: string;
}

/** A text that a person sent back. */
export interface Reply {
  /** E.164. */
  readonly from: string;
  readonly text: string;
  readonly at: string;
  /** The provider's own, where it has one. */
  readonly messageId?: string;
}
