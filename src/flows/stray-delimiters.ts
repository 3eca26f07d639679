import type { Table } from '../files/table.js';
import { phrase, type Phrase } from '../words/phrase.js';

/** What is to be said of rows of a table that was read to its end: some may hold a cell too many. */
export function strayDelimiterAdvice(table: Table): readonly Phrase[] {
  const stray = table.strayDelimiters();
  return stray === null ? [] : [phrase('contacts.strayDelimiters', stray)];
}
