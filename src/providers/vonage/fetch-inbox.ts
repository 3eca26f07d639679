import { DateTime } from 'luxon';
import { isOptOutReceipt } from '../../core/delivery/opt-out-receipt.js';
import type { Receipt, Reply } from '../../core/delivery/send-outcome.js';
import type { Fetched } from '../provider.js';
import { isObject } from './answer.js';
import { aboutCode } from './error-codes.js';
import { LONGEST_SPAN, readAnswer, recordIn, SPACING_MS, statusOf, type RecordsDeps, type Span } from './records.js';
import { instantIn, numberIn } from './told-values.js';

/**
 * Reads what came in, and what became of what was sent, in the records of the account. Reading costs what the account's
 * contract says.
 */
export async function fetchInbox(from: DateTime, to: DateTime, deps: RecordsDeps): Promise<Fetched> {
  const replies: Reply[] = [];
  const receipts: Receipt[] = [];
  let isComplete = true;
  for (const [index, span] of daysOf(from, to).entries()) {
    for (const direction of ['inbound', 'outbound'] as const) {
      if (index > 0 || direction === 'outbound') await deps.timer.sleep(SPACING_MS);
      const answer = await readAnswer(span, direction, deps);
      if ('kind' in answer) return answer;
      isComplete &&= answer.isWhole;
      for (const record of answer.list) {
        if (direction === 'outbound') receipts.push(...receiptIn(record, to));
        else {
          const reply = replyIn(record, to);
          if (reply === null) isComplete = false;
          else replies.push(reply);
        }
      }
    }
  }
  return { kind: 'answered', replies, receipts, isComplete };
}

/** Spans that the service reads, one after the other. */
export function daysOf(from: DateTime, to: DateTime): readonly Span[] {
  const spans: Span[] = [];
  for (let at = from; at < to;) {
    const end = DateTime.min(at.plus(LONGEST_SPAN), to);
    spans.push({ from: at, to: end });
    at = end;
  }
  return spans;
}

/** Null: somebody wrote and it can not be read, so that a STOP may be missing. */
function replyIn(found: unknown, to: DateTime): Reply | null {
  if (!isObject(found)) return null;
  const { message_id: id, from, message_body: text, date_received: received } = found;
  const number = numberIn(from);
  if (number === null || typeof text !== 'string') return null;
  const at = instantIn(received, to);
  return { from: number, text, at, ...(typeof id === 'string' ? { messageId: id } : {}) };
}

/**
 * Nothing where nothing is decided, and of a message without a reference, which is none of ours, nothing but that its
 * recipient wants none.
 */
function receiptIn(found: unknown, to: DateTime): readonly Receipt[] {
  const record = recordIn(found);
  if (record === null) return [];
  const number = numberIn(record.to);
  const whose = { ref: record.ref ?? '', ...(number === null ? {} : { to: number }) };
  const status = statusOf(record);
  if (status === 'accepted') return [];
  const { date_finalized: finalized } = found as Readonly<Record<string, unknown>>;
  const at = instantIn(finalized, to);
  const isDelivered = status === 'delivered';
  const code = isDelivered ? null : (record.errorCode ?? record.status);
  const receipt: Receipt = { ...whose, status: isDelivered ? 'delivered' : 'undelivered', code, at };
  const about = code === null ? null : aboutCode(code);
  return record.ref === null && !isOptOutReceipt({ status: receipt.status, about }) ? [] : [receipt];
}
