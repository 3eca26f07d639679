import type { DateTime } from 'luxon';
import type { RecipientFacts } from '../audience/eligibility.js';
import { suppresses } from '../suppression/suppression.js';
import type { ConsentGiven } from './consent-event.js';
import type { Purpose } from './purpose.js';

/**
 * Whether a consent may be recorded, given what the ledger knows. An event that is already there is `unchanged` before
 * any other test. No import lifts an entry of the never-list or overrides a withdrawal; what one person says
 * afterwards overrides a withdrawal, and never the list.
 */
export function consentVerdict(
  event: ConsentGiven,
  origin: 'import' | 'person',
  isRecorded: boolean,
  facts: RecipientFacts,
  purpose: Purpose,
): 'record' | 'unchanged' | 'suppressed' | 'withdrawn' {
  if (isRecorded) return 'unchanged';
  if (facts.suppressions.some((entry) => suppresses(entry, purpose))) return 'suppressed';
  const withdrawnAt = lastWithdrawal(facts, purpose);
  if (withdrawnAt === null) return 'record';
  return origin === 'person' && event.effectiveAt > withdrawnAt ? 'record' : 'withdrawn';
}

function lastWithdrawal(facts: RecipientFacts, purpose: Purpose): DateTime | null {
  const withdrawal = facts.consents.findLast(
    (event) => event.kind === 'withdrawn' && (event.purpose === null || event.purpose === purpose.name),
  );
  return withdrawal?.effectiveAt ?? null;
}
