import type { DateTime } from 'luxon';
import type { Config } from '../config/config.js';
import { authorityDeadline, dutiesOf } from '../core/incident/incident.js';
import { agedRuleSets } from '../core/rules/rule-dates.js';
import type { Ledger } from '../store/store.js';
import { phrase } from '../words/phrase.js';
import { doubtful, good, type Examination } from './examination.js';

/** Laws change: facts that nobody has looked up for long are to be doubted. */
export function examineRules(now: DateTime): Examination {
  const sets = agedRuleSets(now);
  if (sets.length === 0) return good('rule_data', phrase('oversight.rulesFresh'));
  return doubtful('rule_data', phrase('oversight.rulesAged', { sets }), phrase('oversight.rulesAgedHint'));
}

/** Who gets personal data is noted with the contract and the place (GDPR articles 28 and 30). The simulator gets none. */
export function examineProcessor({ provider, processors }: Config): readonly Examination[] {
  const notes = processors.get(provider.use);
  if (notes === undefined) return [];
  const keys = (['dpa', 'hosting'] as const).filter((key) => notes[key] === null);
  const values = { provider: provider.use };
  if (keys.length === 0) return [good('processor', phrase('oversight.processorNoted', values))];
  return [
    doubtful(
      'processor',
      phrase('oversight.processorLacks', { ...values, keys }),
      phrase('oversight.processorHint', values),
    ),
  ];
}

/** Open incidents, and whether the time to tell the authority is over. */
export async function examineIncidents(
  ledger: Ledger,
  { now, zone }: { readonly now: DateTime; readonly zone: string },
): Promise<Examination> {
  const open = (await ledger.incidents()).filter(({ closedAt }) => closedAt === null);
  if (open.length === 0) return good('incidents', phrase('oversight.noneOpen'));
  const untold = open
    .filter((one) => dutiesOf(one).includes('tell_authority'))
    .map(({ id, knownAt }) => ({ id: String(id), deadline: authorityDeadline({ knownAt }) }))
    .sort((a, b) => a.deadline.toMillis() - b.deadline.toMillis());
  const [first] = untold;
  if (first !== undefined && first.deadline < now) {
    const ids = untold.filter(({ deadline }) => deadline < now).map(({ id }) => id);
    const message = phrase('oversight.late', { ids, next: first.deadline, zone });
    return doubtful('incidents', message, phrase('oversight.lateHint'));
  }
  const message = phrase('oversight.open', { count: open.length, next: first?.deadline ?? null, zone });
  return doubtful('incidents', message, phrase('oversight.openHint'));
}
