import type { PlainError } from './plain-error.js';

/** What the thread is started with. */
export interface CheckerStart {
  readonly file: string;
  readonly key: Uint8Array;
  readonly fileKey: Uint8Array | null;
  /** One number, shared: whoever makes it {@link TAKEN} looks at the pages, and the other one does not. */
  readonly pages: Int32Array;
}

const TAKEN = 1;

/** What one check found, as it travels between threads. */
export type CheckAnswer = { readonly kind: 'found'; readonly faults: readonly string[] } | PlainError;

export interface CheckMessage {
  readonly check: 'tampering' | 'integrity';
  readonly answer: CheckAnswer;
}

/** Whether the look at the pages is left to whoever asks: the first one has it. */
export function takePages(pages: Int32Array): boolean {
  return Atomics.compareExchange(pages, 0, 0, TAKEN) === 0;
}
