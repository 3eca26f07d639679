import { ChainWalk, type AuditHead, type AuditRow, type ChainVerdict } from '../core/audit/chain.js';
import { heedInterruption, Interrupted, throwIfInterrupted } from '../errors.js';
import type { AuditFilter, AuditStore, Ledger, LedgerChecks, LedgerStanding } from '../store/store.js';

/** How many rows pass between two words on the progress. */
const TOLD_EVERY = 10_000;

/** Who looks on while a long log is walked. */
interface Onlooker {
  onProgress?(rows: number): void;
  /** Ends the walk between two rows. */
  readonly signal?: AbortSignal;
}

/**
 * Walks the whole log of a ledger.
 *
 * @param expected A head that was kept elsewhere; null: only what the ledger itself can tell.
 * @throws Interrupted
 */
export async function verifyAudit(
  ledger: Pick<AuditStore, 'ledgerId' | 'chainRows'>,
  expected: AuditHead | null,
  { onProgress, signal }: Onlooker = {},
): Promise<ChainVerdict> {
  const walk = new ChainWalk(ledger.ledgerId, expected);
  let count = 0;
  for (const row of ledger.chainRows()) {
    walk.add(row);
    count += 1;
    if (count % TOLD_EVERY !== 0) continue;
    onProgress?.(count);
    if (signal !== undefined) await heedInterruption(signal);
  }
  return walk.verdict();
}

/**
 * What was done to a ledger beside its log: damage, rules of the schema taken out, rows that tell something else than
 * the log, a file older than the last run from it. A log that is whole says nothing of those.
 */
export async function findFaults(ledger: Ledger, checks: LedgerChecks): Promise<readonly string[]> {
  const damage = await checks.integrity();
  if (damage.length > 0) return damage;
  const isWrittenOver = (await standingOf(ledger)) === 'restored';
  return [...(await checks.tampering()), ...(isWrittenOver ? [ROLLED_BACK] : [])];
}

function standingOf(ledger: Ledger): Promise<LedgerStanding> {
  // A rehearsal is a copy on purpose.
  return ledger.rehearsalOf === null ? ledger.standing() : Promise.resolve('own');
}

/** A log, and what was found beside it. */
export interface CheckedLog {
  readonly verdict: ChainVerdict;
  readonly file: string;
  readonly faults: readonly string[];
  /** The log may be whole, and yet not the longest: a later run is known of, in the folder before it was put back or in a copy. */
  readonly isOvertaken: boolean;
}

/** Walks the log, and looks for what was done beside it. */
export async function checkLog(
  ledger: Ledger,
  checks: LedgerChecks,
  expected: AuditHead | null,
  onlooker: Onlooker,
): Promise<CheckedLog> {
  return checkedAs(await verifyAudit(ledger, expected, onlooker), ledger, checks, onlooker);
}

async function checkedAs(
  verdict: ChainVerdict,
  ledger: Ledger,
  checks: LedgerChecks,
  { signal }: Onlooker,
): Promise<CheckedLog> {
  const finding = findFaults(ledger, checks);
  const faults = await (signal === undefined ? finding : unlessInterrupted(finding, signal));
  const isOvertaken = (await standingOf(ledger)) === 'overtaken';
  return { verdict, file: ledger.file, faults, isOvertaken };
}

/** What a thread finds out is not waited for once nobody wants to know. */
async function unlessInterrupted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const interruption = Promise.withResolvers<never>();
  const interrupt = (): void => interruption.reject(new Interrupted());
  signal.addEventListener('abort', interrupt);
  try {
    throwIfInterrupted(signal);
    return await Promise.race([work, interruption.promise]);
  } finally {
    signal.removeEventListener('abort', interrupt);
    work.catch(() => undefined);
  }
}

/** Checks the log by rows that are read for another reason; the others are read for this one. */
export interface LogCheck {
  /** Looks at rows as they pass. */
  passing<Row extends AuditRow>(rows: Iterable<Row>): Iterable<Row>;
  /** What was found, once they all have passed. */
  finish(): Promise<CheckedLog>;
}

/** @param filter Which rows are to pass. */
export function checkPassing(ledger: Ledger, checks: LedgerChecks, filter: AuditFilter, signal: AbortSignal): LogCheck {
  if (Object.values(filter).some((condition) => condition !== undefined)) {
    return { passing: (rows) => rows, finish: () => checkLog(ledger, checks, null, { signal }) };
  }
  const walk = new ChainWalk(ledger.ledgerId, null);
  return {
    *passing(rows) {
      for (const row of rows) {
        walk.add(row);
        yield row;
      }
    },
    finish: () => checkedAs(walk.verdict(), ledger, checks, { signal }),
  };
}

export function isWhole({ verdict, faults }: CheckedLog): boolean {
  return verdict.ok && faults.length === 0;
}

/** As the other faults: named as in the file, whoever reads it. */
const ROLLED_BACK = 'the newest audit row of the last run is missing';
