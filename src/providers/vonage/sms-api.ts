import { invariant } from '../../errors.js';
import type { OutgoingMessage } from '../provider.js';
import { isObject, objectIn, verdictByStatus, verdictOfClass, wordsIn, type Verdict } from './answer.js';
import { smsErrorClass } from './error-codes.js';
import type { Exchange } from './http.js';
import { fits, recipientDigits, senderOf, ttlSeconds, type SmsApi } from './sms-terms.js';
import { addressOf } from './settings.js';

/** This API counts the time to deliver in milliseconds, where the other one counts seconds. */
const SECOND_MS = 1000;

/** The older SMS API. It answers 200 to everything: what matters stands in the status of each part. */
export const smsApi: SmsApi = {
  acceptsApplication: false,
  address: ({ restUrl }) => addressOf(restUrl, 'sms/json'),
  refuse: (message) => fits(message, null),
  request: (message, { url, account, now }) => {
    invariant(account !== null, 'the SMS API is signed with the API key');
    const ttl = ttlSeconds(message.sendBefore, now);
    const form = new URLSearchParams({
      api_key: account.apiKey,
      api_secret: account.apiSecret,
      from: senderOf(message),
      to: recipientDigits(message),
      text: message.text,
      type: message.encoding === 'GSM-7' ? 'text' : 'unicode',
      'client-ref': message.ref,
      ...(ttl === null ? {} : { ttl: String(ttl * SECOND_MS) }),
    });
    return {
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: form.toString(),
    };
  },
  verdict: (exchange, message) => verdictByStatus(exchange, [200]) ?? read(exchange, message),
};

function read(exchange: Exchange, message: OutgoingMessage): Verdict {
  const found = exchange.kind === 'answered' ? objectIn(exchange) : null;
  const parts = found?.['messages'];
  if (!Array.isArray(parts) || parts.length === 0 || !parts.every(isObject)) {
    return { kind: 'unknown', why: 'unreadable-answer' };
  }
  if (!parts.every((part) => isOf(part, message))) return { kind: 'unknown', why: 'answer-of-another' };
  // One part that was taken is a part on its way: the message is never submitted again.
  const taken = parts.find((part) => part['status'] === '0');
  if (taken === undefined) return gravest(parts.map(verdictOfPart));
  const id = taken['message-id'];
  return typeof id === 'string' && id !== ''
    ? { kind: 'accepted', providerId: id, segments: parts.length }
    : { kind: 'unknown', why: 'answer-without-id' };
}

/** A part may leave out whom it is about, but it may not name someone else. */
function isOf(part: Readonly<Record<string, unknown>>, message: OutgoingMessage): boolean {
  const { to, 'client-ref': ref } = part;
  return (to === undefined || to === recipientDigits(message)) && (ref === undefined || ref === message.ref);
}

function verdictOfPart(part: Readonly<Record<string, unknown>>): Verdict {
  const status = part['status'];
  if (typeof status !== 'string') return { kind: 'unknown', why: 'unreadable-answer' };
  return verdictOfClass(smsErrorClass(status), `sms-${status}`, wordsIn(part['error-text']));
}

/** If it is not known of one part, it is not known of the message. */
function gravest(verdicts: readonly Verdict[]): Verdict {
  const [first] = verdicts;
  invariant(first !== undefined, 'an answer has parts');
  return verdicts.find(({ kind }) => kind === 'unknown') ?? first;
}
