import type { OperatorError } from '../../errors.js';
import type { Actor, ExclusionDraft, OpenPlan, RecordVerdict } from '../store.js';
import type { PackedConsent } from './packed-consent.js';
import type { PackedDrafts } from './packed-drafts.js';

/** A stamp as it travels between threads: an instant is its milliseconds. */
export interface PlainStamp extends Actor {
  readonly atMs: number;
}

/** One call of a verb that writes a chunk of a file, as it travels to the thread that writes. */
export type WriterCall =
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

/** What became of one call; verdicts of consents alone. */
export type WriterAnswer =
  | { readonly kind: 'done'; readonly verdicts: readonly RecordVerdict[] }
  | { readonly kind: 'refused'; readonly error: Pick<OperatorError, 'kind' | 'problem' | 'hint'> }
  | { readonly kind: 'failed'; readonly message: string };

/** What the thread is started with. */
export interface WriterStart {
  readonly file: string;
  readonly key: Uint8Array;
  readonly fileKey: Uint8Array | null;
  readonly appliedAt: string;
}
