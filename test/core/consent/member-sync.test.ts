import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordedConsent } from '../../../src/core/consent/consent-state.js';
import { isMember, isSuspiciouslySmall } from '../../../src/core/consent/member-sync.js';
import { given, utc, withdrawn } from '../../support/core-facts.js';

const NOW = utc('2026-01-06T10:00:00Z');
const member = (seq: number, differing = {}) => given(seq, { basis: 'member', ...differing });
const ended = (seq: number): RecordedConsent => ({
  ...{ kind: 'ended', seq, purpose: 'association', basis: 'member', effectiveAt: NOW },
});

describe('isMember', () => {
  it.each<readonly [string, readonly RecordedConsent[], boolean]>([
    ['a membership', [member(1)], true],
    ['another basis', [given(1)], false],
    ['another purpose', [member(1, { purpose: 'survey' })], false],
    ['ended', [member(1), ended(2)], false],
    ['joined again', [member(1), ended(2), member(3)], true],
    ['withdrawn', [member(1), withdrawn(2, '2025-06-01T00:00:00Z')], false],
    ['its term over', [member(1, { validUntil: NOW })], false],
    ['a newer one over, an older one without a term', [member(1), member(2, { validUntil: NOW })], true],
  ])('%s', (_, history, is) => {
    expect(isMember(history, 'association', null, NOW)).toBe(is);
  });

  it('of one source is who is a member by it alone', () => {
    const history = [member(1), member(2)];
    expect(isMember(history, 'association', new Set([1, 2]), NOW)).toBe(true);
    expect(isMember(history, 'association', new Set([2]), NOW)).toBe(false);
    expect(isMember([member(1), ended(2), member(3)], 'association', new Set([3]), NOW)).toBe(true);
  });
});

describe('isSuspiciouslySmall', () => {
  it.each([
    [10, 0, false],
    [10, 2, false],
    [10, 3, true],
    [15, 3, false],
    [1000, 200, false],
    [1000, 201, true],
    [1, 1, true],
    [2, 2, true],
    [3, 2, true],
    [2, 1, false],
    [9, 2, false],
    [0, 0, false],
  ])('of %i members %i not on the list: %s', (members, leaving, is) => {
    expect(isSuspiciouslySmall({ members, leaving })).toBe(is);
  });

  it('never grows less suspicious when one more is missing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(5000), (members, some) => {
        const leaving = Math.min(some, members - 1);
        if (isSuspiciouslySmall({ members, leaving })) {
          expect(isSuspiciouslySmall({ members, leaving: leaving + 1 })).toBe(true);
        }
      }),
    );
  });
});
