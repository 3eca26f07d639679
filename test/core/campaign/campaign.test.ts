import { describe, expect, it } from 'vitest';
import { changedTerms, isCampaignName } from '../../../src/core/campaign/campaign.js';
import { termsOf } from '../../support/temp-ledger.js';

describe('campaign names: 1 to 64 of letters, digits, ".", "_", "-"', () => {
  it.each(['f', 'fete-2026', 'A.b_c-9', '...', '-', 'x'.repeat(64)])('%s is one', (name) => {
    expect(isCampaignName(name)).toBe(true);
  });

  it.each(['', '.', '..', 'fête', 'a b', 'a/b', 'a\\b', 'a\n', 'x'.repeat(65), '../a'])('%j is none', (name) => {
    expect(isCampaignName(name)).toBe(false);
  });
});

describe('changedTerms: template, purpose and sender bind a name', () => {
  const kept = termsOf('fete');

  it('finds every difference, in a stable order', () => {
    const asked = { ...kept, sender: 'AUTRE', purpose: 'survey', template: 'Bonsoir' };
    expect(changedTerms(kept, asked)).toEqual(['template', 'purpose', 'sender']);
  });

  it('lets everything else differ', () => {
    const asked = { ...kept, urgent: true, again: true, gsm7: true, currency: 'CHF' };
    expect(changedTerms(kept, asked)).toEqual([]);
  });
});
