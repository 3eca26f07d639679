import type { DateTime } from 'luxon';
import { throwIfInterrupted, OperatorError } from '../errors.js';
import type { Fetched } from '../providers/provider.js';
import { phrase } from '../words/phrase.js';
import { instantOf, isoInstant } from '../core/schedule/instant.js';
import { stampOf, type LedgerDeps } from './deps.js';
import { fileInbox, replyFrom, toldReceipt, type InboxTerms } from './file-inbox.js';
import { InboxTally } from './import-inbox.js';

/** Messages filed at a time; one transaction each. */
const CHUNK = 1000;
/** Before the first pull nobody knows how long replies have lain there. */
const FIRST_SPAN = { days: 7 };
/** A record may be written a while after its message: so far back the last pull is read again. */
const OVERLAP = { hours: 1 };
const LONGEST = { days: 90 };

interface InboxPull {
  readonly provider: string;
  readonly fetch: (from: DateTime, to: DateTime) => Promise<Fetched>;
  readonly terms: InboxTerms;
  /** From when on; null: from the last pull. */
  readonly since: DateTime | null;
}

interface InboxPullResult {
  readonly tally: InboxTally;
  readonly from: DateTime;
  /** Why a STOP may be missing, so that this is no collecting of them; null: none is. */
  readonly missing: MissingStops | null;
}

export type MissingStops =
  /** The provider's records are not whole. */
  | { readonly kind: 'cut_short' }
  /** What came from `until`, up to which nothing is missing, to where this pull began was not read. */
  | { readonly kind: 'gap'; readonly until: DateTime; readonly isTooFar: boolean };

/**
 * Files what the provider's own records have of replies and receipts since the last pull. It counts as a collecting of
 * STOPs when the records are complete and leave no gap: neither since the last such pull, nor since a person attested
 * that none is missing, whichever is later.
 *
 * @throws OperatorError usage (64): too far back, or the last pull is. unavailable (69) or notPermitted (77): the records can not be read.
 */
export async function pullInbox(
  { provider, fetch, terms, since }: InboxPull,
  deps: LedgerDeps,
  signal: AbortSignal,
): Promise<InboxPullResult> {
  const { ledger, clock } = deps;
  const now = clock.now();
  const earliest = now.minus(LONGEST);
  const { gapless, next } = await gaplessUntil(provider, now, ledger);
  const from = since ?? next;
  if (from < earliest) {
    throw since === null
      ? new OperatorError('usage', phrase('inbox.pullTooLongAgo'), phrase('inbox.pullTooLongAgoHint'))
      : new OperatorError('usage', phrase('inbox.pullTooFar'), phrase('inbox.pullTooFarHint'));
  }
  const id = await ledger.beginCollection({ kind: 'pull', provider, fileName: null }, stampOf(deps));
  const fetched = await fetch(from, now);
  if (fetched.kind !== 'answered') throw unread(fetched);
  const tally = new InboxTally();
  const replies = fetched.replies.map((reply) => replyFrom(reply, now));
  const receipts = fetched.receipts.map((receipt) => toldReceipt(receipt, terms));
  for (let at = 0; at < Math.max(replies.length, receipts.length); at += CHUNK) {
    throwIfInterrupted(signal);
    const batch = {
      collectionId: id,
      replies: replies.slice(at, at + CHUNK),
      receipts: receipts.slice(at, at + CHUNK),
    };
    tally.count(batch, await fileInbox(batch, terms, deps));
  }
  const missing = missingStops(fetched, from, { gapless, isTooFar: next < earliest });
  const told = { from: isoInstant(from), rows: tally.rows, replies: tally.replies, receipts: tally.receipts };
  await ledger.endCollection(id, { sha256: null, hasStops: missing === null, told }, stampOf(deps));
  return { tally, from, missing };
}

/**
 * A collection that begins later than this was made by a clock that ran ahead: nobody knows when, and of what came since
 * nothing. One that is ahead by no more than is read again leaves nothing out.
 */
export function latestCollection(now: DateTime): DateTime {
  return now.plus(OVERLAP);
}

/** Up to when no STOP is missing, and from when on a pull reads that is told nothing else. */
async function gaplessUntil(
  provider: string,
  now: DateTime,
  ledger: LedgerDeps['ledger'],
): Promise<{ readonly gapless: DateTime; readonly next: DateTime }> {
  const first = now.minus(FIRST_SPAN);
  const instant = (at: string | null): DateTime | null => (at === null ? null : instantOf(at));
  const until = latestCollection(now);
  const pulled = instant(await ledger.pulledAt(provider, until));
  // An import is no anchor: a file may hold a part of what came. Somebody's word is about all of it.
  const attested = instant(await ledger.attestedAt(provider, until));
  const gapless = pulled !== null && (attested === null || attested < pulled) ? pulled : attested;
  if (gapless === null) return { gapless: first, next: first };
  // Who attests speaks of STOPs alone: other replies, and receipts, are read from the last pull on while they can be.
  const last = pulled ?? first;
  const isInReach = last.minus(OVERLAP) >= now.minus(LONGEST);
  return { gapless, next: (isInReach && last < gapless ? last : gapless).minus(OVERLAP) };
}

function missingStops(
  { isComplete }: Extract<Fetched, { readonly kind: 'answered' }>,
  from: DateTime,
  { gapless, isTooFar }: { readonly gapless: DateTime; readonly isTooFar: boolean },
): MissingStops | null {
  if (!isComplete) return { kind: 'cut_short' };
  return from <= gapless ? null : { kind: 'gap', until: gapless, isTooFar };
}

function unread(failure: Exclude<Fetched, { readonly kind: 'answered' }>): OperatorError {
  const why = failure.kind === 'refused' ? failure.reason : failure.why;
  const kind = failure.kind === 'refused' ? 'notPermitted' : 'unavailable';
  return new OperatorError(kind, phrase('inbox.pullFailed', { why }), phrase('inbox.pullFailedHint'));
}
