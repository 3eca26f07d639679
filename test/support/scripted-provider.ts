import type { E164 } from '../../src/core/contact/phone-number.js';
import type { Receipt, Reply, SendOutcome } from '../../src/core/delivery/send-outcome.js';
import type { OutgoingMessage, Provider } from '../../src/providers/provider.js';

/** What the script answers to one submission; `arrives` tells whether the handset receives the text all the same. */
export type Answer = SendOutcome & { readonly arrives?: boolean };

/**
 * @param attempt How often this message was submitted before, plus one.
 */
type Script = (message: OutgoingMessage, attempt: number) => Answer | Promise<Answer>;

/** A provider that does what its script says, and knows what every handset has received. */
export interface ScriptedProvider extends Provider {
  /** Every submission, in order. */
  readonly submissions: readonly OutgoingMessage[];
  /** What each handset received, in order. */
  readonly handsets: ReadonlyMap<E164, readonly OutgoingMessage[]>;
  /** Most submissions that were under way at one time. */
  readonly mostInFlight: number;
  /** What the next collection brings. */
  tell(told: { readonly receipts?: readonly Receipt[]; readonly replies?: readonly Reply[] }): void;
}

export const accepted = (message: OutgoingMessage): Answer => ({ kind: 'accepted', providerId: `id-${message.ref}` });
export const rejected: Answer = { kind: 'rejected', code: '9', detail: 'unroutable' };
export const throttled: Answer = { kind: 'throttled', retryAfterMs: 40 };
/** The provider could not be reached: nothing left. */
export const unsent: Answer = { kind: 'unsent', why: 'connection-refused', retryAfterMs: 1000 };
/** The text arrives, its answer does not. */
export const lostAnswer: Answer = { kind: 'unknown', why: 'timeout', arrives: true };
/** Something answers in the provider's place, and nothing arrives. */
export const foreign: Answer = { kind: 'unknown', why: 'http-302', isForeign: true };
export const refused: Answer = { kind: 'refused', reason: 'balance' };

export function scriptedProvider(script: Script = accepted): ScriptedProvider {
  const submissions: OutgoingMessage[] = [];
  const handsets = new Map<E164, OutgoingMessage[]>();
  const attempts = new Map<string, number>();
  const told: { receipts: Receipt[]; replies: Reply[] } = { receipts: [], replies: [] };
  let inFlight = 0;
  let mostInFlight = 0;
  return {
    name: 'simulator',
    submissions,
    handsets,
    get mostInFlight() {
      return mostInFlight;
    },
    tell({ receipts = [], replies = [] }) {
      told.receipts.push(...receipts);
      told.replies.push(...replies);
    },
    async send(message, departs) {
      departs?.();
      inFlight += 1;
      mostInFlight = Math.max(mostInFlight, inFlight);
      try {
        submissions.push(message);
        const attempt = (attempts.get(message.ref) ?? 0) + 1;
        attempts.set(message.ref, attempt);
        const { arrives, ...outcome } = await script(message, attempt);
        const received = handsets.get(message.to) ?? [];
        if (arrives ?? outcome.kind === 'accepted') handsets.set(message.to, [...received, message]);
        return outcome;
      } finally {
        inFlight -= 1;
      }
    },
    collect: () => Promise.resolve({ receipts: told.receipts.splice(0), replies: told.replies.splice(0) }),
  };
}
