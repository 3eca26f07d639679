import type { SendOutcome } from '../../core/delivery/send-outcome.js';
import type { OperatorError } from '../../errors.js';
import type { Actor, BeginAnswer, SubmissionFacts } from '../store.js';

/** A stamp as it travels between threads: an instant is its milliseconds. */
export interface PlainStamp extends Actor {
  readonly atMs: number;
}

/** One call of a verb that a run makes for every message, as it travels to the thread that commits. */
export type RecorderCall =
  | { readonly verb: 'begin'; readonly intentId: number; readonly factsVersion: string; readonly atMs: number }
  | {
      readonly verb: 'end';
      readonly intentId: number;
      readonly outcome: SendOutcome;
      readonly facts: SubmissionFacts;
      readonly stamp: PlainStamp;
    }
  | { readonly verb: 'skip'; readonly intentId: number; readonly reason: string; readonly stamp: PlainStamp };

/** What became of one call. */
export type RecorderAnswer =
  | { readonly kind: 'done'; readonly answer: BeginAnswer | null }
  | { readonly kind: 'refused'; readonly error: Pick<OperatorError, 'kind' | 'problem' | 'hint'> }
  | { readonly kind: 'failed'; readonly message: string };

/** What the thread is started with. */
export interface RecorderStart {
  readonly file: string;
  readonly key: Uint8Array;
  readonly fileKey: Uint8Array | null;
  readonly appliedAt: string;
}
