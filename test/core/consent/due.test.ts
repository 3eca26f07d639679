import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consentState, type RecordedConsent } from '../../../src/core/consent/consent-state.js';
import { dueFor } from '../../../src/core/consent/due.js';
import { builtInPurposes } from '../../../src/core/consent/purpose.js';
import { factsWith, given, utc, withdrawn } from '../../support/core-facts.js';

const association = builtInPurposes.get('association')!;
const information = builtInPurposes.get('information')!;
const NOW = utc('2026-01-06T10:00:00Z');
const SOON = NOW.plus({ days: 60 });

const due = (consents: readonly RecordedConsent[], purpose = association) =>
  dueFor(factsWith({ consents }), purpose, NOW, SOON);

describe('dueFor', () => {
  const from = (iso: string, differing = {}) => given(1, { effectiveAt: utc(iso), ...differing });

  it.each<readonly [string, readonly RecordedConsent[], string | undefined]>([
    ['nothing', [], undefined],
    ['a young consent', [from('2025-06-01T00:00:00Z')], undefined],
    ['24 months to the instant', [from('2024-01-06T10:00:00Z')], 'ageing'],
    ['a moment less', [from('2024-01-06T10:00:01Z')], undefined],
    ['36 months', [from('2023-01-06T10:00:00Z')], 'expired'],
    ['a term within two months', [from('2025-06-01T00:00:00Z', { validUntil: utc('2026-02-01T00:00:00Z') })], 'ending'],
    ['a term later than that', [from('2025-06-01T00:00:00Z', { validUntil: utc('2026-06-01T00:00:00Z') })], undefined],
    ['a term that is over', [from('2025-06-01T00:00:00Z', { validUntil: utc('2025-12-01T00:00:00Z') })], 'ended'],
    ['who withdrew', [from('2023-01-06T10:00:00Z'), withdrawn(2, '2025-01-01T00:00:00Z')], undefined],
    [
      'who left the association',
      [
        from('2025-06-01T00:00:00Z', { basis: 'member' }),
        { kind: 'ended', seq: 2, purpose: 'association', basis: 'member', effectiveAt: utc('2025-12-01T00:00:00Z') },
      ],
      undefined,
    ],
    ['a later sign of life', [from('2023-01-06T10:00:00Z', { lastContactAt: utc('2025-01-01T00:00:00Z') })], undefined],
  ])('%s', (_, consents, reason) => {
    expect(due(consents)?.reason).toBe(reason);
  });

  it('names the end by the calendar of the place where it was given', () => {
    const inParis = { ...association, ageing: { warnMonths: 1, refuseMonths: 18, zone: 'Europe/Paris' } };
    const [one, other] = ['2024-09-30T22:00:00Z', '2024-08-30T22:00:00Z'].map((at) => due([from(at)], inParis)?.until);
    // From 1 October and from 31 August.
    expect(one?.toISO()).toBe('2026-04-01T00:00:00.000+02:00');
    expect(other?.toISO()).toBe('2026-02-28T00:00:00.000+01:00');
  });

  it('asks for no renewal where age does not count', () => {
    expect(due([from('2010-01-06T10:00:00Z', { purpose: 'information' })], information)).toBeNull();
  });

  it('names nobody whom the never-list keeps from this purpose', () => {
    const facts = factsWith({
      consents: [from('2024-01-01T00:00:00Z')],
      suppressions: [{ reason: 'stop', scope: { kind: 'promotional' } }],
    });
    expect(dueFor(facts, association, NOW, SOON)).toBeNull();
  });
});

describe('laws of the state of consents', () => {
  const instant = fc.integer({ min: -1500, max: 30 }).map((days) => NOW.plus({ days }));
  const term = fc.integer({ min: -100, max: 100 }).map((days) => NOW.plus({ days }));
  const event = fc.oneof(
    fc.record({
      kind: fc.constant('given' as const),
      effectiveAt: instant,
      validUntil: fc.option(term),
      basis: fc.constantFrom('opt_in', 'member', 'double_opt_in'),
    }),
    fc.record({ kind: fc.constant('pending' as const), effectiveAt: instant }),
    fc.record({ kind: fc.constant('ended' as const), effectiveAt: instant }),
    fc.record({ kind: fc.constant('withdrawn' as const), effectiveAt: instant }),
  );
  const history = fc.array(event, { maxLength: 8 }).map((events) =>
    events.map((one, index): RecordedConsent => {
      const seq = index + 1;
      switch (one.kind) {
        case 'given':
          return given(seq, {
            effectiveAt: one.effectiveAt,
            validUntil: one.validUntil,
            basis: one.basis as 'opt_in',
            origin: 'person',
          });
        case 'pending':
          return { kind: 'pending', seq, purpose: 'association', effectiveAt: one.effectiveAt, origin: 'person' };
        case 'ended':
          return { kind: 'ended', seq, purpose: 'association', basis: 'member', effectiveAt: one.effectiveAt };
        case 'withdrawn':
          return { kind: 'withdrawn', seq, purpose: null, effectiveAt: one.effectiveAt };
      }
    }),
  );
  const kindOf = (events: readonly RecordedConsent[]) =>
    consentState({ consents: events, suppressions: [] }, association, '', NOW).kind;

  it('a request that waits never makes anyone textable', () => {
    fc.assert(
      fc.property(history, (events) => {
        const without = events.filter(({ kind }) => kind !== 'pending');
        expect(kindOf(events) === 'valid').toBe(kindOf(without) === 'valid');
      }),
    );
  });

  it('an end recorded last leaves nobody textable as a member alone', () => {
    fc.assert(
      fc.property(history, (events) => {
        const ended = [
          ...events,
          { kind: 'ended', seq: 99, purpose: 'association', basis: 'member', effectiveAt: NOW } as const,
        ];
        const state = consentState({ consents: ended, suppressions: [] }, association, '', NOW);
        expect(state.kind === 'valid' && state.consent.basis === 'member').toBe(false);
      }),
    );
  });

  it('an end changes nothing for whoever stands on another basis', () => {
    fc.assert(
      fc.property(history, (events) => {
        const without = events.filter((one) => one.kind !== 'given' || one.basis !== 'member');
        const ended = [
          ...without,
          { kind: 'ended', seq: 99, purpose: 'association', basis: 'member', effectiveAt: NOW } as const,
        ];
        expect(kindOf(ended)).toBe(kindOf(without));
      }),
    );
  });

  it('whoever is due is on the way out or out already, and never withdrew last', () => {
    const reasons = new Set<string>();
    fc.assert(
      fc.property(history, (events) => {
        const found = due(events);
        const kind = kindOf(events);
        if (found === null) return;
        reasons.add(found.reason);
        expect(['valid', 'expired']).toContain(kind);
        expect(kind === 'expired').toBe(found.reason === 'expired' || found.reason === 'ended');
      }),
      { numRuns: 2000 },
    );
    expect([...reasons].sort()).toEqual(['ageing', 'ended', 'ending', 'expired']);
  });
});
