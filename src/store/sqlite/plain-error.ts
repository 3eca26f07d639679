import { BugError, OperatorError } from '../../errors.js';

/** An error as it travels between threads. */
export type PlainError =
  | { readonly kind: 'refused'; readonly error: Pick<OperatorError, 'kind' | 'problem' | 'hint'> }
  | { readonly kind: 'failed'; readonly message: string; readonly stack: string };

export function plainError(error: unknown): PlainError {
  if (error instanceof OperatorError) {
    const { kind, problem, hint } = error;
    return { kind: 'refused', error: { kind, problem, hint } };
  }
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  return { kind: 'failed', message, stack };
}

/** The error that {@link plainError} told of; what was none of the operator's is a defect. */
export function errorFrom(plain: PlainError): Error {
  if (plain.kind === 'failed') return Object.assign(new BugError(plain.message), { stack: plain.stack });
  const { kind, problem, hint } = plain.error;
  return new OperatorError(kind, problem, hint);
}
