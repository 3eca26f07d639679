import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countedForCap,
  decideEligibility,
  decidePermission,
  decideRepetition,
  exclusionReasons,
  receivedSince,
  type EligibilityPolicy,
  type RecipientFacts,
} from '../../../src/core/audience/eligibility.js';
import { builtInPurposes } from '../../../src/core/consent/purpose.js';
import { factsWith, given, received, utc, withdrawn } from '../../support/core-facts.js';

const NOW = utc('2026-01-06T10:00:00Z');
const TEXT = 'this text';
const policy: EligibilityPolicy = {
  campaign: 'fete',
  purpose: builtInPurposes.get('association')!,
  frequencyCap: { messages: 2, days: 30 },
  again: false,
};
const functional: EligibilityPolicy = { ...policy, purpose: builtInPurposes.get('information')! };

const STOP = { reason: 'stop', scope: { kind: 'promotional' } } as const;
const OBJECTION = { reason: 'objection', scope: { kind: 'all' } } as const;
const OLD = given(1, { effectiveAt: utc('2022-01-01T00:00:00Z') });
const WITHDRAWAL = withdrawn(2, '2025-06-01T00:00:00Z');
const SAME_TEXT = received('2026-01-05T10:00:00Z', { textHash: TEXT });
const TWO_MORE = [received('2026-01-02T10:00:00Z'), received('2026-01-03T10:00:00Z', { campaign: 'third' })];

const reasonFor = (facts: RecipientFacts, asked: EligibilityPolicy = policy): string | null => {
  const verdict = decideEligibility(facts, TEXT, asked, NOW);
  return verdict.kind === 'excluded' ? verdict.reason : null;
};

describe('why someone is left out: the first that applies, in this order', () => {
  it('the names and their order are stable', () => {
    expect(exclusionReasons.join(' ')).toBe(
      'invalid_number not_mobile fictional_number duplicate filtered country_not_allowed suppressed consent_withdrawn ' +
        'no_consent consent_expired no_way_out missing_field too_long already_received frequency_cap',
    );
  });

  // Each row has what the next one excludes for, too.
  it.each<readonly [reason: string | null, facts: RecipientFacts]>([
    [
      'suppressed',
      factsWith({ suppressions: [STOP], consents: [OLD, WITHDRAWAL], received: [SAME_TEXT, ...TWO_MORE] }),
    ],
    ['consent_withdrawn', factsWith({ consents: [OLD, WITHDRAWAL], received: [SAME_TEXT, ...TWO_MORE] })],
    ['no_consent', factsWith({ consents: [], received: [SAME_TEXT, ...TWO_MORE] })],
    ['consent_expired', factsWith({ consents: [OLD], received: [SAME_TEXT, ...TWO_MORE] })],
    ['already_received', factsWith({ received: [SAME_TEXT, ...TWO_MORE] })],
    ['frequency_cap', factsWith({ received: TWO_MORE })],
    [null, factsWith()],
  ])('%s', (reason, facts) => {
    expect(reasonFor(facts)).toBe(reason);
  });
});

describe('decidePermission', () => {
  it('the never-list beats every consent, however recent and whoever gave it', () => {
    const latest = given(9, { origin: 'person', basis: 'double_opt_in', effectiveAt: NOW });
    expect(decidePermission(factsWith({ suppressions: [STOP], consents: [latest] }), policy, NOW)).toEqual({
      kind: 'excluded',
      reason: 'suppressed',
    });
  });

  it.each([
    ['a STOP does not reach a functional message', STOP, 'permitted'],
    ['an objection does', OBJECTION, 'excluded'],
  ])('within its scope: %s', (_, entry, kind) => {
    const facts = factsWith({
      suppressions: [entry],
      consents: [given(1, { purpose: 'information', basis: 'contract' })],
    });
    expect(decidePermission(facts, functional, NOW).kind).toBe(kind);
  });

  it('any one of several entries is enough', () => {
    const other = { reason: 'manual', scope: { kind: 'purpose', purpose: 'survey' } } as const;
    expect(decidePermission(factsWith({ suppressions: [other] }), policy, NOW).kind).toBe('permitted');
    expect(decidePermission(factsWith({ suppressions: [other, STOP] }), policy, NOW).kind).toBe('excluded');
  });

  it('names the consent that it rests on', () => {
    expect(decidePermission(factsWith({ consents: [given(4)] }), policy, NOW)).toMatchObject({
      kind: 'permitted',
      consent: { seq: 4 },
    });
  });

  it('knows nobody: no', () => {
    const facts = factsWith({ subjectId: null, consents: [] });
    expect(decidePermission(facts, policy, NOW)).toEqual({ kind: 'excluded', reason: 'no_consent' });
  });
});

describe('decideRepetition: already_received, the same text under another name within 7 days', () => {
  const decide = (one: ReturnType<typeof received>, asked: EligibilityPolicy = policy): string | null =>
    decideRepetition(factsWith({ received: [one] }), () => TEXT, asked, NOW);

  it.each([
    ['a moment less than 7 days ago', '2025-12-30T10:00:00.001Z', 'already_received'],
    ['7 days ago', '2025-12-30T10:00:00.000Z', null],
  ])('%s', (_, at, reason) => {
    expect(decide(received(at, { textHash: TEXT }))).toBe(reason);
  });

  it('another text is no repetition, nor is the same campaign, nor what the operator wants again', () => {
    expect(decide(received('2026-01-05T10:00:00Z'))).toBeNull();
    expect(decide({ ...SAME_TEXT, campaign: 'fete' })).toBeNull();
    expect(decide(SAME_TEXT, { ...policy, again: true })).toBeNull();
  });

  it('counts for functional messages as well', () => {
    expect(decide(SAME_TEXT, functional)).toBe('already_received');
  });
});

describe('decideRepetition: frequency_cap, promotional messages to one person', () => {
  const decide = (messages: readonly ReturnType<typeof received>[], asked: EligibilityPolicy = policy): string | null =>
    decideRepetition(factsWith({ received: messages }), () => TEXT, asked, NOW);
  const [first, second] = TWO_MORE as [ReturnType<typeof received>, ReturnType<typeof received>];

  it.each<readonly [rule: string, messages: readonly ReturnType<typeof received>[], reason: string | null]>([
    ['one less than the cap', [first], null],
    ['the cap', [first, second], 'frequency_cap'],
    ['functional messages do not count', [first, { ...second, promotional: false }], null],
    ['those of this campaign do not count', [first, { ...second, campaign: 'fete' }], null],
    ['a moment less than 30 days ago counts', [first, received('2025-12-07T10:00:00.001Z')], 'frequency_cap'],
    ['30 days ago does not', [first, received('2025-12-07T10:00:00.000Z')], null],
    ['those for another promotional purpose count', [first, { ...second, purpose: 'survey' }], 'frequency_cap'],
  ])('%s', (_, messages, reason) => {
    expect(decide(messages)).toBe(reason);
  });

  it('does not hold back a functional message, nor anybody without a cap', () => {
    expect(decide(TWO_MORE, functional)).toBeNull();
    expect(decide(TWO_MORE, { ...policy, frequencyCap: null })).toBeNull();
    // Nor does the explanation of a verdict count what no cap holds.
    expect(countedForCap(factsWith({ received: TWO_MORE }), functional, NOW)).toEqual([]);
  });

  it('--again is about the text alone', () => {
    expect(decide(TWO_MORE, { ...policy, again: true })).toBe('frequency_cap');
  });
});

describe('receivedSince', () => {
  it.each([
    ['without a cap', null, '2025-12-30T10:00:00.000Z'],
    ['with a short one', { messages: 1, days: 3 }, '2025-12-30T10:00:00.000Z'],
    ['with a long one', { messages: 1, days: 30 }, '2025-12-07T10:00:00.000Z'],
  ])('reaches as far back as any rule looks: %s', (_, frequencyCap, since) => {
    expect(receivedSince({ ...policy, frequencyCap }, NOW).toISO()).toBe(since);
  });

  it('nothing before it changes a verdict', () => {
    const messages = fc.array(fc.integer({ min: 0, max: 50 * 24 }), { maxLength: 8 });
    fc.assert(
      fc.property(messages, fc.integer({ min: 1, max: 40 }), (hoursAgo, days) => {
        const asked = { ...policy, frequencyCap: { messages: 3, days } };
        const all = hoursAgo.map((hours, index) => ({
          ...received('2026-01-06T10:00:00Z'),
          submittedAt: NOW.minus({ hours }),
          textHash: index % 2 === 0 ? TEXT : 'other',
        }));
        const recent = all.filter(({ submittedAt }) => submittedAt > receivedSince(asked, NOW));
        const verdict = (of: typeof all): string | null =>
          decideRepetition(factsWith({ received: of }), () => TEXT, asked, NOW);
        expect(verdict(recent)).toBe(verdict(all));
      }),
      { seed: 7 },
    );
  });
});
