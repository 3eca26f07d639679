import type { UndatedTally } from '../../flows/undated-tally.js';
import { phrase, type Phrase } from '../../words/phrase.js';

/** Tells that what has no date counts for whoever had the number before as well. */
export function undatedWarnings(
  key: 'suppress.ofFormerHolders' | 'inbox.ofFormerHolders',
  { rows, firstLine }: Pick<UndatedTally, 'rows' | 'firstLine'>,
): readonly Phrase[] {
  return rows === 0 ? [] : [phrase(key, { rows, firstLine })];
}
