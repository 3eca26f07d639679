import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { NOT_SENT_AFTER_HOURS, providersWithRecords, whyNotYet } from '../../../src/core/delivery/not-sent.js';
import { simulator } from '../../../src/providers/simulator.js';
import { handTimer } from '../../support/hand-timer.js';
import { openVonage, stillClock } from '../../support/vonage-service.js';

const submittedAt = DateTime.fromISO('2026-01-06T10:00:00.000Z', { zone: 'utc' });
const lastMoment = submittedAt.plus({ hours: NOT_SENT_AFTER_HOURS }).minus(1);
const nextDay = submittedAt.plus({ hours: NOT_SENT_AFTER_HOURS });

describe('whyNotYet', () => {
  it('asks for a day first, to the millisecond', () => {
    const facts = { submittedAt, lookedUpAt: submittedAt, hasRecords: true };
    expect(whyNotYet(facts, lastMoment)).toEqual({ kind: 'too_early', from: nextDay });
    expect(whyNotYet(facts, nextDay)).toBeNull();
  });

  it('asks for the records where there are any', () => {
    expect(whyNotYet({ submittedAt, lookedUpAt: null, hasRecords: true }, nextDay)).toEqual({ kind: 'not_looked_up' });
    expect(whyNotYet({ submittedAt, lookedUpAt: null, hasRecords: false }, nextDay)).toBeNull();
  });
});

describe('providersWithRecords', () => {
  it('names the providers that can be asked', () => {
    const options = { seed: 1, latencyMs: 0, throttled: 0, rejected: 0, lostAnswer: 0, undelivered: 0, repliesStop: 0 };
    const all = [
      simulator('/nowhere/outbox.jsonl', options, stillClock, handTimer()),
      openVonage('messages', 'http://127.0.0.1:9'),
    ];
    const asked = all.filter(({ lookUp }) => lookUp !== undefined).map(({ name }) => name);
    expect([...providersWithRecords].sort()).toEqual(asked.sort());
  });
});
