import { OperatorError } from '../../../errors.js';
import { phrase } from '../../../words/phrase.js';

/** Numbers of replies as a person types them, each once. @throws OperatorError usage (64) */
export function replyIds(values: readonly string[]): readonly number[] {
  const ids = values
    .flatMap((value) => value.split(/[\s,]+/))
    .map((value) => {
      if (/^\d{1,15}$/.test(value)) return Number(value);
      throw new OperatorError('usage', phrase('inbox.badId', { value }), phrase('inbox.badIdHint'));
    });
  return [...new Set(ids)];
}

/** @throws OperatorError badInput (65) for numbers under which nothing waits. */
export function refuseStrange(ids: readonly number[], command: 'review' | 'done'): void {
  if (ids.length === 0) return;
  throw new OperatorError('badInput', phrase('inbox.strangeIds', { ids, command }), phrase('inbox.strangeIdsHint'));
}
