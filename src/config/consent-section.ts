import { defaultAgeing, type Ageing } from '../core/consent/purpose.js';
import { phrase } from '../words/phrase.js';
import * as judges from './judges.js';
import type { TableReader } from './table-reader.js';

const MAX_MONTHS = 120;

/** Reads `[consent]`: how long a consent counts without a sign of life of the person. */
export function readAgeing(table: TableReader): Ageing {
  const months = judges.wholeNumber(1, MAX_MONTHS);
  const ageing = {
    warnMonths: table.optional('warn_months', months, defaultAgeing.warnMonths),
    refuseMonths: table.optional('refuse_months', months, defaultAgeing.refuseMonths),
  };
  if (ageing.warnMonths > ageing.refuseMonths) {
    const found = { warn: ageing.warnMonths, refuse: ageing.refuseMonths };
    table.report('warn_months', phrase('config.warnAfterRefuse', found));
  }
  table.close();
  return ageing;
}
