import { isObject, objectIn, verdictByStatus, verdictOfClass, wordsIn, type Verdict } from './answer.js';
import { messagesErrorClass } from './error-codes.js';
import type { Exchange } from './http.js';
import { fits, recipientDigits, senderOf, ttlSeconds, type SmsApi } from './sms-terms.js';
import { addressOf } from './settings.js';

/** "limited to 1000 characters", description 1.11.0. */
const MAX_TEXT = 1000;

/** The Messages API, version 1, channel sms. */
export const messagesApi: SmsApi = {
  acceptsApplication: true,
  address: ({ baseUrl }) => addressOf(baseUrl, 'v1/messages'),
  refuse: (message) => fits(message, MAX_TEXT),
  request: (message, { url, authorization, now }) => {
    const ttl = ttlSeconds(message.sendBefore, now);
    return {
      method: 'POST',
      url,
      headers: { authorization, 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({
        channel: 'sms',
        message_type: 'text',
        to: recipientDigits(message),
        from: senderOf(message),
        text: message.text,
        client_ref: message.ref,
        // As it was counted and priced: the service does not judge the text a second time.
        sms: { encoding_type: message.encoding === 'GSM-7' ? 'text' : 'unicode' },
        // In this form receipts are read, whatever the account was set to.
        webhook_version: 'v1',
        ...(ttl === null ? {} : { ttl }),
      }),
    };
  },
  verdict: (exchange) => verdictByStatus(exchange, [202, 400, 422]) ?? read(exchange),
};

function read(exchange: Exchange): Verdict {
  const found = exchange.kind === 'answered' ? objectIn(exchange) : null;
  if (exchange.kind !== 'answered' || found === null) return { kind: 'unknown', why: 'unreadable-answer' };
  if (exchange.status !== 202) return problem(found, exchange.status);
  const id = found['message_uuid'];
  return typeof id === 'string' && isUuid(id)
    ? { kind: 'accepted', providerId: id }
    : { kind: 'unknown', why: 'answer-without-id' };
}

/** RFC 7807: `type` ends with the number of the problem. */
function problem(found: Readonly<Record<string, unknown>>, status: number): Verdict {
  const { type, title, detail } = found;
  if (typeof type !== 'string' || type === '') return { kind: 'unknown', why: 'unreadable-answer' };
  const code = /#(\d{2,5})$/.exec(type)?.[1] ?? null;
  const words = [wordsIn(title), wordsIn(detail)].filter((one) => one !== '').join(': ');
  if (code === null) return { kind: 'rejected', code: `http-${status}`, detail: words };
  // The same number stands for a bad sender and for a bad recipient: the names of the parameters tell.
  const errorClass = isAboutRecipient(found['invalid_parameters']) ? 'recipient' : messagesErrorClass(code);
  return verdictOfClass(errorClass, code, words);
}

function isAboutRecipient(invalid: unknown): boolean {
  if (!Array.isArray(invalid) || invalid.length === 0) return false;
  return invalid.every((one: unknown) => isObject(one) && (one['name'] === 'to' || one['name'] === 'text'));
}

function isUuid(text: string): boolean {
  return /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i.test(text);
}
