import type { Actor, BeginAnswer, ExclusionDraft, OpenPlan, RecordVerdict, RunCall } from '../store.js';
import type { PackedConsent } from './packed-consent.js';
import type { PackedDrafts } from './packed-drafts.js';
import type { PlainError } from './plain-error.js';

/** A stamp as it travels between threads: an instant is its milliseconds. */
export interface PlainStamp extends Actor {
  readonly atMs: number;
}

type Plain<Call> = Call extends { readonly stamp: unknown }
  ? Omit<Call, 'stamp'> & { readonly stamp: PlainStamp }
  : Omit<Call, 'at'> & { readonly atMs: number };

/** {@link RunCall} as it travels to the thread that writes. */
export type PlainRunCall = Plain<RunCall>;

/** One call as it travels to the thread that writes: what a run does at one moment, or a chunk of a file. */
export type WriterCall =
  | { readonly verb: 'run'; readonly calls: readonly PlainRunCall[] }
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

/** Of every call of a run, and of every consent; of the others none. */
export type WriterVerdicts = readonly (BeginAnswer | RecordVerdict | null)[];

/** What became of one call. */
export type WriterAnswer = { readonly kind: 'done'; readonly verdicts: WriterVerdicts } | PlainError;

/** What the thread is started with. */
export interface WriterStart {
  readonly file: string;
  readonly key: Uint8Array;
  readonly fileKey: Uint8Array | null;
  readonly appliedAt: string;
  /** Where this computer remembers how far the runs have come; absent: nowhere. */
  readonly stateFolder?: string | null;
}

export interface WriterData extends WriterStart {
  /** What is written there: the consents of a file, or a plan, so that the same pages are written less often, or a run's messages. */
  readonly work: 'consents' | 'plan' | 'run';
}
