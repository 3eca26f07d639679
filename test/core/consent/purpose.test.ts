import { describe, expect, it } from 'vitest';
import { builtInPurposes, legalBases } from '../../../src/core/consent/purpose.js';

describe('the built-in purposes', () => {
  it.each([
    ['marketing', 'promotional', ['opt_in', 'double_opt_in', 'customer_similar_products'], true],
    ['association', 'promotional', ['opt_in', 'double_opt_in', 'member'], true],
    ['survey', 'promotional', ['opt_in', 'double_opt_in', 'member', 'legitimate_interest'], true],
    [
      'information',
      'functional',
      ['opt_in', 'double_opt_in', 'member', 'contract', 'legal_obligation', 'legitimate_interest'],
      false,
    ],
  ])('%s is %s', (name, kind, bases, isBound) => {
    const ageing = isBound ? { warnMonths: 24, refuseMonths: 36, zone: 'utc' } : null;
    expect(builtInPurposes.get(name)).toEqual({ name, kind, bases, footer: isBound, window: isBound, ageing });
  });

  it('accept neither silence nor, unasked, a list from elsewhere', () => {
    const accepted = [...builtInPurposes.values()].flatMap((purpose) => purpose.bases);
    expect(accepted).not.toContain('rented_list');
    expect(accepted).not.toContain('purchased_list');
    expect(legalBases).not.toContain('opt_out_active');
  });
});
