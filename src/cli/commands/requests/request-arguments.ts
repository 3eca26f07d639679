import { OperatorError } from '../../../errors.js';
import { phrase } from '../../../words/phrase.js';

/** @throws OperatorError usage (64) */
export function requestId(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new OperatorError('usage', phrase('requests.badId', { text: text.slice(0, 40) }), phrase('requests.noneHint'));
}

/** What an explanation may be long; it is no place for a whole letter. */
const LONGEST = 500;

/** @throws OperatorError usage (64) when there is nothing in it, or too much. */
export function neededText(option: string, text: string): string {
  const trimmed = text.trim();
  if (trimmed !== '' && trimmed.length <= LONGEST) return trimmed;
  throw new OperatorError(
    'usage',
    phrase('requests.badText', { option, longest: LONGEST }),
    phrase('requests.badTextHint'),
  );
}
