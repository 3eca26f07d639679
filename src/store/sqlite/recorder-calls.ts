import type { OperatorError } from '../../errors.js';
import type { Actor, BeginAnswer, RunCall } from '../store.js';

/** A stamp as it travels between threads: an instant is its milliseconds. */
interface PlainStamp extends Actor {
  readonly atMs: number;
}

type Plain<Call> = Call extends { readonly stamp: unknown }
  ? Omit<Call, 'stamp'> & { readonly stamp: PlainStamp }
  : Omit<Call, 'at'> & { readonly atMs: number };

/** A call as it travels to the thread that commits. */
export type RecorderCall = Plain<RunCall>;

/** What became of the calls of one moment. */
export type RecorderAnswer =
  | { readonly kind: 'done'; readonly answers: readonly (BeginAnswer | null)[] }
  | { readonly kind: 'refused'; readonly error: Pick<OperatorError, 'kind' | 'problem' | 'hint'> }
  | { readonly kind: 'failed'; readonly message: string };

/** What the thread is started with. */
export interface RecorderStart {
  readonly file: string;
  readonly key: Uint8Array;
  readonly fileKey: Uint8Array | null;
  readonly appliedAt: string;
}
