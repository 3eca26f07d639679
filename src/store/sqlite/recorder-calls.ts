import type { SendOutcome } from '../../core/delivery/send-outcome.js';
import type { OperatorError } from '../../errors.js';
import type { Actor, BeginAnswer, ExclusionDraft, OpenPlan, RecordVerdict, SubmissionFacts } from '../store.js';
import type { PackedConsent } from './packed-consent.js';
import type { PackedDrafts } from './packed-drafts.js';

/** A stamp as it travels between threads: an instant is its milliseconds. */
export interface PlainStamp extends Actor {
  readonly atMs: number;
}

/**
 * One call of a verb as it travels to the thread that commits: of those that a run makes for every message, of a plan, or
 * of an import.
 */
export type RecorderCall =
  | { readonly verb: 'begin'; readonly intentId: number; readonly factsVersion: string; readonly atMs: number }
  | {
      readonly verb: 'end';
      readonly intentId: number;
      readonly outcome: SendOutcome;
      readonly facts: SubmissionFacts;
      readonly stamp: PlainStamp;
    }
  | { readonly verb: 'skip'; readonly intentId: number; readonly reason: string; readonly stamp: PlainStamp }
  | {
      readonly verb: 'keep';
      readonly plan: OpenPlan;
      readonly messages: PackedDrafts;
      readonly exclusions: readonly ExclusionDraft[];
    }
  | {
      readonly verb: 'freeze';
      readonly plan: OpenPlan;
      readonly file: { readonly sha256: string; readonly rows: number };
      readonly stamp: PlainStamp;
    }
  | { readonly verb: 'consents'; readonly records: readonly PackedConsent[]; readonly stamp: PlainStamp };

export type CallAnswer = BeginAnswer | readonly RecordVerdict[] | null;

/** What became of one call. */
export type RecorderAnswer =
  | { readonly kind: 'done'; readonly answer: CallAnswer }
  | { readonly kind: 'refused'; readonly error: Pick<OperatorError, 'kind' | 'problem' | 'hint'> }
  | { readonly kind: 'failed'; readonly message: string };

/** What the thread is started with. */
export interface RecorderStart {
  readonly file: string;
  readonly key: Uint8Array;
  readonly fileKey: Uint8Array | null;
  readonly appliedAt: string;
  /** Whole files are written there: the same pages are written less often. */
  readonly isBulk?: boolean;
}
