import type { DateTime } from 'luxon';
import { throwIfInterrupted, OperatorError } from '../errors.js';
import type { Fetched } from '../providers/provider.js';
import { phrase } from '../words/phrase.js';
import { instantOf, isoInstant } from '../core/schedule/instant.js';
import { stampOf, type LedgerDeps } from './deps.js';
import { fileInbox, replyFrom, replyRecord, toldReceipt, type InboxTerms } from './file-inbox.js';
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
  /** Whether no STOP since the last pull can be missing. */
  readonly hasStops: boolean;
}

/**
 * Files what the provider's own records have of replies and receipts since the last pull. It counts as a collecting of
 * STOPs when the records are complete and leave no gap.
 *
 * @throws OperatorError usage (64): too far back. unavailable (69) or notPermitted (77): the records can not be read.
 */
export async function pullInbox(
  { provider, fetch, terms, since }: InboxPull,
  deps: LedgerDeps,
  signal: AbortSignal,
): Promise<InboxPullResult> {
  const { ledger, clock } = deps;
  const now = clock.now();
  const last = await ledger.pulledAt(provider);
  const gapless = last === null ? now.minus(FIRST_SPAN) : instantOf(last);
  const from = since ?? (last === null ? gapless : gapless.minus(OVERLAP));
  if (from < now.minus(LONGEST)) {
    throw new OperatorError('usage', phrase('inbox.pullTooFar'), phrase('inbox.pullTooFarHint'));
  }
  const id = await ledger.beginCollection({ kind: 'pull', provider, fileName: null }, stampOf(deps));
  const fetched = await fetch(from, now);
  if (fetched.kind !== 'answered') throw unread(fetched);
  const tally = new InboxTally();
  const replies = fetched.replies.map((reply) => replyRecord(replyFrom(reply), null));
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
  const hasStops = fetched.isComplete && from <= gapless;
  const told = { from: isoInstant(from), rows: tally.rows, replies: tally.replies, receipts: tally.receipts };
  await ledger.endCollection(id, { sha256: null, hasStops, told }, stampOf(deps));
  return { tally, from, hasStops };
}

function unread(failure: Exclude<Fetched, { readonly kind: 'answered' }>): OperatorError {
  const why = failure.kind === 'refused' ? failure.reason : failure.why;
  const kind = failure.kind === 'refused' ? 'notPermitted' : 'unavailable';
  return new OperatorError(kind, phrase('inbox.pullFailed', { why }), phrase('inbox.pullFailedHint'));
}
