import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readDeliveryReceipt,
  readInboundMessage,
  readInboundSms,
  readMessageStatus,
} from '../../../src/providers/vonage/webhooks.js';
import { messageTo, NOW } from '../../support/vonage-service.js';

const { ref, to } = messageTo(1);
const AT = '2025-02-03T12:14:25.000Z';
const NOW_TEXT = '2026-01-06T10:00:00.000Z';
const ID = 'aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab';

/** Payloads as the descriptions give them, with our reference. */
const status = {
  ...{ message_uuid: ID, to: to.slice(1), from: 'AMISDUPARC', timestamp: '2025-02-03T12:14:25Z', status: 'delivered' },
  ...{ client_ref: ref, channel: 'sms', usage: { currency: 'EUR', price: '0.0333' }, sms: { count_total: '2' } },
};
const inbound = {
  ...{ channel: 'sms', message_uuid: ID, to: '36184', from: to.slice(1), timestamp: '2025-02-03T12:14:25Z' },
  ...{ text: 'STOP', sms: { num_messages: '1', keyword: 'STOP' } },
};
const receipt = {
  ...{ msisdn: to.slice(1), to: 'AMISDUPARC', messageId: '0A0000001234567B', price: '0.0333', status: 'delivered' },
  ...{ scts: '2502031214', 'err-code': '0', 'api-key': 'abcd1234', 'client-ref': ref },
  'message-timestamp': '2025-02-03 12:14:25',
};
const inboundSms = {
  ...{ 'api-key': 'abcd1234', msisdn: to.slice(1), to: '36184', messageId: '0A0000000123ABCD1', text: 'STOP' },
  ...{ type: 'text', keyword: 'STOP', 'message-timestamp': '2025-02-03 12:14:25' },
};

function problemOf(code: string) {
  return { type: `https://developer.vonage.com/api-errors/messages#${code}`, title: code, detail: 'D' };
}

describe('a message status (Messages API)', () => {
  it('that a message was delivered', () => {
    expect(readMessageStatus(status, NOW)).toEqual({
      ...{ kind: 'receipt', providerId: ID, blocked: null },
      receipt: { ref, status: 'delivered', code: null, at: AT },
    });
  });

  it.each([
    ['submitted', null],
    ['delivered', 'delivered'],
    ['read', 'delivered'],
    ['undeliverable', 'undelivered'],
    ['rejected', 'undelivered'],
    ['something new', null],
  ])('%s', (word, end) => {
    const told = readMessageStatus({ ...status, status: word }, NOW);
    expect(told.kind).toBe(end === null ? 'interim' : 'receipt');
    if (told.kind === 'receipt') expect(told.receipt.status).toBe(end);
  });

  it.each([
    ['1240', 'opted_out'],
    ['1050', 'barred'],
    ['1180', null],
    ['1360', null],
  ])('whose error is %s', (code, blocked) => {
    const told = readMessageStatus({ ...status, status: 'rejected', error: problemOf(code) }, NOW);
    expect(told).toMatchObject({ receipt: { code }, blocked });
  });

  it.each([
    [{ type: 'https://developer.vonage.com/api-errors/messages#1240', title: 'Illegal Number' }, '1240'],
    [{ title: 'Illegal Number' }, 'rejected'],
    [undefined, 'rejected'],
    ['1240', 'rejected'],
  ])('whose error is written %j', (error, code) => {
    expect(readMessageStatus({ ...status, status: 'rejected', error }, NOW)).toMatchObject({ receipt: { code } });
  });

  it.each([
    ['without a reference', { client_ref: undefined }, { kind: 'foreign' }],
    ['of another channel', { channel: 'whatsapp' }, { kind: 'foreign' }],
    ['without an id', { message_uuid: undefined }, { kind: 'unreadable', field: 'message_uuid' }],
    ['without a status', { status: 3 }, { kind: 'unreadable', field: 'status' }],
  ])('%s', (_, changes, told) => {
    expect(readMessageStatus({ ...status, ...changes }, NOW)).toEqual(told);
  });
});

describe('an inbound message (Messages API)', () => {
  it('is what a person said', () => {
    expect(readInboundMessage(inbound, NOW)).toEqual({
      ...{ kind: 'reply', messageId: ID },
      reply: { from: to, text: 'STOP', at: AT },
    });
  });

  it.each([undefined, 'yesterday', 7, ''])('is not lost for a time that can not be read: %j', (timestamp) => {
    expect(readInboundMessage({ ...inbound, timestamp }, NOW)).toMatchObject({ reply: { at: NOW_TEXT } });
  });

  it.each([
    ['a plus', { from: to }, { kind: 'reply' }],
    ['a name', { from: 'AMIS' }, { kind: 'unreadable', field: 'from' }],
    ['a short code', { from: '36184' }, { kind: 'unreadable', field: 'from' }],
    ['no text', { text: undefined }, { kind: 'unreadable', field: 'text' }],
    ['an empty text', { text: '' }, { kind: 'reply' }],
    ['another channel', { channel: 'mms', text: 'Merci' }, { kind: 'foreign' }],
    ['another channel and no text', { channel: 'mms', text: undefined }, { kind: 'foreign' }],
    ['a STOP by another channel', { channel: 'mms' }, { kind: 'reply', reply: { text: 'STOP' } }],
    ['what may be one by another channel', { channel: 'rcs', text: 'ok stop' }, { kind: 'reply' }],
    ['a STOP of whoever has no number', { channel: 'messenger', from: 'abc' }, { kind: 'unreadable', field: 'from' }],
  ])('with %s', (_, changes, told) => {
    expect(readInboundMessage({ ...inbound, ...changes }, NOW)).toMatchObject(told);
  });
});

describe('a delivery receipt (SMS API)', () => {
  it.each([
    ['delivered', 'delivered'],
    ['expired', 'undelivered'],
    ['failed', 'undelivered'],
    ['rejected', 'undelivered'],
    ['accepted', null],
    ['buffered', null],
    ['unknown', null],
  ])('%s', (word, end) => {
    const told = readDeliveryReceipt({ ...receipt, status: word }, NOW);
    expect(told.kind).toBe(end === null ? 'interim' : 'receipt');
    if (told.kind === 'receipt') expect(told.receipt).toMatchObject({ ref, status: end, at: AT });
  });

  it.each([
    ['9', '9', 'opted_out'],
    ['1', '1', null],
    ['0', 'failed', null],
    [undefined, 'failed', null],
  ])('with the error %s', (error, code, blocked) => {
    const told = readDeliveryReceipt({ ...receipt, status: 'failed', 'err-code': error }, NOW);
    expect(told).toMatchObject({ receipt: { code }, blocked });
  });

  it('takes the seconds of a signed call before its words', () => {
    const told = readDeliveryReceipt({ ...receipt, timestamp: '1582650446' }, NOW);
    expect(told).toMatchObject({ receipt: { at: '2020-02-25T17:07:26.000Z' } });
  });
});

describe('an inbound SMS (SMS API)', () => {
  it('is what a person said', () => {
    expect(readInboundSms(inboundSms, NOW)).toEqual({
      ...{ kind: 'reply', messageId: '0A0000000123ABCD1' },
      reply: { from: to, text: 'STOP', at: AT },
    });
  });

  it('may be a part of a longer one', () => {
    const part = { concat: 'true', 'concat-ref': '1', 'concat-total': '3', 'concat-part': '2' };
    expect(readInboundSms({ ...inboundSms, ...part }, NOW)).toMatchObject({
      ...{ kind: 'reply_part', group: `${to} 1`, part: 2, total: 3 },
    });
  });

  it.each([{ 'concat-part': '4' }, { 'concat-part': 'x' }, { 'concat-ref': '' }])(
    'is taken as a whole where the parts make no sense: %j',
    (changes) => {
      const part = { concat: 'true', 'concat-ref': '1', 'concat-total': '3', 'concat-part': '2', ...changes };
      expect(readInboundSms({ ...inboundSms, ...part }, NOW).kind).toBe('reply');
    },
  );

  it('has no text when it is binary', () => {
    const told = readInboundSms({ ...inboundSms, type: 'binary', text: undefined, data: '00' }, NOW);
    expect(told).toEqual({ kind: 'unreadable', field: 'text' });
  });
});

describe('whatever comes in', () => {
  const readers = [readMessageStatus, readInboundMessage, readDeliveryReceipt, readInboundSms];
  const payloads = [status, inbound, receipt, inboundSms];
  it.each(readers.map((reader, index) => [reader.name, reader, payloads[index] ?? {}] as const))(
    '%s tells one thing of it, and never throws',
    (_, reader, payload) => {
      const fields = fc.dictionary(fc.constantFrom(...Object.keys(payload), 'timestamp', 'concat'), fc.anything());
      fc.assert(
        fc.property(fields, (changes) => {
          const told = reader({ ...payload, ...changes }, NOW);
          if (told.kind === 'receipt') expect(told.receipt.at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
          if (told.kind === 'reply') expect(told.reply.from).toMatch(/^\+[1-9]\d{6,14}$/);
        }),
      );
    },
  );
});
