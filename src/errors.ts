import type { Phrase } from './words/phrase.js';

/** What went wrong, as scripts see it; the exit code follows from it and from nothing else. */
export type ErrorKind =
  'usage' | 'badInput' | 'noInput' | 'unavailable' | 'bug' | 'storeFailure' | 'notNow' | 'notPermitted' | 'config';

/** The exit code of each kind of error, after sysexits.h where it has a fitting one. */
export const exitCodeOf: Readonly<Record<ErrorKind, number>> = {
  usage: 64,
  badInput: 65,
  noInput: 66,
  unavailable: 69,
  bug: 70,
  storeFailure: 74,
  notNow: 75,
  notPermitted: 77,
  config: 78,
};

/** Exit codes that stand for a result rather than an error. */
export const exitCodes = { done: 0, partial: 80, interrupted: 130, terminated: 143 } as const;

/** The gravest first: what may lose or betray data, then what only stands in the way, then what was done in part. */
const GRAVITY: readonly number[] = [
  exitCodeOf.bug,
  exitCodeOf.storeFailure,
  exitCodeOf.notPermitted,
  exitCodeOf.unavailable,
  exitCodeOf.notNow,
  exitCodes.partial,
  exitCodeOf.noInput,
  exitCodeOf.badInput,
  exitCodeOf.usage,
  exitCodeOf.config,
];

/** The one exit code that tells of several results; 0 when all is well. */
export function gravestExitCode(codes: readonly number[]): number {
  return GRAVITY.find((code) => codes.includes(code)) ?? exitCodes.done;
}

/**
 * Something the operator can mend: shown as one line and a hint, without a stack.
 *
 * @param problem What is wrong, naming file, line and value. Never a full phone number.
 * @param hint The way out.
 */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';

  constructor(
    readonly kind: Exclude<ErrorKind, 'bug'>,
    readonly problem: Phrase,
    readonly hint: Phrase | null = null,
    options?: { readonly cause?: unknown; readonly details?: Readonly<Record<string, unknown>> },
  ) {
    super(problem.key, options?.cause === undefined ? undefined : { cause: options.cause });
    this.details = options?.details ?? {};
  }

  /** Further fields of the JSON error object, for instance `opensAt`. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** The operator, or the system, asked the program to end: not an error, but nothing goes on. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  /** @param isTold The person was told already how things stand: no further word is needed. */
  constructor(readonly isTold = false) {
    super('interrupted');
  }
}

/** Throws {@link Interrupted} once `signal` has aborted. */
export function throwIfInterrupted(signal: AbortSignal): void {
  if (signal.aborted) throw new Interrupted();
}

/** The same after a piece of work that let no signal through: they are heard between two turns alone. */
export async function heedInterruption(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  throwIfInterrupted(signal);
}

/** Whoever asked for a listing has read enough of it: nothing is left to say, and that is no error. */
export class ReaderGone extends Error {
  override readonly name = 'ReaderGone';
}

/** A failed invariant: a defect of smsctl itself. */
export class BugError extends Error {
  override readonly name = 'BugError';
}

/** Throws a {@link BugError} unless `condition` holds. `message` never carries personal data. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new BugError(message);
}
