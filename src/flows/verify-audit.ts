import { verifyChain, type AuditHead, type AuditRow, type ChainVerdict } from '../core/audit/chain.js';
import type { AuditStore } from '../store/store.js';

/** How many rows pass between two words on the progress. */
const TOLD_EVERY = 10_000;

/**
 * Walks the whole log of a ledger. A log without any row is not whole: the making of the ledger is its first.
 *
 * @param expected A head that was kept elsewhere; null: only what the ledger itself can tell.
 */
export function verifyAudit(
  ledger: Pick<AuditStore, 'ledgerId' | 'auditRows'>,
  expected: AuditHead | null,
  onProgress: (rows: number) => void,
): ChainVerdict {
  const verdict = verifyChain(ledger.ledgerId, counted(ledger.auditRows({}), onProgress), expected);
  if (verdict.rows > 0 || verdict.firstBad?.why === 'truncated') return verdict;
  return { ...verdict, ok: false, firstBad: { seq: 1, why: 'missing' } };
}

function* counted(rows: Iterable<AuditRow>, onProgress: (rows: number) => void): Iterable<AuditRow> {
  let count = 0;
  for (const row of rows) {
    yield row;
    count += 1;
    if (count % TOLD_EVERY === 0) onProgress(count);
  }
}
