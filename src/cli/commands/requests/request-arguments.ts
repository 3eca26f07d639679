import { OperatorError } from '../../../errors.js';
import { phrase } from '../../../words/phrase.js';
import { neededText } from '../needed-text.js';

/** @throws OperatorError usage (64) */
export function requestId(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new OperatorError('usage', phrase('requests.badId', { text: text.slice(0, 40) }), phrase('requests.noneHint'));
}

/** What an explanation may be long; it is no place for a whole letter. */
const LONGEST = 500;

/** @throws OperatorError usage (64) when there is nothing in it, or too much. */
export function explanation(option: string, text: string): string {
  return neededText(option, text, LONGEST);
}
