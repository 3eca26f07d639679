import { describe, expect, it } from 'vitest';
import { instantOf } from '../../src/core/schedule/instant.js';
import { refuseOtherTimes } from '../../src/flows/campaign-times.js';
import type { Campaign, CampaignCounts } from '../../src/store/store.js';

const kept = { name: 'fete', startsAt: null, notAfter: '2026-01-07T18:00:00.000Z' } as Campaign;
const later = { startsAt: null, notAfter: instantOf('2026-01-08T18:00:00.000Z') };

describe('other times than a campaign has', () => {
  it.each([
    ['messages wait that were confirmed', { remaining: 3, unconfirmed: 2, inFlight: 0 }, true],
    ['one is under way', { remaining: 0, unconfirmed: 0, inFlight: 1 }, true],
    ['nobody has confirmed any', { remaining: 2, unconfirmed: 2, inFlight: 0 }, false],
  ])('while %s', (_, counts, isRefused) => {
    const asking = (): void => refuseOtherTimes(later, kept, counts as CampaignCounts);
    if (isRefused) expect(asking).toThrow(expect.objectContaining({ kind: 'usage' }));
    else expect(asking).not.toThrow();
    expect(() =>
      refuseOtherTimes({ ...later, notAfter: instantOf(kept.notAfter!) }, kept, counts as CampaignCounts),
    ).not.toThrow();
  });
});
