import type { FrequencyCap } from '../core/audience/eligibility.js';
import { builtInPurposes, legalBases, purposeKinds, type Ageing, type Purpose } from '../core/consent/purpose.js';
import { phrase } from '../words/phrase.js';
import * as judges from './judges.js';
import { readFrequencyCap } from './sections.js';
import type { TableReader } from './table-reader.js';

interface PurposeSettings {
  readonly purposes: ReadonlyMap<string, Purpose>;
  readonly frequencyCapByPurpose: ReadonlyMap<string, FrequencyCap>;
}

/** Reads `[purposes.NAME]`: what a table leaves out is as in the built-in purpose of that name, else as its kind asks. */
export function readPurposes(table: TableReader, ageing: Ageing): PurposeSettings {
  const purposes = new Map([...builtInPurposes].map(([name, purpose]) => [name, withAgeing(purpose, ageing)]));
  const caps = new Map<string, FrequencyCap>();
  for (const name of table.names(isPurposeName, phrase('config.allowedPurposeName'))) {
    const own = table.child(name);
    const purpose = readPurpose(own, name);
    const cap = readFrequencyCap(own);
    if (cap !== null) caps.set(name, cap);
    if (cap !== null && purpose.kind === 'functional') own.report('frequency_cap', phrase('config.capOnFunctional'));
    own.close();
    purposes.set(name, withAgeing(purpose, ageing));
  }
  return { purposes, frequencyCapByPurpose: caps };
}

/** Age counts where the purpose is promotional. */
function withAgeing(purpose: Omit<Purpose, 'ageing'>, ageing: Ageing): Purpose {
  return { ...purpose, ageing: purpose.kind === 'promotional' ? ageing : null };
}

function readPurpose(table: TableReader, name: string): Omit<Purpose, 'ageing'> {
  const builtIn = builtInPurposes.get(name);
  const kindJudge = judges.oneOf(purposeKinds);
  const kind =
    builtIn === undefined
      ? table.required('kind', kindJudge, 'promotional')
      : table.optional('kind', kindJudge, builtIn.kind);
  if (builtIn?.kind === 'promotional' && kind === 'functional') table.report('kind', phrase('config.kindIsFixed'));
  const isPromotional = kind === 'promotional';
  const purpose = {
    name,
    kind,
    bases: table.list('bases', judges.oneOf(legalBases), builtIn?.bases ?? [], ['opt_in', 'member']),
    footer: table.optional('footer', judges.yesOrNo, isPromotional),
    window: table.optional('window', judges.yesOrNo, isPromotional),
  };
  if (builtIn === undefined && !table.has('bases')) table.report('bases', phrase('config.missingBases'));
  for (const duty of ['footer', 'window'] as const) {
    if (isPromotional && !purpose[duty]) table.report(duty, phrase('config.promotionalDuty'));
  }
  return purpose;
}

/** As it stands in CSV files and on the command line. */
function isPurposeName(name: string): boolean {
  return /^[a-z][a-z0-9_-]{0,31}$/.test(name);
}
