import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { E164 } from '../../../src/core/contact/phone-number.js';
import type { OutgoingMessage } from '../../../src/providers/provider.js';
import { balanceRequest, knockRequest } from '../../../src/providers/vonage/check-credentials.js';
import { messagesApi } from '../../../src/providers/vonage/messages-api.js';
import { recordsRequest } from '../../../src/providers/vonage/records.js';
import { smsApi } from '../../../src/providers/vonage/sms-api.js';
import { counted } from '../../../src/providers/vonage/sms-terms.js';
import { apiDescription, seen, type ApiDescription } from '../../support/api-description.js';
import { ACCOUNT, MESSAGE_ID, messageTo, NOW, settingsFor } from '../../support/vonage-service.js';

const HOST = 'https://api.nexmo.com/';

let messages: ApiDescription;
let sms: ApiDescription;
let reports: ApiDescription;

beforeAll(async () => {
  [messages, sms, reports] = (await Promise.all(
    ['messages-1.11.0.sms', 'sms-1.0.11', 'reports-2.2.2.records'].map(apiDescription),
  )) as [ApiDescription, ApiDescription, ApiDescription];
});

/** Whatever the program may send: any text, any sender, any end of a window. */
const outgoing: fc.Arbitrary<OutgoingMessage> = fc
  .record({
    index: fc.nat(9999),
    text: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 400 }),
    from: fc.constantFrom('AMISDUPARC', 'Le Parc', '36184', '+33937001234'),
    ref: fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/),
    minutes: fc.option(fc.integer({ min: -10, max: 10_000 })),
  })
  .map(({ index, minutes, ...rest }) => {
    const sendBefore = minutes === null ? null : NOW.plus({ minutes });
    return messageTo(index, { ...rest, sendBefore });
  });

function requestFor(api: 'messages' | 'sms', message: OutgoingMessage) {
  const chosen = api === 'sms' ? smsApi : messagesApi;
  const url = chosen.address(settingsFor(api, HOST));
  return chosen.request(counted(message), { url, authorization: 'Bearer a.b.c', account: ACCOUNT, now: NOW });
}

describe('every request is one that the description allows', () => {
  it('a message by the Messages API', () => {
    fc.assert(
      fc.property(outgoing, (message) => {
        const request = requestFor('messages', message);
        expect(messages.judge(seen(request, HOST))).toEqual({ operation: 'SendMessage', problems: [] });
        const body = JSON.parse(request.body ?? '') as Record<string, string>;
        // Said in words only: no plus in front of numbers, a reference of at most 40 characters.
        expect(body['to']).toMatch(/^\d{7,15}$/);
        expect(body['from']).not.toContain('+');
        expect(body['client_ref']).toBe(message.ref);
        expect(body['text']).toBe(message.text);
      }),
    );
  });

  it('a message by the SMS API', () => {
    fc.assert(
      fc.property(outgoing, (message) => {
        const request = requestFor('sms', message);
        expect(request.url.href).toBe('https://api.nexmo.com/sms/json');
        expect(sms.judge({ ...seen(request, HOST), path: '/json' })).toEqual({
          operation: 'send-an-sms',
          problems: [],
        });
        const form = new URLSearchParams(request.body);
        expect(form.get('text')).toBe(message.text);
        expect(form.get('client-ref')).toBe(message.ref);
      }),
    );
  });

  it.each([
    ['messages', 'outbound'],
    ['messages', 'inbound'],
    ['sms', 'outbound'],
    ['sms', 'inbound'],
  ] as const)('a look into the records of the %s API: %s', (api, direction) => {
    const span = { from: NOW, to: NOW.plus({ hours: 24 }) };
    const request = recordsRequest(span, settingsFor(api, HOST), ACCOUNT, direction);
    expect(reports.judge(seen(request, HOST))).toEqual({ operation: 'get-records', problems: [] });
  });

  it('but the question that doctor asks with a token, which is no message by any reading', () => {
    const request = knockRequest(settingsFor('messages', HOST), 'a.b.c');
    const { operation, problems } = messages.judge(seen(request, HOST));
    expect(operation).toBe('SendMessage');
    for (const field of ['to', 'from', 'channel', 'message_type', 'text']) {
      expect(problems.join('\n')).toContain(`must have required property '${field}'`);
    }
  });

  it('and the balance is asked for by a request that changes nothing', () => {
    expect(balanceRequest(settingsFor('sms', HOST), ACCOUNT)).toMatchObject({ method: 'GET' });
  });
});

describe('the validator sees what is wrong', () => {
  const good = requestFor('messages', messageTo(1));
  const changed = (changes: Record<string, unknown>) =>
    messages.judge({
      ...seen(good, HOST),
      body: JSON.stringify({ ...(JSON.parse(good.body ?? '') as object), ...changes }),
    });

  it.each([
    ['no text', { text: undefined }],
    ['a number that is too short', { to: '123' }],
    ['another channel', { channel: 'smss' }],
    ['a time to live in words', { ttl: 'abc' }],
    ['an alphabet of its own', { sms: { encoding_type: 'gsm' } }],
  ])('%s', (_, changes) => {
    expect(changed(changes).problems).not.toEqual([]);
  });

  it.each([
    ['no sender', 'from'],
    ['no recipient', 'to'],
    ['no key', 'api_key'],
  ])('%s', (_, name) => {
    const request = seen(requestFor('sms', messageTo(1)), HOST);
    const form = new URLSearchParams(request.body);
    form.delete(name);
    expect(sms.judge({ ...request, path: '/json', body: form.toString() }).problems).not.toEqual([]);
  });
});

describe('the answer that the tests script is one that the description allows', () => {
  it('of the Messages API', () => {
    expect(messages.judgeAnswer('SendMessage', 202, { message_uuid: MESSAGE_ID })).toEqual([]);
    expect(messages.judgeAnswer('SendMessage', 202, { message_uuid: '0' })).not.toEqual([]);
  });
});

/** A number outside the form that both APIs take. */
const ODD = '+123456' as E164;

describe('what no description allows is not asked', () => {
  it.each([
    [messagesApi, { text: 'a'.repeat(1001) }, 'text-too-long'],
    [messagesApi, { text: 'a'.repeat(1000) }, null],
    [smsApi, { text: 'a'.repeat(1001) }, null],
    [messagesApi, { to: ODD }, 'recipient-form'],
    [smsApi, { to: ODD }, 'recipient-form'],
  ])('%#', (api, changes, code) => {
    const verdict = api.refuse(messageTo(1, changes));
    expect(verdict).toEqual(code === null ? null : expect.objectContaining({ kind: 'rejected', code }));
  });
});
