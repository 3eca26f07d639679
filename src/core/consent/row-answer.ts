import { refusesTexts } from './refusing-note.js';
import { answerMeantBy } from './value-meaning.js';

/** Absent: the file has no such column. */
type AnswerCells = Readonly<Partial<Record<'opt_in' | 'opt_out' | 'unclear_answer' | 'remark', string>>>;

/** What a row says of the person's own will. */
type RowAnswer =
  | { readonly kind: 'yes' | 'unasked' }
  | { readonly kind: 'refused'; readonly reason: 'declined' | 'unknown_answer'; readonly value: string };

/**
 * What the person answered, where the file has a column for it; absent, nobody was asked there. No row that says no
 * ever becomes a consent: an empty cell is no yes, and whatever stands in a column of those who left is a no. What
 * answers a question that nobody understands is neither. A remark that says no is not repeated: it may say anything else too.
 */
export function answerIn({
  opt_in: optIn,
  opt_out: optOut = '',
  unclear_answer: unclear,
  remark = '',
}: AnswerCells): RowAnswer {
  const hasLeft = answerMeantBy(optOut) !== 'blank' && answerMeantBy(optOut) !== 'no';
  if (hasLeft) return { kind: 'refused', reason: 'declined', value: optOut };
  if (refusesTexts(remark)) return { kind: 'refused', reason: 'declined', value: '' };
  if (unclear !== undefined) return { kind: 'refused', reason: 'unknown_answer', value: unclear };
  if (optIn === undefined) return { kind: 'unasked' };
  const answer = answerMeantBy(optIn);
  if (answer === 'yes') return { kind: 'yes' };
  return { kind: 'refused', reason: answer === 'unknown' ? 'unknown_answer' : 'declined', value: optIn };
}
