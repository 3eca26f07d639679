import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  consentAge,
  consentState,
  lastHeardOf,
  openRequest,
  outlives,
  type RecordedConsent,
} from '../../../src/core/consent/consent-state.js';
import { builtInPurposes, type Purpose } from '../../../src/core/consent/purpose.js';
import { given, utc, withdrawn } from '../../support/core-facts.js';

const association = builtInPurposes.get('association')!;
const information = builtInPurposes.get('information')!;
const NOW = utc('2026-01-06T10:00:00Z');

const stateOf = (history: readonly RecordedConsent[], purpose: Purpose = association, campaign = 'fete'): string =>
  consentState({ consents: history, suppressions: [] }, purpose, campaign, NOW).kind;

/** A basis that a purpose of one's own accepts. */
const renting: Purpose = { ...association, name: 'partners', bases: ['opt_in', 'rented_list'] };
const rented = (campaign: string | null) => given(1, { purpose: 'partners', basis: 'rented_list', campaign });

describe('consentState: default deny (promise 2)', () => {
  it.each<readonly [rule: string, history: readonly RecordedConsent[], state: string]>([
    ['nothing is recorded', [], 'none'],
    ['an accepted basis for this purpose', [given(1)], 'valid'],
    ['a consent for another purpose', [given(1, { purpose: 'marketing' })], 'none'],
    ['a basis that this purpose does not accept', [given(1, { basis: 'customer_similar_products' })], 'none'],
    ['a bought list, which no purpose accepts by itself', [given(1, { basis: 'purchased_list' })], 'none'],
    ['a consent of this very moment', [given(1, { effectiveAt: NOW })], 'valid'],
    ['one that counts from a later moment on', [given(1, { effectiveAt: NOW.plus({ milliseconds: 1 }) })], 'none'],
  ])('%s', (_, history, state) => {
    expect(stateOf(history)).toBe(state);
  });

  it.each([
    ['its own campaign', 'fete', 'valid'],
    ['another campaign', 'loto', 'none'],
    ['none', null, 'none'],
  ])('a rented list counts for the campaign it was recorded for: %s', (_, campaign, state) => {
    expect(stateOf([rented(campaign)], renting)).toBe(state);
  });

  it('a campaign noted with any other basis tells where it was collected, and binds nothing', () => {
    expect(stateOf([given(1, { campaign: 'loto' })])).toBe('valid');
  });
});

describe('consentState: a withdrawal wins over every earlier consent (promise 2)', () => {
  const STOP = '2025-06-01T12:00:00Z';
  const person = (seq: number, effectiveAt: string) => given(seq, { origin: 'person', effectiveAt: utc(effectiveAt) });

  it.each<readonly [rule: string, history: readonly RecordedConsent[], state: string]>([
    ['it ends the consent before it', [given(1), withdrawn(2, STOP)], 'withdrawn'],
    ['from every purpose', [given(1), withdrawn(2, STOP, null)], 'withdrawn'],
    ['from this purpose', [given(1), withdrawn(2, STOP, 'association')], 'withdrawn'],
    ['not from another one', [given(1), withdrawn(2, STOP, 'marketing')], 'valid'],
    ['it is told even where nothing was ever given', [withdrawn(1, STOP)], 'withdrawn'],
    [
      'no import overrides it, however late its date',
      [given(1), withdrawn(2, STOP), given(3, { effectiveAt: utc('2025-12-01T00:00:00Z') })],
      'withdrawn',
    ],
    ["a person's later consent does", [given(1), withdrawn(2, STOP), person(3, '2025-07-01T00:00:00Z')], 'valid'],
    [
      'but not one that was given before it and recorded after',
      [withdrawn(1, STOP), person(2, '2025-05-31T00:00:00Z')],
      'withdrawn',
    ],
    ['nor one given in the same instant', [withdrawn(1, STOP), person(2, STOP)], 'withdrawn'],
    [
      "order is the ledger's sequence: a withdrawal recorded later wins over a consent dated later",
      [person(1, '2025-12-01T00:00:00Z'), withdrawn(2, STOP)],
      'withdrawn',
    ],
    [
      'an earlier one with a later date is not forgotten behind a later one',
      [withdrawn(1, STOP), withdrawn(2, '2025-01-01T00:00:00Z'), person(3, '2025-03-01T00:00:00Z')],
      'withdrawn',
    ],
    [
      'after a new consent it can be withdrawn again',
      [withdrawn(1, STOP), person(2, '2025-07-01T00:00:00Z'), withdrawn(3, '2025-08-01T00:00:00Z')],
      'withdrawn',
    ],
  ])('%s', (_, history, state) => {
    expect(stateOf(history)).toBe(state);
  });

  it('a date alone counts from 00:00 local time, so a STOP of that day wins', () => {
    // 1 June 2025 in Paris began at 22:00 UTC on the evening before.
    const onThatDay = given(2, { origin: 'person', effectiveAt: utc('2025-05-31T22:00:00Z') });
    expect(stateOf([withdrawn(1, '2025-06-01T07:00:00Z'), onThatDay])).toBe('withdrawn');
    const onTheNext = given(2, { origin: 'person', effectiveAt: utc('2025-06-01T22:00:00Z') });
    expect(stateOf([withdrawn(1, '2025-06-01T07:00:00Z'), onTheNext])).toBe('valid');
  });

  it('holds for every history: behind the last withdrawal only a later word of the person counts', () => {
    const event = fc.record({
      isGiven: fc.boolean(),
      isPerson: fc.boolean(),
      day: fc.integer({ min: 1, max: 200 }),
      purpose: fc.constantFrom('association', 'marketing', null),
    });
    let survivors = 0;
    fc.assert(
      fc.property(fc.array(event, { maxLength: 8 }), (events) => {
        const at = (day: number) => utc('2025-01-01T00:00:00Z').plus({ days: day });
        const history = events.map(({ isGiven, isPerson, day, purpose }, index): RecordedConsent => {
          const common = { seq: index + 1, effectiveAt: at(day) };
          if (!isGiven) return { kind: 'withdrawn', purpose, ...common };
          return given(index + 1, {
            ...common,
            purpose: purpose ?? 'association',
            origin: isPerson ? 'person' : 'import',
          });
        });
        const state = consentState({ consents: history, suppressions: [] }, association, 'fete', NOW);
        if (state.kind !== 'valid') return;
        const against = history.filter((one) => one.kind === 'withdrawn' && one.purpose !== 'marketing');
        expect(state.consent.purpose).toBe('association');
        if (against.length > 0) survivors += 1;
        for (const withdrawal of against) expect(outlives(state.consent, withdrawal)).toBe(true);
      }),
      { seed: 7, numRuns: 500 },
    );
    expect(survivors).toBeGreaterThan(20);
  });
});

describe('consentState: a STOP wins over every earlier consent, also once it was lifted (promise 2)', () => {
  const lifting = given(2, { origin: 'person', effectiveAt: utc('2025-07-01T00:00:00Z') });
  const over = { ...lifting, validUntil: utc('2025-09-01T00:00:00Z') };
  const stop = { reason: 'stop', scope: { kind: 'promotional' }, at: utc('2025-06-01T12:00:00Z') } as const;
  const stateWith = (history: readonly RecordedConsent[], liftedFor: readonly string[]) =>
    consentState({ consents: history, suppressions: [{ ...stop, liftedFor }] }, association, 'fete', NOW).kind;

  it.each<readonly [rule: string, history: readonly RecordedConsent[], liftedFor: readonly string[], state: string]>([
    ['what lifted it counts', [given(1), lifting], ['association'], 'valid'],
    ['once that is over, nothing from before comes back', [given(1), over], ['association'], 'expired'],
    ['nor does an old list that is read afterwards', [over, given(3)], ['association'], 'expired'],
    ['a later yes counts', [over, given(3, { effectiveAt: utc('2025-08-01T00:00:00Z') })], ['association'], 'valid'],
    [
      'what was agreed to in the very moment of the STOP is not later',
      [given(1, { effectiveAt: stop.at })],
      ['association'],
      'none',
    ],
    ['what it was lifted for elsewhere ends nothing here', [given(1), over], ['survey'], 'valid'],
  ])('%s', (_, history, liftedFor, state) => {
    expect(stateWith(history, liftedFor)).toBe(state);
  });

  it('a moment before the STOP nothing had ended', () => {
    const suppressions = [{ ...stop, liftedFor: ['association'] }];
    const facts = { consents: [given(1, { effectiveAt: utc('2025-05-01T00:00:00Z') })], suppressions };
    const stateAt = (at: typeof NOW) => consentState(facts, association, 'fete', at).kind;
    expect([stateAt(stop.at.minus({ milliseconds: 1 })), stateAt(stop.at)]).toEqual(['valid', 'none']);
  });
});

describe('consentState: consents end (section 7)', () => {
  it.each([
    ['a moment before 36 months', '2023-01-06T10:00:00.001Z', 'valid'],
    ['at 36 months', '2023-01-06T10:00:00.000Z', 'expired'],
  ])('%s', (_, effectiveAt, state) => {
    expect(stateOf([given(1, { effectiveAt: utc(effectiveAt) })])).toBe(state);
  });

  it.each([
    ['a moment before it ends', '2026-01-06T10:00:00.001Z', 'valid'],
    ['at its end', '2026-01-06T10:00:00.000Z', 'expired'],
  ])('valid_until: %s', (_, validUntil, state) => {
    expect(stateOf([given(1, { basis: 'member', validUntil: utc(validUntil) })])).toBe(state);
  });

  it('an older consent that still holds counts behind a newer one that has ended', () => {
    const membership = given(2, { basis: 'member', validUntil: utc('2025-12-31T23:00:00Z') });
    const state = consentState({ consents: [given(1), membership], suppressions: [] }, association, 'fete', NOW);
    expect(state).toMatchObject({ kind: 'valid', consent: { seq: 1 } });
  });

  it('of several that hold the last one recorded is the proof', () => {
    expect(consentState({ consents: [given(1), given(2)], suppressions: [] }, association, 'fete', NOW)).toMatchObject({
      consent: { seq: 2 },
    });
  });

  it.each([
    ['fresh', '2024-01-06T10:00:00.001Z'],
    ['ageing', '2024-01-06T10:00:00.000Z'],
    ['ageing', '2023-01-06T10:00:00.001Z'],
    ['expired', '2023-01-06T10:00:00.000Z'],
  ])('is %s when given at %s', (age, effectiveAt) => {
    expect(consentAge(utc(effectiveAt), association, NOW)).toBe(age);
  });

  it('its months are those of the place where it was given', () => {
    const inParis = { ...association, ageing: { warnMonths: 24, refuseMonths: 36, zone: 'Europe/Paris' } };
    // The first of March there, and in UTC the last day of a February that has no 29th.
    const heardOf = utc('2025-02-28T23:00:00Z');
    const ages = ['2028-02-29T22:59:59Z', '2028-02-29T23:00:00Z'].map((now) => consentAge(heardOf, inParis, utc(now)));
    expect(ages).toEqual(['ageing', 'expired']);
  });

  it('what carries out a contract does not grow old', () => {
    expect(consentAge(utc('2010-01-01T00:00:00Z'), information, NOW)).toBe('fresh');
    const contract = given(1, { purpose: 'information', basis: 'contract', effectiveAt: utc('2010-01-01T00:00:00Z') });
    expect(stateOf([contract], information)).toBe('valid');
  });
});

describe('consentState: a request that nobody confirmed (section 7)', () => {
  const requested = (seq: number): RecordedConsent => ({
    kind: 'pending',
    seq,
    purpose: 'association',
    effectiveAt: utc('2025-06-01T00:00:00Z'),
    origin: 'person',
  });
  const old = (seq: number) => given(seq, { effectiveAt: utc('2022-01-01T00:00:00Z') });

  it.each<readonly [rule: string, history: readonly RecordedConsent[], state: string]>([
    ['is no consent', [requested(1)], 'pending'],
    ['takes nothing from a consent that holds', [given(1), requested(2)], 'valid'],
    ['is what is waited for after a consent that is over', [old(1), requested(2)], 'pending'],
    ['is answered by the consent recorded after it, also once that is over', [requested(1), old(2)], 'expired'],
    ['ends by a withdrawal', [requested(1), withdrawn(2, '2025-07-01T00:00:00Z')], 'withdrawn'],
  ])('%s', (_, history, state) => {
    expect(stateOf(history)).toBe(state);
  });

  it('is none where a confirmation would not be accepted', () => {
    expect(stateOf([requested(1)], { ...association, bases: ['opt_in'] })).toBe('none');
  });

  it.each<readonly [rule: string, later: RecordedConsent, isOpen: boolean]>([
    ['stays open behind a consent of another kind', given(2), true],
    [
      'stays open behind a confirmation for another purpose',
      given(2, { basis: 'double_opt_in', purpose: 'survey' }),
      true,
    ],
    ['is closed by its confirmation', given(2, { basis: 'double_opt_in' }), false],
  ])('%s', (_, later, isOpen) => {
    expect(openRequest([requested(1), later], association) !== null).toBe(isOpen);
  });
});

describe('consentState: a membership that was ended (section 4, --sync)', () => {
  const member = (seq: number) => given(seq, { basis: 'member' });
  const ended = (seq: number, over: Partial<Extract<RecordedConsent, { kind: 'ended' }>> = {}): RecordedConsent => ({
    kind: 'ended',
    seq,
    purpose: 'association',
    basis: 'member',
    effectiveAt: utc('2025-06-01T00:00:00Z'),
    ...over,
  });

  it.each<readonly [rule: string, history: readonly RecordedConsent[], state: string]>([
    ['ends what was recorded before', [member(1), ended(2)], 'expired'],
    ['does not end who joined again', [member(1), ended(2), member(3)], 'valid'],
    ['does not end a membership for another purpose', [member(1), ended(2, { purpose: 'survey' })], 'valid'],
    ['does not end what rests on something else', [given(1), ended(2)], 'valid'],
  ])('%s', (_, history, state) => {
    expect(stateOf(history)).toBe(state);
  });
});

describe('lastHeardOf: what came from the person (CNIL, délibération 2016-264, art. 5)', () => {
  const LONG_AGO = utc('2022-01-01T00:00:00Z');
  const LATER = utc('2025-01-01T00:00:00Z');
  const heardOf = (other: RecordedConsent): string | null =>
    lastHeardOf({ effectiveAt: LONG_AGO }, [other], NOW).toISODate();

  it.each<readonly [rule: string, other: RecordedConsent, heard: string]>([
    ['what they agreed to for another purpose', given(2, { purpose: 'survey', effectiveAt: LATER }), '2025-01-01'],
    [
      'the last contact that a record tells of',
      given(2, { effectiveAt: LONG_AGO, lastContactAt: LATER }),
      '2025-01-01',
    ],
    ['not one statement for a whole file', given(2, { proof: 'bulk_attested', effectiveAt: LATER }), '2022-01-01'],
    ['not an interest of ours', given(2, { basis: 'legitimate_interest', effectiveAt: LATER }), '2022-01-01'],
    ['not a withdrawal', withdrawn(2, '2025-01-01T00:00:00Z'), '2022-01-01'],
    [
      'nothing that is still to come',
      given(2, { effectiveAt: NOW.plus({ days: 1 }), lastContactAt: NOW.plus({ days: 2 }) }),
      '2022-01-01',
    ],
  ])('%s', (_, other, heard) => {
    expect(heardOf(other)).toBe(heard);
  });
});
