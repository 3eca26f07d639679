import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatPhoneNumber,
  maskPhoneNumber,
  numberExclusion,
  parsePhoneNumber,
  type E164,
  type LineType,
  type NumberReading,
} from '../../../src/core/contact/phone-number.js';
import data from './phone-vectors.json' with { type: 'json' };

interface Vector {
  readonly id: string;
  readonly input: string;
  readonly country: string;
  readonly outcome: string;
  readonly e164?: string;
  readonly reason?: string;
  readonly hint?: string;
  readonly warnings?: readonly string[];
}

const vectors: readonly Vector[] = data.vectors;

function read(text: string, country = 'FR'): NumberReading {
  return parsePhoneNumber(text, country, { allowFictional: false });
}

function rehearse(text: string, country = 'FR'): NumberReading {
  return parsePhoneNumber(text, country, { allowFictional: true });
}

describe('parsePhoneNumber on the written forms of every country', () => {
  it.each(vectors)('$id', ({ input, country, outcome, e164, reason, hint, warnings }) => {
    expect(read(input, country)).toMatchObject({
      outcome,
      ...(e164 !== undefined && { e164 }),
      ...(reason !== undefined && { reason }),
      ...(hint !== undefined && { hint }),
      ...(warnings !== undefined && { warnings }),
    });
  });
});

describe('parsePhoneNumber on what spreadsheets make of numbers', () => {
  it.each([
    ['="0612345678"', ['wrapped-value']],
    ['"=""0612345678"""', ['wrapped-value']],
    ['=+33612345678', ['wrapped-value']],
    ["'+33612345678", []],
    ['`+33612345678', []],
    ['`+33612345678\n', []],
    ['\u20190612345678', []],
    ['\u00AB\u202F06 12 34 56 78\u202F\u00BB', ['wrapped-value']],
    ['612345678,00', ['float-suffix', 'missing-trunk-zero']],
    ['612\u202F345\u202F678,00', ['float-suffix', 'missing-trunk-zero']],
    ['612,345,678.00', ['float-suffix', 'missing-trunk-zero']],
    ['33612345678.0', ['float-suffix', 'missing-plus']],
    ['612345678.000000', ['float-suffix', 'missing-trunk-zero']],
    ['06 12 34 56 78,00', ['float-suffix']],
    ['0612345678.0;', ['float-suffix']],
    ['Mobile : 612345678.0', ['extra-text', 'float-suffix', 'missing-trunk-zero']],
    ['6,12345678E+08', ['scientific-notation', 'missing-trunk-zero']],
    ['\uFEFF0612345678', []],
    ['06\u200912\u200934\u200956\u200978', []],
  ])('%j is the number', (text, warnings) => {
    expect(read(text)).toMatchObject({ outcome: 'accept', e164: '+33612345678', warnings });
  });

  it('keeps two zeros that are a pair of digits, not decimals', () => {
    expect(read('06.12.34.56.00')).toMatchObject({ e164: '+33612345600', warnings: [] });
  });

  it('refuses a mantissa that lost a trailing zero with the others', () => {
    expect(read('3.361234567E+10')).toMatchObject({ outcome: 'reject', reason: 'scientific-notation' });
  });

  it.each(['-612345645', '- 612345645', '-612 345 645', '-612,345,645.00', '\u2212612345645,0', '-612345645.0'])(
    'refuses the difference that a formula left behind: %s',
    (text) => {
      expect(read(text)).toMatchObject({ outcome: 'reject', reason: 'invalid' });
    },
  );

  it('does not take the decimals of a labelled cell for digits where the plan has numbers of any length', () => {
    expect(read('Handy: 06641234567.0', 'AT')).toMatchObject({ outcome: 'accept', e164: '+436641234567' });
  });

  it('takes a dash before a written number for the bullet that it is', () => {
    expect(read('- 06 12 34 56 78')).toMatchObject({ outcome: 'accept', e164: '+33612345678' });
  });

  it('refuses a date, also where eight digits are a valid number', () => {
    for (const date of ['2024-06-12', '26.12.1934', '26/12/1934 00:00:00']) {
      expect(read(date, 'DK')).toMatchObject({ outcome: 'reject', reason: 'invalid-length' });
    }
  });

  it.each(['#N/A', '#DIV/0!', 'null', '?'])('%s is not a number', (text) => {
    expect(read(text)).toMatchObject({ outcome: 'reject', reason: 'not-a-number', e164: null });
  });
});

describe('parsePhoneNumber on digits of other scripts', () => {
  it.each(['٠٦١٢٣٤٥٦٧٨', '۰۶۱۲۳۴۵۶۷۸', '०६१२३४५६७८', '𝟎𝟔𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖', '+٣٣٦١٢٣٤٥٦٧٨'])('%s', (text) => {
    expect(read(text)).toMatchObject({ outcome: 'accept', e164: '+33612345678' });
  });
});

describe('parsePhoneNumber never guesses', () => {
  it.each([
    ['06 12 34 56 7O', 'letters-in-number'],
    ['OO33612345678', 'letters-in-number'],
    ['06l2345678', 'letters-in-number'],
    ['06 12 XX XX 78', 'letters-in-number'],
    ['0612345678\u00B2', 'letters-in-number'],
    ['+33 6 •• •• •• 78', 'not-a-number'],
    ['06 12 34 56 7?', 'not-a-number'],
    ['*31#0612345678', 'not-a-number'],
    ['0612345678#12', 'extension'],
    ['0612345678 poste 12', 'extension'],
    ['tel:0612345678;ext=12', 'extension'],
    ['06 12 34 56 78 / 07 61 23 45 67', 'several-numbers'],
    ['06 12 34 56 78 ou 07 61 23 45 67', 'several-numbers'],
    ['0612345678\n0761234567', 'several-numbers'],
    ['+33612345678+33761234567', 'several-numbers'],
    ['06 12 34 56 78 ::: 07 61 23 45 67', 'several-numbers'],
    ['0612345678 0761234567', 'invalid-length'],
    ['tel:00352661000000;00', 'several-numbers'],
    ['tel:0612345678;0761234567', 'several-numbers'],
    ['+67283830', 'invalid-length'], // not +672 3 83830
    ['67283830', 'invalid-length'],
    ['+672083830', 'unassigned'],
  ])('%j is refused: %s', (text, reason) => {
    expect(read(text)).toMatchObject({ outcome: 'reject', reason });
  });

  it('does not glue a second ending to a number of a plan with free length', () => {
    expect(read('0664 1234567 / 68', 'AT')).toMatchObject({ outcome: 'reject', reason: 'several-numbers' });
    expect(read('0664/1234567', 'AT')).toMatchObject({ outcome: 'accept', e164: '+436641234567' });
  });

  it.each(['Tél. : 06 12 34 56 78', '06 12 34 56 78 (portable)', 'T: 06 12 34 56 78', 'Jean <06 12 34 56 78>'])(
    'reads the number beside words: %s',
    (text) => {
      expect(read(text)).toMatchObject({ outcome: 'accept', e164: '+33612345678', warnings: ['extra-text'] });
    },
  );
});

describe('parsePhoneNumber on words beside a number', () => {
  it.each([
    ...['STOP 06 12 34 56 78', '06 12 34 56 78 (ne veut pas de SMS)', '06 12 34 56 78 NON', '06 12 34 56 78 no SMS'],
    ...[
      '06 12 34 56 78 (ancien numéro)',
      '06 12 34 56 78 - décédée',
      'Faux : 06 12 34 56 78',
      '+33 6 12 34 56 78 keine SMS',
    ],
    ...['06 12 34 56 78 (sans SMS)', 'No SMS 06 12 34 56 78', '† 06 12 34 56 78', '06 12 34 56 78 🚫'],
    ...[
      '06 12 34 56 78 nie SMS',
      '06 12 34 56 78 (SMS unerwünscht)',
      '06 12 34 56 78 Widerspruch',
      '06 12 34 56 78 (ausgetreten)',
    ],
    ...['06 12 34 56 78 (gestorben)', '06 12 34 56 78 (keinen Kontakt)', '06 12 34 56 78 (veraltet)'],
    ...[
      '06 12 34 56 78 (senza SMS)',
      '06 12 34 56 78 (niente SMS)',
      '06 12 34 56 78 (errato)',
      '06 12 34 56 78 (defunto)',
    ],
    ...[
      '06 12 34 56 78 (geen sms)',
      '06 12 34 56 78 niet sms’en',
      '06 12 34 56 78 (overleden)',
      '06 12 34 56 78 (oud nummer)',
    ],
    ...['06 12 34 56 78 (uitgeschreven)', '06 12 34 56 78 (sin SMS)', '06 12 34 56 78 (não enviar)'],
  ])('knows whose number it is and does not have it texted: %s', (text) => {
    expect(read(text)).toMatchObject({ outcome: 'reject', reason: 'remark-against', e164: '+33612345678' });
  });

  it.each([
    'No. 06 12 34 56 78',
    'Numéro : 06 12 34 56 78',
    '06 12 34 56 78 (Nonna)',
    '06 12 34 56 78 (bureau)',
    '06 12 34 56 78 (née Dupont)',
    '06 12 34 56 78 (sem.)',
  ])('takes what says nothing of the kind: %s', (text) => {
    expect(read(text)).toMatchObject({ outcome: 'accept', e164: '+33612345678' });
  });

  it('still calls a landline one', () => {
    expect(read('01 42 68 53 00 (pas de SMS)')).toMatchObject({ outcome: 'reject', reason: 'fixed-line' });
  });

  it.each([
    ['079 000 00 67 (Suisse)', 'FR', '+41790000067'],
    ['Suisse : 079 000 00 67', 'FR', '+41790000067'],
    ['079 000 00 67 CH', 'FR', '+41790000067'],
    ['natel suisse 079 000 00 67', 'FR', '+41790000067'],
    ['612 34 56 78 (portable espagnol)', 'FR', '+34612345678'],
    ['06 12 34 56 78 (niederländisch)', 'FR', '+31612345678'],
    ['06 12 34 56 78 (Nederlands nummer)', 'BE', '+31612345678'],
    ['0664 123456 (numéro autrichien)', 'FR', '+43664123456'],
    ['621 123 456 (luxembourgeois)', 'FR', '+352621123456'],
    ['06 12 34 56 78 (France)', 'CH', '+33612345678'],
    ['06 12 34 56 78 (France)', 'FR', '+33612345678'],
    // Where that country has no such number, the usual one is asked; a calling code says more than a word.
    ['06 12 34 56 78 (Danemark)', 'FR', '+33612345678'],
    ['+33 6 12 34 56 78 (Maroc)', 'FR', '+33612345678'],
    ['079 000 00 67 (mobile de Anne)', 'CH', '+41790000067'],
  ])('reads %j, found in %s, in the country that it names', (text, country, e164) => {
    expect(read(text, country)).toMatchObject({ outcome: 'accept', e164 });
  });

  it('never makes a mobile of somebody else of a landline of the country that it names', () => {
    expect(read('061 234 56 78 (Suisse)')).toMatchObject({
      outcome: 'reject',
      reason: 'fixed-line',
      e164: '+41612345678',
    });
  });
});

describe('parsePhoneNumber on prefixes', () => {
  it.each([
    ['+0033612345678', 'FR', ['prefix-repaired']],
    ['00+33612345678', 'FR', ['prefix-repaired']],
    ['+0612345678', 'FR', ['prefix-repaired']],
    ['330612345678', 'FR', ['missing-plus', 'trunk-zero-removed']],
    ['33 (0)6 12 34 56 78', 'FR', ['missing-plus', 'trunk-zero-removed']],
    ['011 33 6 12 34 56 78', 'US', []],
    ['33612345678', 'CH', ['missing-plus']],
    ['tel:0612345678;phone-context=+33', 'CH', ['trunk-zero-removed']],
    ['+33612345678', 'nowhere', []],
  ])('%s read in %s', (text, country, warnings) => {
    expect(read(text, country)).toMatchObject({ outcome: 'accept', e164: '+33612345678', warnings });
  });

  it('takes an Italian zero off only where it was written as optional', () => {
    expect(read('(0)347 1234567', 'IT')).toMatchObject({ e164: '+393471234567', warnings: ['trunk-zero-removed'] });
    expect(read('0347 1234567', 'IT')).toMatchObject({ outcome: 'reject', reason: 'unassigned' });
  });

  it('refuses a national form without a country, and a calling code that no one has', () => {
    expect(read('0612345678', 'nowhere')).toMatchObject({ outcome: 'reject', reason: 'invalid' });
    expect(read('+999 123456789')).toMatchObject({ outcome: 'reject', reason: 'invalid' });
  });

  it.each(['ES', 'IT', 'BE', 'LU', 'DE', 'GB', 'US'])('hints at a French mobile when read in %s', (country) => {
    const reading = read('0612345678', country);
    expect(reading).toMatchObject({ outcome: 'reject', hint: 'FR' });
    expect(reading.e164 ?? '').not.toMatch(/^\+33/);
  });
});

describe('parsePhoneNumber on French overseas numbers (Arcep decision 2018-0881)', () => {
  it.each([
    ['0691221234', '+590691221234', 'GP'],
    ['0694201234', '+594694201234', 'GF'],
    ['0709312345', '+594709312345', 'GF'],
    ['0696123456', '+596696123456', 'MQ'],
    ['0709201234', '+262709201234', 'RE'],
    ['0639012345', '+262639012345', 'YT'],
    ['0709351234', '+262709351234', 'YT'],
    ['0708412345', '+508708412345', 'PM'],
    ['+33690123456', '+590690123456', 'GP'],
    ['0033 (0)692 12 34 56', '+262692123456', 'RE'],
  ])('%s is %s', (text, e164, country) => {
    const { warnings } = read(text);
    expect(read(text)).toMatchObject({ outcome: 'accept', e164, country });
    expect(warnings).toContain('overseas-rewrite');
  });

  it('reads the one French dialling plan from overseas as well', () => {
    expect(read('0692 12 34 56', 'RE')).toMatchObject({ e164: '+262692123456', warnings: [] });
    expect(read('06 12 34 56 78', 'RE')).toMatchObject({ e164: '+33612345678', warnings: ['overseas-rewrite'] });
  });

  it('reads the fiction block inside the Mayotte prefix as fiction', () => {
    expect(read('06 39 98 12 34')).toMatchObject({ reason: 'reserved-fictional', e164: '+33639981234', country: 'FR' });
  });
});

describe('parsePhoneNumber on ranges kept for films', () => {
  it.each([
    ['06 39 98 12 34', 'FR', '+33639981234', 'FR'],
    ['07700 900123', 'GB', '+447700900123', 'GB'],
    ['(202) 555-0123', 'US', '+12025550123', 'US'],
    ['(416) 555-0199', 'CA', '+14165550199', 'CA'],
    ['0152 28817386', 'DE', '+4915228817386', 'DE'],
    ['0172 9925904', 'DE', '+491729925904', 'DE'],
    ['0171 39200 12', 'DE', '+491713920012', 'DE'],
    ['0176 040690 99', 'DE', '+4917604069099', 'DE'],
  ])('%s of %s is accepted in a rehearsal only', (text, country, e164, holder) => {
    expect(read(text, country)).toMatchObject({ outcome: 'reject', reason: 'reserved-fictional', e164 });
    expect(rehearse(text, country)).toMatchObject({ outcome: 'accept', e164, country: holder, fictional: true });
  });

  it('leaves the neighbours of the ranges alone', () => {
    expect(rehearse('(202) 555-0200', 'US')).toMatchObject({ outcome: 'accept', fictional: false });
    expect(rehearse('07700 901123', 'GB')).toMatchObject({ outcome: 'reject' });
  });
});

describe('numberExclusion', () => {
  it('maps to the three reasons of a plan', () => {
    expect(numberExclusion('fixed-line')).toBe('not_mobile');
    expect(numberExclusion('premium')).toBe('not_mobile');
    expect(numberExclusion('reserved-fictional')).toBe('fictional_number');
    expect(numberExclusion('letters-in-number')).toBe('invalid_number');
    expect(numberExclusion('short-code')).toBe('invalid_number');
  });
});

describe('maskPhoneNumber and formatPhoneNumber', () => {
  it.each([
    ['+33639981278', '+33 6 •• •• •• 78', '+33 6 39 98 12 78'],
    ['+447700900123', '+44 7••• ••••23', '+44 7700 900123'],
    ['+12025550123', '+1 2•• ••• ••23', '+1 202 555 0123'],
    ['+508551234', '+508 5• •• 34', '+508 55 12 34'],
    ['+6835000', '+683 •••0', '+683 5000'],
  ])('%s', (e164, masked, written) => {
    expect(maskPhoneNumber(e164 as E164)).toBe(masked);
    expect(formatPhoneNumber(e164 as E164)).toBe(written);
  });
});

/** Digits that have a fair chance of being a number: calling codes and national prefixes of the countries served. */
const likelyNumber = fc
  .tuple(
    fc.constantFrom(
      '+336',
      '+337',
      '+5906',
      '+4179',
      '+32470',
      '+352621',
      '+4915',
      '+3934',
      '+346',
      '+447',
      '+1415',
      '06',
      '07',
      '6',
    ),
    fc.stringMatching(/^\d{5,10}$/),
  )
  .map(([prefix, rest]) => prefix + rest);
const country = fc.constantFrom('FR', 'RE', 'CH', 'BE', 'LU', 'DE', 'IT', 'ES', 'GB', 'US', 'CA');

const lineTypes: readonly LineType[] = [
  ...([
    'mobile',
    'fixed-line-or-mobile',
    'fixed-line',
    'toll-free',
    'premium',
    'shared-cost',
    'voip',
    'pager',
  ] as const),
  ...(['personal-number', 'uan', 'voicemail'] as const),
];

/** Beginnings of each type in the plans that have it, and how many digits follow. */
const numberOfAnyType = fc
  .constantFrom(
    ...(['FR 063998 4', 'US 212555 4', 'FR 01 8', 'FR 0805 6', 'FR 0899 6', 'FR 0810 6', 'FR 09 8'] as const),
    ...(['GB 0762 7', 'GB 070 8', 'GB 055 8', 'CH 0860 9', 'RE 0262 6', 'BE 0900 5', 'IT 06 8'] as const),
  )
  .chain((plan) => {
    const [home = '', start = '', length = ''] = plan.split(' ');
    const rest = fc.stringMatching(new RegExp(`^\\d{${length}}$`));
    return fc.tuple(
      rest.map((digits) => start + digits),
      fc.constant(home),
    );
  });

describe('laws of parsePhoneNumber', () => {
  it('has a reading for every text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...Array.from('0123456789+(). -/eE,;#=\'"x')) }),
    );
    fc.assert(
      fc.property(text, country, (written, home) => ['accept', 'reject'].includes(read(written, home).outcome)),
    );
  });

  it('reads an accepted number as itself, in every country, plain or spaced', () => {
    fc.assert(
      fc.property(likelyNumber, country, country, (text, home, elsewhere) => {
        const reading = rehearse(text, home);
        fc.pre(reading.outcome === 'accept');
        for (const form of [reading.e164, formatPhoneNumber(reading.e164)]) {
          const again = rehearse(form, elsewhere);
          expect(again).toMatchObject({ outcome: 'accept', e164: reading.e164, country: reading.country });
        }
      }),
    );
  });

  it('reads a number of every type as itself, refused ones too', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(numberOfAnyType, country, ([number, home], elsewhere) => {
        const reading = rehearse(number, home);
        fc.pre(reading.e164 !== null);
        seen.add(reading.type ?? '');
        const { outcome, e164, type } = reading;
        for (const form of [e164, formatPhoneNumber(e164)]) {
          expect(rehearse(form, elsewhere)).toMatchObject({ outcome, e164, type, country: reading.country });
        }
      }),
      { numRuns: 600 },
    );
    expect([...seen].sort()).toEqual([...lineTypes].sort());
  });

  it('takes no other number for the same one, and makes up no digit', () => {
    const change = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(likelyNumber, country, change, (text, home, [at, by]) => {
        const reading = rehearse(text, home);
        fc.pre(reading.outcome === 'accept');
        const [, national = ''] = /^\+\d+ (.*)$/.exec(formatPhoneNumber(reading.e164)) ?? [];
        const digits = national.replace(/\D/g, '');
        expect(text.endsWith(digits)).toBe(true);
        const place = text.length - 1 - (at % digits.length);
        const other = text.slice(0, place) + String((Number(text[place]) + by) % 10) + text.slice(place + 1);
        expect(rehearse(other, home).e164).not.toBe(reading.e164);
      }),
    );
  });

  it('does not look at outer white space', () => {
    const space = fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\u00a0', '\ufeff'), maxLength: 3 });
    const written = fc.oneof(likelyNumber, fc.string({ unit: fc.constantFrom(...Array.from('0639+ \'`".-()é')) }));
    fc.assert(
      fc.property(written, country, space, space, (text, home, before, after) => {
        expect(read(before + text + after, home)).toEqual(read(text, home));
      }),
    );
  });

  it('shows at most three digits of a masked number besides its calling code', () => {
    fc.assert(
      fc.property(likelyNumber, country, (text, home) => {
        const reading = rehearse(text, home);
        fc.pre(reading.e164 !== null);
        const [, national = ''] = /^\+\d+ (.*)$/.exec(maskPhoneNumber(reading.e164)) ?? [];
        expect(national.replace(/\D/g, '').length).toBeLessThanOrEqual(3);
        expect(national.match(/•/g)?.length ?? 0).toBeGreaterThanOrEqual(3);
      }),
    );
  });
});
