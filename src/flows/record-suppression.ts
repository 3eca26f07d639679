import type { E164 } from '../core/contact/phone-number.js';
import { suppressionScope, type SuppressionReason } from '../core/suppression/suppression.js';
import type { FormerHolder, RecordVerdict } from '../store/store.js';
import { stampOf, type LedgerDeps } from './deps.js';

interface SuppressionRequest {
  readonly numbers: readonly E164[];
  readonly reason: SuppressionReason;
  /** Narrows an entry whose reason does not ask for more. */
  readonly purpose: string | null;
}

/**
 * Puts numbers on the never-list, all in one step. What is said now is about whoever has a number now; who had it before is
 * told, in case it was that person who asked.
 */
export async function recordSuppressions(
  { numbers, reason, purpose }: SuppressionRequest,
  deps: LedgerDeps,
): Promise<Readonly<Record<RecordVerdict, number>> & { readonly formerHolders: readonly FormerHolder[] }> {
  const scope = suppressionScope(reason, purpose);
  const at = deps.clock.now();
  const records = numbers.map((number) => ({ number, reason, scope, at, source: null }));
  const verdicts = await deps.ledger.recordSuppressions(records, stampOf(deps));
  const recorded = verdicts.filter((verdict) => verdict === 'recorded').length;
  const formerHolders = reason === 'unreachable' ? [] : await deps.ledger.formerHolders(numbers);
  return { recorded, unchanged: verdicts.length - recorded, formerHolders };
}
