import { DateTime } from 'luxon';
import data from './rule-dates.data.json' with { type: 'json' };

/** Facts older than this are to be looked up again; our own measure. */
const MAX_AGE = { years: 1 };

interface RuleSet {
  readonly name: string;
  /** The day on which its sources were last read. */
  readonly read: string;
}

export const ruleSets: readonly RuleSet[] = data.sets.map(({ name, read }) => ({ name, read }));

/** The sets of facts that nobody has looked up for more than a year. */
export function agedRuleSets(now: DateTime, sets = ruleSets): readonly RuleSet[] {
  return sets.filter(({ read }) => DateTime.fromISO(read, { zone: 'utc' }).plus(MAX_AGE) < now);
}
