import type { DateTime } from 'luxon';
import { hasEnded, type GivenConsent, type RecordedConsent } from './consent-state.js';

/**
 * The membership by which a person counts as a member for a purpose: recorded, not withdrawn since and not ended; one
 * whose term is over is none either.
 *
 * @param ofSource The memberships, by seq, that were recorded from one source; null: from anywhere.
 */
export function currentMembership(
  history: readonly RecordedConsent[],
  purpose: string,
  ofSource: ReadonlySet<number> | null,
  now: DateTime,
): GivenConsent | null {
  const withdrawnAt = history.findLast(
    (event) => event.kind === 'withdrawn' && (event.purpose === null || event.purpose === purpose),
  )?.seq;
  const last = history.findLast(
    (event): event is GivenConsent =>
      event.kind === 'given' && event.basis === 'member' && event.purpose === purpose && !hasEnded(event, history),
  );
  if (last === undefined || last.seq < (withdrawnAt ?? 0)) return null;
  if (last.validUntil !== null && now >= last.validUntil) return null;
  return ofSource === null || ofSource.has(last.seq) ? last : null;
}

/** How a list of members stands to those whom the ledger has. */
export interface SyncCounts {
  /** Members by now. */
  readonly members: number;
  /** Of these, who is not on the list. */
  readonly leaving: number;
}

/** Up to this many may always leave at once: in a club of nine three are a third. */
const ALWAYS_FEW = 2;
/** From this share on it is likelier that the file is not the whole list. */
const SUSPICIOUS_SHARE = 0.2;

/**
 * Whether a list looks like a part of itself: a filtered export, one section, a file cut short. Then nobody's membership
 * ends on its word alone. The bound is our own: a fifth of an association does not leave between two lists.
 */
export function isSuspiciouslySmall({ members, leaving }: SyncCounts): boolean {
  if (leaving === 0) return false;
  return leaving === members || (leaving > ALWAYS_FEW && leaving > members * SUSPICIOUS_SHARE);
}
