import fc from 'fast-check';
import { getCountries, getExampleNumber, type CountryCode } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import metadata from 'libphonenumber-js/max/metadata';
import { describe, expect, it } from 'vitest';
import { planInternational } from '../../../src/core/contact/number-plan.js';
import { formatPhoneNumber, parsePhoneNumber, type NumberReading } from '../../../src/core/contact/phone-number.js';

const read = (text: string, country: string): NumberReading =>
  parsePhoneNumber(text, country, { allowFictional: true });

/**
 * The numbers of each kind of line: fixed, mobile, freephone, premium, personal, voicemail, company network, pager,
 * internet, shared cost, in the order of the package's own data.
 */
const kinds = [
  'fixed-line',
  'mobile',
  'toll-free',
  'premium',
  'personal-number',
  'voicemail',
  'uan',
  'pager',
  'voip',
  'shared-cost',
] as const;

interface Plan {
  readonly country: CountryCode;
  readonly kind: (typeof kinds)[number];
  readonly callingCode: string;
  readonly pattern: string;
}

const CALLING_CODE = 0;
const TYPES = 11;
const served = 'FR GP GF MQ RE YT PM NC PF WF CH LI BE LU DE AT IT SM ES AD PT GB GG JE IM NL MC US CA'.split(' ');

const plans: readonly Plan[] = served.flatMap((country) => {
  const row = metadata.countries[country as CountryCode] as unknown as readonly unknown[];
  const types = (row[TYPES] ?? []) as readonly (readonly [string] | 0)[];
  return kinds.flatMap((kind, index) => {
    const type = types[index];
    // An empty pattern: the plan does not part mobiles from landlines, and those stand under fixed-line.
    if (type === undefined || type === 0 || type[0] === '') return [];
    return [{ country: country as CountryCode, kind, callingCode: String(row[CALLING_CODE]), pattern: type[0] }];
  });
});

describe('numbers of every kind in the plans of the countries served', () => {
  it.each(plans)('$country $kind', ({ callingCode, kind, pattern }) => {
    const national = fc.stringMatching(new RegExp(`^(?:${pattern})$`));
    fc.assert(
      fc.property(national, (digits) => {
        const planned = planInternational(callingCode + digits);
        fc.pre(planned !== undefined && planned.type !== null && !planned.fictional);
        const reading = read(`+${callingCode}${digits}`, 'FR');
        if (kind !== 'mobile' && kind !== 'fixed-line') expect(reading.outcome).toBe('reject');
        if (reading.outcome === 'reject') {
          // What is not texted is told apart by its kind, and a number overseas under its own calling code.
          expect(reading.reason).toBe(reading.type);
          return;
        }
        expect(['mobile', 'fixed-line-or-mobile']).toContain(reading.type);
        for (const form of [reading.e164, formatPhoneNumber(reading.e164), reading.e164.replace('+', '00')]) {
          for (const home of ['FR', 'CH', 'DE', 'GB']) {
            expect(read(form, home)).toMatchObject({ outcome: 'accept', e164: reading.e164, type: reading.type });
          }
        }
      }),
      { numRuns: 25, seed: 33 },
    );
  });
});

describe('the example mobile of every country', () => {
  it.each(getCountries())('%s is read in each of its forms', (country) => {
    const example = getExampleNumber(country, examples)!;
    const e164 = example.number;
    for (const [form, home] of [
      [e164, 'FR'],
      [example.formatInternational(), 'US'],
      [example.getURI(), 'DE'],
      [`00${e164.slice(1)}`, 'CH'],
      [example.formatNational(), country],
    ] as const) {
      expect(read(form, home)).toMatchObject({ outcome: 'accept', e164 });
    }
  });
});

describe('French ten-digit dialling (Arcep decision 2018-0881)', () => {
  const rewrites: readonly (readonly [RegExp, string])[] = [
    [/^0(?:690|691)\d{6}$/, '590'],
    [/^07090\d{5}$/, '590'],
    [/^0694\d{6}$/, '594'],
    [/^07093[0-3]\d{4}$/, '594'],
    [/^069[67]\d{6}$/, '596'],
    [/^07091\d{5}$/, '596'],
    [/^069[23]\d{6}$/, '262'],
    [/^07092\d{5}$/, '262'],
    [/^0639(?!98)\d{6}$/, '262'],
    [/^07093[5-7]\d{4}$/, '262'],
    [/^0708[45]\d{5}$/, '508'],
  ];

  it('gives each block of ten thousand mobiles to the territory that has it, and to no other', () => {
    const wrong: string[] = [];
    for (let block = 60_000; block < 80_000; block += 1) {
      const national = `0${block}0123`;
      const expected = rewrites.find(([form]) => form.test(national))?.[1] ?? '33';
      const isOpen = planInternational(expected + national.slice(1))?.type === 'mobile';
      for (const text of [national, `+33${national.slice(1)}`, `0033${national}`]) {
        const { outcome, e164 } = read(text, 'FR');
        const isRight = isOpen
          ? outcome === 'accept' && e164 === `+${expected}${national.slice(1)}`
          : outcome === 'reject' || national.startsWith('063998');
        if (!isRight) wrong.push(text);
      }
    }
    expect(wrong).toEqual([]);
  });
});
