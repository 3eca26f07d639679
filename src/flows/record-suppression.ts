import type { E164 } from '../core/contact/phone-number.js';
import { suppressionScope, type SuppressionReason } from '../core/suppression/suppression.js';
import type { RecordVerdict } from '../store/store.js';
import { stampOf, type LedgerDeps } from './deps.js';

interface SuppressionRequest {
  readonly numbers: readonly E164[];
  readonly reason: SuppressionReason;
  /** Narrows an entry whose reason does not ask for more. */
  readonly purpose: string | null;
}

/** Puts numbers on the never-list, all in one step. */
export async function recordSuppressions(
  { numbers, reason, purpose }: SuppressionRequest,
  deps: LedgerDeps,
): Promise<Readonly<Record<RecordVerdict, number>>> {
  const scope = suppressionScope(reason, purpose);
  const at = deps.clock.now();
  const records = numbers.map((number) => ({ number, reason, scope, at, source: null }));
  const verdicts = await deps.ledger.recordSuppressions(records, stampOf(deps));
  const recorded = verdicts.filter((verdict) => verdict === 'recorded').length;
  return { recorded, unchanged: verdicts.length - recorded };
}
