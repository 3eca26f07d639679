import { defaultTerms, retentionCategories, type RetentionTerms } from '../core/rights/retention.js';
import * as judges from './judges.js';
import type { TableReader } from './table-reader.js';

/** No term of a law is longer than a lifetime. */
const months = judges.wholeNumber(1, 1200);

/** Reads `[retention]`: for how many months each category is kept. */
export function readRetention(table: TableReader): RetentionTerms {
  const terms = Object.fromEntries(
    retentionCategories.map((category) => [category, table.optional(category, months, defaultTerms[category])]),
  ) as Record<keyof RetentionTerms, number>;
  table.close();
  return terms;
}
