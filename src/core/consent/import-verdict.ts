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
  const withdrawals = facts.consents.filter(
    (one) => one.kind === 'withdrawn' && (one.purpose === null || one.purpose === purpose.name),
  );
  if (withdrawals.length === 0) return 'record';
  const outlivesAll = withdrawals.every((withdrawal) => event.effectiveAt > withdrawal.effectiveAt);
  return origin === 'person' && outlivesAll ? 'record' : 'withdrawn';
}
