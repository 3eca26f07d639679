import { ChainWalk, verifyChain, type AuditHead, type AuditRow, type ChainVerdict } from '../core/audit/chain.js';
import type { AuditFilter, AuditStore, Ledger, LedgerChecks } from '../store/store.js';

/** How many rows pass between two words on the progress. */
const TOLD_EVERY = 10_000;

/**
 * Walks the whole log of a ledger.
 *
 * @param expected A head that was kept elsewhere; null: only what the ledger itself can tell.
 */
export function verifyAudit(
  ledger: Pick<AuditStore, 'ledgerId' | 'chainRows'>,
  expected: AuditHead | null,
  onProgress: (rows: number) => void,
): ChainVerdict {
  return verifyChain(ledger.ledgerId, counted(ledger.chainRows(), onProgress), expected);
}

/**
 * What was done to a ledger beside its log: damage, rules of the schema taken out, rows that tell something else than
 * the log, a file older than the last run from it. A log that is whole says nothing of those.
 */
export async function findFaults(ledger: Ledger, checks: LedgerChecks): Promise<readonly string[]> {
  const damage = await checks.integrity();
  if (damage.length > 0) return damage;
  const standing = ledger.rehearsalOf === null ? await ledger.standing() : 'own';
  return [...(await checks.tampering()), ...(standing === 'restored' ? [ROLLED_BACK] : [])];
}

/** A log, and what was found beside it. */
export interface CheckedLog {
  readonly verdict: ChainVerdict;
  readonly file: string;
  readonly faults: readonly string[];
}

/** Walks the log, and looks for what was done beside it. */
export function checkLog(
  ledger: Ledger,
  checks: LedgerChecks,
  expected: AuditHead | null,
  onProgress: (rows: number) => void,
): Promise<CheckedLog> {
  return checkedAs(verifyAudit(ledger, expected, onProgress), ledger, checks);
}

async function checkedAs(verdict: ChainVerdict, ledger: Ledger, checks: LedgerChecks): Promise<CheckedLog> {
  return { verdict, file: ledger.file, faults: await findFaults(ledger, checks) };
}

/** Checks the log by rows that are read for another reason; the others are read for this one. */
export interface LogCheck {
  /** Looks at rows as they pass. */
  passing<Row extends AuditRow>(rows: Iterable<Row>): Iterable<Row>;
  /** What was found, once they all have passed. */
  finish(): Promise<CheckedLog>;
}

/** @param filter Which rows are to pass. */
export function checkPassing(ledger: Ledger, checks: LedgerChecks, filter: AuditFilter): LogCheck {
  if (Object.values(filter).some((condition) => condition !== undefined)) {
    return { passing: (rows) => rows, finish: () => checkLog(ledger, checks, null, () => undefined) };
  }
  const walk = new ChainWalk(ledger.ledgerId, null);
  return {
    *passing(rows) {
      for (const row of rows) {
        walk.add(row);
        yield row;
      }
    },
    finish: () => checkedAs(walk.verdict(), ledger, checks),
  };
}

export function isWhole({ verdict, faults }: CheckedLog): boolean {
  return verdict.ok && faults.length === 0;
}

/** As the other faults: named as in the file, whoever reads it. */
const ROLLED_BACK = 'the newest audit row of the last run is missing';

function* counted(rows: Iterable<AuditRow>, onProgress: (rows: number) => void): Iterable<AuditRow> {
  let count = 0;
  for (const row of rows) {
    yield row;
    count += 1;
    if (count % TOLD_EVERY === 0) onProgress(count);
  }
}
