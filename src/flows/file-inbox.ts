import type { DateTime } from 'luxon';
import type { E164 } from '../core/contact/phone-number.js';
import { receivedText, type ReceivedText, type ReplyRepair } from '../core/delivery/inbox-message.js';
import { isOptOutReceipt } from '../core/delivery/opt-out-receipt.js';
import type { Receipt, RecipientTrouble, Reply } from '../core/delivery/send-outcome.js';
import { classifyReply } from '../core/suppression/classify-reply.js';
import type { InboxBatch, InboxVerdicts, ReplyRecord } from '../store/inbox-store.js';
import { stampOf, type LedgerDeps } from './deps.js';

/** A reply, and where its time had to be taken otherwise than it is written, why. */
export type FiledReply = ReplyRecord & { readonly repairs?: readonly ReplyRepair[] };

/** How what comes in is judged. */
export interface InboxTerms {
  /** `limits.unreachable_after`. */
  readonly unreachableAfter: number;
  /** What a code of the provider says of the recipient; null: nothing. */
  readonly aboutCode: (code: string) => RecipientTrouble | null;
}

/** Judges a reply that a provider handed over: it names the sender by the E.164 number. */
export function replyFrom({ from, text, at, messageId }: Reply, now: DateTime): FiledReply {
  const read = receivedText({ number: from as E164, text, at, messageId: messageId ?? null }, now);
  return filedReply(read, null);
}

/** Judges a reply, for filing it. */
export function filedReply(
  { reply, repairs }: { readonly reply: ReceivedText; readonly repairs: readonly ReplyRepair[] },
  line: number | null,
): FiledReply {
  const undated = isDated(repairs) ? null : ({ isUndated: true } as const);
  return { ...reply, ...classifyReply(reply.text), line, repairs, ...undated };
}

/** Where the time was not the one that was written. */
const untimed: readonly ReplyRepair[] = ['no_date', 'invalid_date', 'future_date'];

/** Whether the time of a reply is the one that was written. */
export function isDated(repairs: readonly ReplyRepair[]): boolean {
  return repairs.every((repair) => !untimed.includes(repair));
}

/** A receipt with what its code says of the recipient, unless its source has said so already. */
export function toldReceipt(receipt: Receipt, { aboutCode }: InboxTerms): Receipt {
  const { code, about } = receipt;
  if (about !== undefined || code === null) return receipt;
  return { ...receipt, about: aboutCode(code) };
}

/** Whether a receipt is about no message of ours and says nothing of its recipient either: other programs send by the same account. */
export function isForeign(receipt: Receipt): boolean {
  return receipt.ref === '' && !isOptOutReceipt(receipt);
}

/** Files replies and receipts: what an opt-out brings about is part of the same step. */
export function fileInbox(
  batch: Omit<InboxBatch, 'unreachableAfter'>,
  { unreachableAfter }: InboxTerms,
  deps: LedgerDeps,
): Promise<InboxVerdicts> {
  return deps.ledger.recordInbox({ ...batch, unreachableAfter }, stampOf(deps));
}
