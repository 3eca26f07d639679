import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../../src/providers/vonage/http.js';
import { messagesApi } from '../../../src/providers/vonage/messages-api.js';
import { smsApi } from '../../../src/providers/vonage/sms-api.js';
import { MESSAGE_ID, messageTo } from '../../support/vonage-service.js';

const message = messageTo(1);

function answered(status: number, body: unknown): Exchange {
  return { kind: 'answered', status, retryAfter: null, text: typeof body === 'string' ? body : JSON.stringify(body) };
}

/** RFC 7807, as description 1.11.0 of the Messages API has it. */
function problem(status: number, code: string, more: object = {}): Exchange {
  const type = `https://developer.vonage.com/api-errors/messages#${code}`;
  return answered(status, { type, title: 'T', detail: 'D', instance: 'i', ...more });
}

describe('the Messages API: whose fault a problem is (facts/providers, description 1.11.0)', () => {
  const verdict = (exchange: Exchange) => messagesApi.verdict(exchange, message);

  it('202 with an id is accepted', () => {
    expect(verdict(answered(202, { message_uuid: MESSAGE_ID }))).toEqual({ kind: 'accepted', providerId: MESSAGE_ID });
  });

  it.each(['1430', '1170', '1160', '1050', '1040', '110'])('422 #%s is this recipient’s: the others go on', (code) => {
    expect(verdict(problem(422, code))).toEqual({ kind: 'rejected', code, detail: 'T: D' });
  });

  it.each(['1420', '1410', '1440', '1450', '1120', '1060', '1070', '1080', '1140', '1460'])(
    '422 #%s is the campaign’s: it ends the run',
    (code) => {
      expect(verdict(problem(422, code))).toEqual({ kind: 'refused', reason: code });
    },
  );

  it('422 #1000 is throttled', () => {
    expect(verdict(problem(422, '1000'))).toEqual({ kind: 'throttled', retryAfterMs: null });
  });

  it.each(['1030', '1320'])('422 #%s does not say whether the message was taken', (code) => {
    expect(verdict(problem(422, code))).toEqual({ kind: 'unknown', why: code });
  });

  it('422 with a number that the catalogue does not have is a no to this one', () => {
    expect(verdict(problem(422, '1999'))).toMatchObject({ kind: 'rejected', code: '1999' });
  });

  it.each([
    [[{ name: 'to', reason: 'r' }], 'rejected'],
    [[{ name: 'text', reason: 'r' }], 'rejected'],
    [[{ name: 'from', reason: 'r' }], 'refused'],
    [
      [
        { name: 'to', reason: 'r' },
        { name: 'from', reason: 'r' },
      ],
      'refused',
    ],
    [[], 'refused'],
    ['to', 'refused'],
  ])('422 #1410 about %j is %s', (invalid_parameters, kind) => {
    expect(verdict(problem(422, '1410', { invalid_parameters }))).toMatchObject({ kind });
  });

  it('400 is a no, by its number where it has one', () => {
    expect(verdict(problem(400, '1420'))).toMatchObject({ kind: 'refused' });
    const type = 'https://developer.vonage.com/api-errors#invalid-json';
    expect(verdict(answered(400, { type, title: 'T' }))).toMatchObject({ kind: 'rejected', code: 'http-400' });
  });

  it.each([
    ['HTML', '<html>'],
    ['no type', { title: 'T' }],
    ['nothing', ''],
  ])('422 and 400 with %s are in doubt', (_, body) => {
    for (const status of [400, 422]) {
      expect(verdict(answered(status, body))).toEqual({ kind: 'unknown', why: 'unreadable-answer' });
    }
  });

  it.each([404, 405, 410, 413, 415])('%i: there is no such service there, and the run ends', (status) => {
    expect(verdict(answered(status, ''))).toEqual({ kind: 'refused', reason: `http-${status}` });
  });

  it.each([200, 201, 301, 408, 409, 425, 499, 500, 502, 503, 504, 599])('%i says nothing of the message', (status) => {
    expect(verdict(answered(status, { message_uuid: MESSAGE_ID }))).toEqual({ kind: 'unknown', why: `http-${status}` });
  });

  it('keeps of the service’s words no more than a line', () => {
    const told = verdict(problem(422, '1430', { title: 'a\n\u0007b', detail: 'x'.repeat(5000) }));
    expect(told).toMatchObject({ detail: expect.stringMatching(/^a b: x{200}$/) });
  });
});

describe('the SMS API: what the status of each part says (facts/providers, description 1.0.11)', () => {
  const verdict = (...parts: readonly object[]) =>
    smsApi.verdict(answered(200, { 'message-count': String(parts.length), messages: parts }), message);
  const taken = (id: string) => ({ status: '0', 'message-id': id, to: message.to.slice(1), 'client-ref': message.ref });

  it('0 is accepted, with the id of the first part and as many segments as parts', () => {
    expect(verdict(taken('A1'), taken('A2'))).toEqual({ kind: 'accepted', providerId: 'A1', segments: 2 });
  });

  it.each(['3', '6', '7', '12', '29', '33'])('%s is this recipient’s', (status) => {
    expect(verdict({ status, 'error-text': 'T' })).toEqual({ kind: 'rejected', code: `sms-${status}`, detail: 'T' });
  });

  it.each(['2', '4', '8', '9', '11', '14', '15', '22', '23', '32'])('%s ends the run', (status) => {
    expect(verdict({ status, 'error-text': 'T' })).toEqual({ kind: 'refused', reason: `sms-${status}` });
  });

  it.each(['1', '10'])('%s is throttled', (status) => {
    expect(verdict({ status })).toEqual({ kind: 'throttled', retryAfterMs: null });
  });

  it.each(['5', '99', ''])('%j is in doubt', (status) => {
    expect(verdict({ status })).toEqual({ kind: 'unknown', why: `sms-${status}` });
  });

  it('one part that was taken is a message that was taken', () => {
    expect(verdict({ status: '1' }, taken('A2'))).toMatchObject({ kind: 'accepted', providerId: 'A2' });
  });

  it('what is in doubt of one part is in doubt of all', () => {
    expect(verdict({ status: '1' }, { status: '5' })).toMatchObject({ kind: 'unknown' });
  });

  it.each([
    ['another number', { ...taken('A1'), to: '33639989999' }],
    ['another reference', { ...taken('A1'), 'client-ref': 'other' }],
  ])('an answer about %s is none', (_, part) => {
    expect(verdict(part)).toEqual({ kind: 'unknown', why: 'answer-of-another' });
  });

  it.each([
    ['no parts', {}],
    ['an empty list', { messages: [] }],
    ['parts that are none', { messages: [1] }],
    ['a status that is no text', { messages: [{ status: 0 }] }],
  ])('%s: in doubt', (_, body) => {
    expect(smsApi.verdict(answered(200, body), message)).toEqual({ kind: 'unknown', why: 'unreadable-answer' });
  });
});
