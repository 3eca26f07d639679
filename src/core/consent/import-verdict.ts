import type { RecipientFacts } from '../audience/eligibility.js';
import { suppresses } from '../suppression/suppression.js';
import type { ConsentGiven } from './consent-event.js';
import { openRequest } from './consent-state.js';
import type { Purpose } from './purpose.js';

/**
 * Whether a consent may be recorded, given what the ledger knows. An event that is already there is `unchanged` before
 * any other test. No import lifts an entry of the never-list or overrides a withdrawal; what one person says
 * afterwards overrides a withdrawal, and never the list. Whose double opt-in waits is not confirmed by another row that
 * says nothing of a confirmation.
 *
 * @param origin `lift`: what one person says, where the entries of the list that forbid it are lifted with it.
 */
export function consentVerdict(
  event: ConsentGiven,
  origin: 'import' | 'person' | 'lift',
  isRecorded: boolean,
  facts: Pick<RecipientFacts, 'suppressions' | 'consents'>,
  purpose: Purpose,
): 'record' | 'unchanged' | 'suppressed' | 'withdrawn' | 'unconfirmed' {
  if (isRecorded) return 'unchanged';
  if (origin !== 'lift' && facts.suppressions.some((entry) => suppresses(entry, purpose))) return 'suppressed';
  const withdrawals = withdrawalsFor(facts.consents, purpose);
  if (tellsNoConfirmation(event) && openRequest(facts.consents, purpose) !== null) return 'unconfirmed';
  if (withdrawals.length === 0) return 'record';
  const outlivesAll = withdrawals.every((withdrawal) => event.effectiveAt > withdrawal.effectiveAt);
  return origin !== 'import' && outlivesAll ? 'record' : 'withdrawn';
}

/** What was taken back for a purpose, by itself or with every other. */
export function withdrawalsFor<Recorded extends { readonly kind: string; readonly purpose: string | null }>(
  consents: readonly Recorded[],
  purpose: Purpose,
): readonly Recorded[] {
  return consents.filter((one) => one.kind === 'withdrawn' && (one.purpose === null || one.purpose === purpose.name));
}

/** Whether a double opt-in is stated without a word of when it was confirmed: no answer to a request that waits. */
function tellsNoConfirmation({ basis, isPending, confirmedAt }: ConsentGiven): boolean {
  return basis === 'double_opt_in' && !isPending && confirmedAt === null;
}
