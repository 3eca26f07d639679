import { describe, expect, it } from 'vitest';
import {
  byCountry,
  judgeCandidate,
  screenContact,
  type AudiencePolicy,
  type Contact,
  type Screened,
} from '../../../src/core/audience/audience-judge.js';
import type { RecipientFacts } from '../../../src/core/audience/eligibility.js';
import { keyringOf } from '../../../src/core/contact/keyring.js';
import { NumberSet } from '../../../src/core/contact/number-set.js';
import { builtInPurposes } from '../../../src/core/consent/purpose.js';
import { compileTemplate } from '../../../src/core/template/message-template.js';
import { factsWith, received, utc } from '../../support/core-facts.js';

const NOW = utc('2026-01-06T10:00:00Z');
const KEYRING = keyringOf(Buffer.alloc(32, 7));

const policy: AudiencePolicy = {
  campaign: 'fete',
  purpose: builtInPurposes.get('association')!,
  frequencyCap: { messages: 1, days: 30 },
  again: false,
  defaultCountry: 'FR',
  allowFictional: true,
  countries: ['FR', 'GB'],
  isWanted: () => true,
  template: compileTemplate('Bonjour {{ prenom }}', 'test'),
  footers: new Map([['FR', { text: 'STOP au {{ stop }}', stop: '36184' }]]),
  gsm7: false,
  maxSegments: 2,
  prices: new Map([
    ['FR', '0.065'],
    ['default', '0.09'],
  ]),
};

function contact(phone: string, prenom = 'Anaïs'): Contact {
  return { line: 2, row: 1, phone, place: {}, fields: new Map([['prenom', prenom]]), saysNo: false };
}

const screen = (phone: string, differing: Partial<AudiencePolicy> = {}, seen = new NumberSet().seenBefore): Screened =>
  screenContact(contact(phone), { ...policy, ...differing }, seen);
const reasonOf = (screened: Screened): string | null => (screened.kind === 'excluded' ? screened.reason : null);

describe('screenContact: the row alone', () => {
  it.each([
    ['12', 'invalid_number'],
    ['01 99 00 00 00', 'not_mobile'],
    ['+41 79 000 00 67', 'country_not_allowed'],
    ['06 39 98 00 01', null],
    ['+44 7700 900001', null],
  ])('%s: %s', (phone, reason) => {
    expect(reasonOf(screen(phone))).toBe(reason);
  });

  it('a number kept for fiction is a person in a rehearsal only', () => {
    expect(reasonOf(screen('06 39 98 00 01', { allowFictional: false }))).toBe('fictional_number');
  });

  it('France covers its overseas territories, not the other way round', () => {
    expect(reasonOf(screen('+262 692 00 00 01', { countries: ['FR'] }))).toBeNull();
    expect(reasonOf(screen('06 39 98 00 01', { countries: ['RE'] }))).toBe('country_not_allowed');
  });

  it('two rows with one number, however written: the first is kept', () => {
    const seen = new NumberSet().seenBefore;
    expect(reasonOf(screen('06 39 98 00 01', {}, seen))).toBeNull();
    expect(screen('+33639980001', {}, seen)).toMatchObject({ reason: 'duplicate', number: '+33639980001' });
  });

  it('the order of reasons: duplicate, filtered, country', () => {
    const seen = new NumberSet().seenBefore;
    const unwanted = { isWanted: () => false };
    expect(reasonOf(screen('+41 79 000 00 67', unwanted, seen))).toBe('filtered');
    expect(reasonOf(screen('+41 79 000 00 67', unwanted, seen))).toBe('duplicate');
    expect(reasonOf(screen('+41 79 000 00 67'))).toBe('country_not_allowed');
  });

  it('says nothing of a number that could not be read', () => {
    expect(screen('12')).toMatchObject({ number: null });
  });
});

describe('judgeCandidate: with the facts of the ledger', () => {
  function judge(
    facts: RecipientFacts,
    differing: Partial<AudiencePolicy> = {},
    phone = '06 39 98 00 01',
    name?: string,
  ) {
    const asked = { ...policy, ...differing };
    const candidate = screenContact(contact(phone, name), asked, new NumberSet().seenBefore);
    if (candidate.kind !== 'candidate') throw new Error(candidate.reason);
    return judgeCandidate(candidate, facts, asked, KEYRING, NOW);
  }
  const reason = (...args: Parameters<typeof judge>): string | null => {
    const judged = judge(...args);
    return judged.kind === 'excluded' ? judged.reason : null;
  };
  const LONG = 'x'.repeat(400);

  it('what is planned: the text with its way out, segments, cost, and the consent it rests on', () => {
    expect(judge(factsWith())).toEqual({
      kind: 'planned',
      message: {
        text: 'Bonjour Anaïs\nSTOP au 36184',
        ending: '\nSTOP au 36184',
        appended: '',
        written: null,
        // ï is not in the GSM alphabet: 27 code units of 70.
        count: expect.objectContaining({ encoding: 'UCS-2', segments: 1 }) as unknown,
        costMicros: 65_000,
        consentSeq: 1,
      },
    });
  });

  it.each<
    readonly [reason: string, facts: RecipientFacts, differing: Partial<AudiencePolicy>, phone: string, name: string]
  >([
    ['no_consent', factsWith({ consents: [] }), { footers: new Map() }, '06 39 98 00 01', ''],
    ['no_way_out', factsWith(), { footers: new Map() }, '06 39 98 00 01', ''],
    ['missing_field', factsWith({ received: [received('2026-01-05T10:00:00Z')] }), {}, '06 39 98 00 01', ' '],
    ['too_long', factsWith({ received: [received('2026-01-05T10:00:00Z')] }), {}, '06 39 98 00 01', LONG],
    ['frequency_cap', factsWith({ received: [received('2026-01-05T10:00:00Z')] }), {}, '06 39 98 00 01', 'Anaïs'],
  ])('%s, before what comes later in the list', (expected, facts, differing, phone, name) => {
    expect(reason(facts, differing, phone, name)).toBe(expected);
  });

  it('already_received is judged on the text as it leaves, way out included', () => {
    const textHash = KEYRING.textHash('Bonjour Anaïs\nSTOP au 36184');
    const past = received('2026-01-05T10:00:00Z', { textHash });
    expect(reason(factsWith({ received: [past] }))).toBe('already_received');
    expect(
      reason(factsWith({ received: [{ ...past, promotional: false, textHash: KEYRING.textHash('Bonjour Anaïs') }] })),
    ).toBe(null);
  });

  it('a French code is no way out for other countries; a footer for all is', () => {
    expect(reason(factsWith(), {}, '+44 7700 900001')).toBe('no_way_out');
    const footers = new Map([['default', { text: 'Stop: {{ stop_url }}', stopUrl: 'https://amisduparc.example/s' }]]);
    expect(judge(factsWith(), { footers }, '+44 7700 900001')).toMatchObject({
      message: { text: 'Bonjour Anaïs\nStop: https://amisduparc.example/s', costMicros: 90_000 },
    });
  });

  it('a text that sends people to another code has no way out', () => {
    const template = compileTemplate('STOP au 36999, {{ prenom }}', 'test');
    expect(reason(factsWith(), { template })).toBe('no_way_out');
  });

  it('a purpose without a footer adds nothing', () => {
    expect(judge(factsWith(), { footers: null })).toMatchObject({ message: { text: 'Bonjour Anaïs' } });
  });

  it('a text of white space alone is sent to nobody', () => {
    const template = compileTemplate('{% if prenom == "Zoé" %}Bonjour{% endif %} ', 'test');
    expect(reason(factsWith(), { template })).toBe('missing_field');
  });

  it('counts the way out in the length, and the replaced characters as they leave', () => {
    // 147 and a line feed and the 13 of the way out are 161 septets.
    const template = compileTemplate('{{ prenom }}', 'test');
    const two = judge(factsWith(), { template }, '06 39 98 00 01', 'x'.repeat(147));
    expect(two).toMatchObject({ message: { count: { segments: 2 }, costMicros: 130_000 } });
    const one = judge(factsWith(), { template, gsm7: true }, '06 39 98 00 01', `${'x'.repeat(140)}’`);
    expect(one).toMatchObject({ message: { count: { encoding: 'GSM-7', segments: 1 } } });
  });
});

describe('byCountry', () => {
  const table = new Map([
    ['FR', 'France'],
    ['GP', 'Guadeloupe'],
    ['default', 'others'],
  ]);

  it.each([
    ['FR', 'France'],
    ['GP', 'Guadeloupe'],
    ['RE', 'France'],
    ['CH', 'others'],
  ])('%s: %s', (country, value) => {
    expect(byCountry(table, country)).toBe(value);
  });

  it('is undefined where nothing is said', () => {
    expect(byCountry(new Map([['FR', 1]]), 'CH')).toBeUndefined();
  });
});
