import type { DateTime } from 'luxon';
import type { ConsentGiven } from './consent-event.js';
import { hasEnded, type KnownConsent, type RecordedConsent } from './consent-state.js';

/**
 * Whether a person is a member for a purpose: by a membership that was not withdrawn since, was not ended and whose term
 * is not over.
 *
 * @param ofSource The memberships, by seq, that were recorded from one source: then only who is a member by these alone,
 *   for an end ends every membership of the purpose. Null: from anywhere.
 */
export function isMember(
  history: readonly RecordedConsent[],
  purpose: string,
  ofSource: ReadonlySet<number> | null,
  now: DateTime,
): boolean {
  const withdrawnAt = history.findLast(
    (event) => event.kind === 'withdrawn' && (event.purpose === null || event.purpose === purpose),
  )?.seq;
  const standing = history.filter(
    (event): event is KnownConsent =>
      event.kind === 'given' &&
      event.basis === 'member' &&
      event.purpose === purpose &&
      event.seq > (withdrawnAt ?? 0) &&
      (event.validUntil === null || now < event.validUntil) &&
      !hasEnded(event, history),
  );
  return standing.length > 0 && (ofSource === null || standing.every(({ seq }) => ofSource.has(seq)));
}

/** Whether a row of a list says that its person is a member for a purpose now: one of a term that is over says that they left. */
export function holdsMembership(
  { purpose, basis, validUntil }: Pick<ConsentGiven, 'purpose' | 'basis' | 'validUntil'>,
  membersOf: string,
  now: DateTime,
): boolean {
  return basis === 'member' && purpose === membersOf && (validUntil === null || now < validUntil);
}

/** How a list of members stands to those whom the ledger has. */
export interface SyncCounts {
  /** Members by now. */
  readonly members: number;
  /** Of these, who is not on the list. */
  readonly leaving: number;
}

/** Up to this many may leave at once whatever their share, short of half: in a club of nine two are more than a fifth. */
const FEW = 2;
/** From this share on it is likelier that the file is not the whole list. */
const SUSPICIOUS_SHARE = 0.2;

/**
 * Whether a list looks like a part of itself: a filtered export, one section, a file cut short. Then nobody's membership
 * ends on its word alone. The bound is our own: a fifth of an association does not leave between two lists.
 */
export function isSuspiciouslySmall({ members, leaving }: SyncCounts): boolean {
  if (leaving === 0) return false;
  return leaving > members / 2 || (leaving > FEW && leaving > members * SUSPICIOUS_SHARE);
}
