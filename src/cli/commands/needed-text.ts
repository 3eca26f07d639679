import { OperatorError } from '../../errors.js';
import { phrase } from '../../words/phrase.js';

/**
 * A text that says something, without the space around it.
 *
 * @param longest In characters.
 * @throws OperatorError usage (64) when there is nothing in it, or too much.
 */
export function neededText(option: string, text: string, longest = Infinity): string {
  const value = text.trim().toWellFormed();
  if (value === '') {
    throw new OperatorError(
      'usage',
      phrase('oversight.emptyText', { option }),
      phrase('oversight.emptyTextHint', { option }),
    );
  }
  if (value.length <= longest) return value;
  throw new OperatorError('usage', phrase('requests.badText', { option, longest }), phrase('requests.badTextHint'));
}
