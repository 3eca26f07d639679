import { defaultAgeing, type Ageing } from '../core/consent/purpose.js';
import { zoneOfCountry } from '../core/schedule/places.js';
import { phrase } from '../words/phrase.js';
import * as judges from './judges.js';
import type { TableReader } from './table-reader.js';

const MAX_MONTHS = 120;

/**
 * Reads `[consent]`: how long a consent counts without a sign of life of the person.
 *
 * @param country Of the sender.
 */
export function readAgeing(table: TableReader, country: string): Ageing {
  const months = judges.wholeNumber(1, MAX_MONTHS);
  const ageing = {
    warnMonths: table.optional('warn_months', months, defaultAgeing.warnMonths),
    refuseMonths: table.optional('refuse_months', months, defaultAgeing.refuseMonths),
    zone: zoneOfCountry(country, defaultAgeing.zone),
  };
  if (ageing.warnMonths > ageing.refuseMonths) {
    const found = { warn: ageing.warnMonths, refuse: ageing.refuseMonths };
    table.report('warn_months', phrase('config.warnAfterRefuse', found));
  }
  table.close();
  return ageing;
}
