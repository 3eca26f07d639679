import { DateTime } from 'luxon';
import type { Receipt, Reply } from '../../core/delivery/send-outcome.js';
import { isoInstant } from '../../core/schedule/instant.js';
import { asksToLeave } from '../../core/suppression/classify-reply.js';
import { isObject } from './answer.js';
import { blockedBy, type Blocked } from './error-codes.js';
import { instantIn, numberIn } from './told-values.js';

/** What one call of the service to us tells. */
type Told =
  | {
      readonly kind: 'receipt';
      readonly receipt: Receipt;
      readonly providerId: string;
      /** The network knows that this person wants no messages: the never-list is to know it too. */
      readonly blocked: Blocked | null;
    }
  /** A message is on its way: nothing is decided yet. */
  | { readonly kind: 'interim'; readonly providerId: string }
  | { readonly kind: 'reply'; readonly reply: Reply; readonly messageId: string }
  /** One part of a long reply; the others come by calls of their own. Parts with one `group` belong together. */
  | {
      readonly kind: 'reply_part';
      readonly reply: Reply;
      readonly messageId: string;
      readonly group: string;
      /** From 1 to `total`. */
      readonly part: number;
      readonly total: number;
    }
  /** About a message that carries no reference of ours, or of another channel than SMS. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'unreadable'; readonly field: string };

/** The parameters of a call, be it JSON or a form. */
export type Payload = Readonly<Record<string, unknown>>;

/**
 * Reads a message status of the Messages API, version 1.
 *
 * @param receivedAt Stands in for a time that is missing or can not be read: nothing that someone said is lost for it.
 */
export function readMessageStatus(payload: Payload, receivedAt: DateTime): Told {
  const { channel, message_uuid: id, client_ref: ref, status, timestamp, error } = payload;
  if (channel !== undefined && channel !== 'sms') return { kind: 'foreign' };
  if (!isFilled(id)) return unreadable('message_uuid');
  if (!isFilled(status)) return unreadable('status');
  const end = endOf(status);
  if (end === null) return { kind: 'interim', providerId: id };
  if (!isFilled(ref)) return { kind: 'foreign' };
  const code = end === 'undelivered' ? (problemNumber(error) ?? status) : null;
  const at = instantIn(timestamp, receivedAt);
  return {
    kind: 'receipt',
    receipt: { ref, status: end, code, at },
    providerId: id,
    blocked: blockedBy('messages', code),
  };
}

/** Reads an inbound message of the Messages API, version 1. By whatever channel it came, a STOP is one. */
export function readInboundMessage(payload: Payload, receivedAt: DateTime): Told {
  const { channel, message_uuid: id, from, text, timestamp } = payload;
  const isOther = channel !== undefined && channel !== 'sms';
  if (isOther && !(typeof text === 'string' && asksToLeave(text))) return { kind: 'foreign' };
  if (!isFilled(id)) return unreadable('message_uuid');
  const number = numberIn(from);
  if (number === null) return unreadable('from');
  if (typeof text !== 'string') return unreadable('text');
  return { kind: 'reply', reply: { from: number, text, at: instantIn(timestamp, receivedAt) }, messageId: id };
}

/** Reads a delivery receipt of the SMS API. */
export function readDeliveryReceipt(payload: Payload, receivedAt: DateTime): Told {
  const { messageId: id, 'client-ref': ref, status, 'err-code': error } = payload;
  if (!isFilled(id)) return unreadable('messageId');
  if (!isFilled(status)) return unreadable('status');
  const end = endOf(status);
  if (end === null) return { kind: 'interim', providerId: id };
  if (!isFilled(ref)) return { kind: 'foreign' };
  const code = end === 'undelivered' ? (isFilled(error) && error !== '0' ? error : status) : null;
  return {
    kind: 'receipt',
    receipt: { ref, status: end, code, at: smsInstantIn(payload, receivedAt) },
    providerId: id,
    blocked: blockedBy('sms', code),
  };
}

/** Reads an inbound SMS of the SMS API. A binary one has no text. */
export function readInboundSms(payload: Payload, receivedAt: DateTime): Told {
  const { messageId: id, msisdn, text, concat } = payload;
  if (!isFilled(id)) return unreadable('messageId');
  const number = numberIn(msisdn);
  if (number === null) return unreadable('msisdn');
  if (typeof text !== 'string') return unreadable('text');
  const told = { reply: { from: number, text, at: smsInstantIn(payload, receivedAt) }, messageId: id };
  if (concat !== 'true' && concat !== true) return { kind: 'reply', ...told };
  const total = countIn(payload['concat-total']);
  const part = countIn(payload['concat-part']);
  const group = payload['concat-ref'];
  if (total === null || part === null || part > total || !isFilled(group)) return { kind: 'reply', ...told };
  return { kind: 'reply_part', ...told, group: `${number} ${group}`, part, total };
}

/** Statuses of both APIs; null: not decided yet. */
function endOf(status: string): Receipt['status'] | null {
  switch (status) {
    case 'delivered':
    case 'read':
      return 'delivered';
    case 'undeliverable':
    case 'rejected':
    case 'failed':
    case 'expired':
      return 'undelivered';
    default:
      return null;
  }
}

/** The number of a problem stands in its title, and at the end of its type. */
function problemNumber(error: unknown): string | null {
  if (!isObject(error)) return null;
  const { title, type } = error;
  if (typeof title === 'string' && /^\d{1,5}$/.test(title)) return title;
  return typeof type === 'string' ? (/#(\d{1,5})$/.exec(type)?.[1] ?? null) : null;
}

function countIn(found: unknown): number | null {
  const text = String(found);
  return /^[1-9]\d{0,2}$/.test(text) ? Number(text) : null;
}

/** Seconds since the epoch where the call is signed; else the same in words, UTC. */
function smsInstantIn({ timestamp, 'message-timestamp': words }: Payload, receivedAt: DateTime): string {
  if (isFilled(timestamp) && /^\d{9,11}$/.test(timestamp)) {
    return isoInstant(DateTime.fromSeconds(Number(timestamp), { zone: 'utc' }));
  }
  return instantIn(typeof words === 'string' ? words.trim().replace(' ', 'T') : undefined, receivedAt);
}

function isFilled(found: unknown): found is string {
  return typeof found === 'string' && found !== '';
}

function unreadable(field: string): Told {
  return { kind: 'unreadable', field };
}
