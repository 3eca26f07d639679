import type { AuditFilter, AuditListing } from '../store/store.js';
import { stampOf, type LedgerDeps } from './deps.js';
import { exportRows, type ExportTarget } from './export-rows.js';
import type { LogCheck } from './verify-audit.js';
import { auditShape, consentShape, suppressionShape, type Revealing } from './export-shapes.js';

/** What an export hands out. */
type Exported =
  /** `zone`: where a day is a day. */
  | { readonly kind: 'consents'; readonly zone: string }
  | { readonly kind: 'suppressions' }
  | { readonly kind: 'audit'; readonly filter: AuditFilter; readonly check: LogCheck };

/**
 * Writes everything of one kind that the ledger holds. Before whole numbers are handed out, the log says so.
 *
 * @returns How many rows were written.
 */
export async function exportRecords(
  what: Exported,
  revealing: Revealing,
  target: ExportTarget,
  deps: LedgerDeps,
  signal: AbortSignal,
): Promise<number> {
  const { ledger } = deps;
  const begin = async <T>(rows: () => Iterable<T>): Promise<Iterable<T>> => {
    const campaign = what.kind === 'audit' ? (what.filter.campaign ?? null) : null;
    if (revealing.reveal) await recordRevealed({ what: what.kind, campaign }, deps);
    return rows();
  };
  switch (what.kind) {
    case 'consents':
      return exportRows(
        () => begin(() => ledger.consentProofs(null)),
        consentShape(revealing, what.zone),
        target,
        signal,
      );
    case 'suppressions':
      return exportRows(() => begin(() => ledger.suppressions()), suppressionShape(revealing), target, signal);
    case 'audit':
      return exportRows(
        () => begin(() => what.check.passing(ledger.auditRows(what.filter))),
        auditShape(revealing),
        target,
        signal,
      );
  }
}

/** What is shown on a screen, beside exports. */
type OnScreen = 'consent' | 'suppression' | 'why' | 'access' | 'requests' | 'due' | 'inbox' | 'unknown' | OfCampaign;
type OfCampaign = 'plan' | 'preview' | 'test';

/** What was shown with whole numbers; of which campaign, and whose, where it was one campaign's or one person's. */
interface Revealed {
  readonly what: Exported['kind'] | OnScreen;
  readonly campaign?: string | null;
  readonly subject?: Buffer | null;
}

/** Notes in the log that whole numbers, and what is handed out with them, were shown to somebody. */
export function recordRevealed({ what, ...whose }: Revealed, deps: LedgerDeps): Promise<void> {
  return deps.ledger.appendAudit({ kind: 'revealed', ...whose, data: { what } }, stampOf(deps));
}

/** The latest `count` of some rows, in their own order; no more than that many are held. */
export function latestRows(rows: Iterable<AuditListing>, count: number): readonly AuditListing[] {
  const ring: AuditListing[] = [];
  let next = 0;
  for (const row of rows) {
    ring[next] = row;
    next = (next + 1) % count;
  }
  return ring.length < count ? ring : [...ring.slice(next), ...ring.slice(0, next)];
}
