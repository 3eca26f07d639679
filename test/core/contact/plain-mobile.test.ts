import fc from 'fast-check';
import metadata from 'libphonenumber-js/max/metadata';
import { describe, expect, it } from 'vitest';
import {
  planAnyInternational,
  planInternational,
  writeAnyInternational,
  writeInternational,
} from '../../../src/core/contact/number-plan.js';
import { plainMobile } from '../../../src/core/contact/plain-mobile.js';
import vectors from './phone-vectors.json' with { type: 'json' };

const callingCodes = Object.keys(metadata.country_calling_codes);

describe('the short way to plain mobile numbers', () => {
  it('answers as the library does, on a million numbers of every plan', () => {
    let plain = 0;
    // A generator of our own: a million runs of the property library would spend most of their time in it.
    let state = 20_261_126;
    const next = (bound: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * bound);
    };
    for (let turn = 0; turn < 1_000_000; turn += 1) {
      // Half of them in the plans that lists here are full of, where most are plain.
      const callingCode = next(2) === 0 ? ['33', '41', '32', '352'][next(4)] : callingCodes[next(callingCodes.length)];
      const length = 4 + next(10);
      const national = Array.from({ length: next(3) > 0 ? 9 : length }, () => next(10)).join('');
      const digits = `${callingCode}${next(3) === 0 ? '67'.charAt(next(2)) : ''}${national}`;
      const short = plainMobile(digits);
      if (short === null) continue;
      plain += 1;
      const planned = planAnyInternational(digits);
      if (planned?.type !== 'mobile' || planned.country !== short.country || planned.e164 !== `+${digits}`) {
        expect.unreachable(`${digits} is ${JSON.stringify(planned)} and not ${JSON.stringify(short)}`);
      }
      if (writeInternational(`+${digits}`) !== writeAnyInternational(`+${digits}`)) {
        expect.unreachable(`${digits} is not written ${writeInternational(`+${digits}`)}`);
      }
    }
    expect(plain).toBeGreaterThan(25_000);
  });

  it.each(
    Object.entries(metadata.country_calling_codes).flatMap(([code, countries]) => countries.map((c) => [c, code])),
  )('plans every mobile of %s as the library does', (country, callingCode) => {
    const types = (metadata.countries as unknown as Record<string, unknown[]>)[country]?.[11];
    const pattern = (types as readonly (readonly [string] | 0)[] | undefined)?.[1];
    if (!pattern || pattern[0] === '') return;
    fc.assert(
      fc.property(fc.stringMatching(new RegExp(`^(?:${pattern[0]})$`)), (national) => {
        const digits = `${callingCode}${national}`;
        expect(planInternational(digits)).toEqual(planAnyInternational(digits));
        expect(writeInternational(`+${digits}`)).toBe(writeAnyInternational(`+${digits}`));
      }),
      { numRuns: 50 },
    );
  });

  it('plans what the vectors say as the library does, and any digits', () => {
    for (const { input } of vectors.vectors as readonly { readonly input: string }[]) {
      const digits = input.replace(/\D/g, '');
      expect(planInternational(digits)).toEqual(planAnyInternational(digits));
    }
    fc.assert(
      fc.property(fc.stringMatching(/^\d{0,17}$/), (digits) => {
        expect(planInternational(digits)).toEqual(planAnyInternational(digits));
      }),
    );
  });

  it('knows the plainest of all, or it would be of no use', () => {
    expect(plainMobile('33600000000')).toEqual({ country: 'FR', callingCode: '33', national: '600000000' });
    expect(plainMobile('41790000000')?.country).toBe('CH');
    expect(plainMobile('32470000000')?.country).toBe('BE');
    expect(plainMobile('352621000000')?.country).toBe('LU');
  });
});
