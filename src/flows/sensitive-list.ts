import { basename } from 'node:path';
import { sensitiveList } from '../core/contact/sensitive-columns.js';
import { phrase, type Phrase } from '../words/phrase.js';

/**
 * Says that who is on a list may be as sensitive as what stands in it.
 *
 * @param names Of its file, whose folder tells nothing, and of the purpose it serves.
 */
export function sensitiveListAdvice(names: readonly string[]): readonly Phrase[] {
  return names
    .map((name) => basename(name))
    .flatMap((list) => {
      const suspicion = sensitiveList(list);
      return suspicion === null ? [] : [phrase('flows.sensitiveList', { list, ...suspicion })];
    });
}
