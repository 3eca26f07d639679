import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NumberSet } from '../../../src/core/contact/number-set.js';
import type { E164 } from '../../../src/core/contact/phone-number.js';

describe('NumberSet', () => {
  it('is a set, in order, whatever the numbers', () => {
    const anywhere = fc.integer({ min: 10_000, max: 999_999_999_999_999 });
    // Close together, and across the edges of blocks.
    const close = fc.integer({ min: 33_639_980_000 - 3, max: 33_639_980_000 + 70_000 });
    fc.assert(
      fc.property(fc.array(fc.oneof(anywhere, close), { maxLength: 200 }), (numbers) => {
        const [set, model] = [new NumberSet(), new Set<number>()];
        for (const digits of numbers) {
          const number = `+${digits}` as E164;
          expect(set.has(number)).toBe(model.has(digits));
          expect(set.seenBefore(number)).toBe(model.has(digits));
          model.add(digits);
          expect(set.has(number)).toBe(true);
        }
        expect([...set.ascending()]).toEqual([...model].sort((a, b) => a - b));
      }),
    );
  });
});
