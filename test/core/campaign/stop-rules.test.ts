import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ANSWERS_THAT_COUNT,
  awaitsReceipts,
  brokenShare,
  canaryLeft,
  canaryVerdict,
  noStopRules,
  type RunTally,
} from '../../../src/core/campaign/stop-rules.js';

const tally = (differing: Partial<RunTally>): RunTally => ({
  accepted: 0,
  rejected: 0,
  unknown: 0,
  stops: 0,
  ...differing,
});

describe('brokenShare', () => {
  it.each([
    ['rejected', tally({ accepted: 39, rejected: 11 }), 11],
    ['unknown', tally({ accepted: 39, unknown: 11 }), 11],
    ['replies', tally({ accepted: 50, stops: 11 }), 11],
  ] as const)('names the rule "%s" and its count once a share is above a fifth', (rule, counts, count) => {
    expect(brokenShare(counts, { ...noStopRules, [rule]: 0.2 })).toEqual({ rule, count, of: 50 });
    expect(brokenShare(counts, { ...noStopRules, [rule]: 0.22 })).toBeNull();
  });

  it('says nothing of fewer answers than count, and nothing where no rule is set', () => {
    const few = tally({ rejected: ANSWERS_THAT_COUNT - 1 });
    expect(brokenShare(few, { ...noStopRules, rejected: 0.01 })).toBeNull();
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), fc.nat(500), fc.nat(500), (accepted, rejected, unknown, stops) => {
        expect(brokenShare({ accepted, rejected, unknown, stops }, noStopRules)).toBeNull();
      }),
    );
  });
});

describe('the first messages', () => {
  it.each([
    ['so many as are set leave, and then none', 0, false, 3],
    ['those that left before count', 2, false, 1],
    ['all have left: their receipts are awaited', 3, false, 0],
    ['others have followed them', 4, false, null],
    ['a bad report stopped a run, and a person began another one', 3, true, null],
  ] as const)('hold the others until somebody has looked: %s', (_, submitted, wasStopped, left) => {
    expect(canaryLeft(submitted, wasStopped, { ...noStopRules, canary: 3 })).toBe(left);
    expect(canaryLeft(submitted, wasStopped, noStopRules)).toBeNull();
  });

  it('are awaited until each has a receipt, or can have none', () => {
    expect(awaitsReceipts({ submitted: 20, delivered: 17, undelivered: 1, lost: 1 })).toBe(true);
    expect(awaitsReceipts({ submitted: 20, delivered: 17, undelivered: 1, lost: 2 })).toBe(false);
  });

  it('let the others follow when more than half of them arrived', () => {
    expect(canaryVerdict({ submitted: 20, delivered: 11, undelivered: 9, lost: 0 })).toBeNull();
    expect(canaryVerdict({ submitted: 20, delivered: 10, undelivered: 0, lost: 0 })).toEqual({
      rule: 'canary',
      delivered: 10,
      of: 20,
    });
    expect(canaryVerdict({ submitted: 0, delivered: 0, undelivered: 0, lost: 0 })).not.toBeNull();
  });
});
