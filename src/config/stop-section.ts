import { parseMicros } from '../core/campaign/cost.js';
import { noStopRules, type StopRules } from '../core/campaign/stop-rules.js';
import * as judges from './judges.js';
import type { TableReader } from './table-reader.js';

/** A share of nothing would end every run at its first answer of that kind. */
const share = judges.numberBetween(0.001, 1);

/** Reads `[stop]`: the rules by which a run ends itself; all of them are off until they are set. */
export function readStopRules(table: TableReader): Omit<StopRules, 'balanceCurrency'> {
  const balance = table.optional('balance', judges.money, null);
  const rules = {
    canary: table.optional('canary', judges.wholeNumber(0, 10_000), noStopRules.canary),
    canaryMinutes: table.optional('canary_minutes', judges.wholeNumber(1, 1440), noStopRules.canaryMinutes),
    rejected: table.optional('rejected', share, null),
    unknown: table.optional('unknown', share, null),
    replies: table.optional('replies', share, null),
    balanceMicros: balance === null ? null : parseMicros(balance),
  };
  table.close();
  return rules;
}
