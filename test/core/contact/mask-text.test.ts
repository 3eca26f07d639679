import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { maskNumbersIn, maskText } from '../../../src/core/contact/mask-text.js';

it.each([
  ['06 39 98 00 01', '•• •• •• •• 01'],
  ['0639980001 / 0639980002', '•••••••••• / ••••••••02'],
  ['٠٦٣٩٩٨٠٠٠١', '••••••••٠١'],
  ['bonjour', 'bonjour'],
  ['', ''],
])('%j is shown as %j', (text, shown) => {
  expect(maskText(text)).toBe(shown);
});

it('shows two digits at most, in whatever script, and never a whole page', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const shown = maskText(text);
      expect(shown.match(/\p{N}/gu)?.length ?? 0).toBeLessThanOrEqual(2);
      expect(shown.length).toBeLessThanOrEqual(40);
    }),
  );
});

it.each([
  ['Liste envoyée au 06 39 98 00 01 le 2026-03-05', 'Liste envoyée au •• •• •• •• 01 le 2026-03-05'],
  ['+33 6 39 98 00 01, rappelé le 05/03/2026', '+•• • •• •• •• 01, rappelé le 05/03/2026'],
  ['(0041) 79/000-00-34: volé', '(••••) ••/•••-••-34: volé'],
  ['12 personnes, 400 lignes', '12 personnes, 400 lignes'],
  // Denmark, Norway, Luxembourg.
  ['ring 32 12 34 56', 'ring •• •• •• 56'],
  ['ring 32123456 nå', 'ring ••••••56 nå'],
  ['412 34 567, 26-12-34-56', '••• •• •••, ••-••-••-56'],
  ['appelez le 621 123 456', 'appelez le ••• ••• •56'],
  ['réponses_32123456.csv', 'réponses_••••••56.csv'],
  ['dossier 12345678', 'dossier ••••••78'],
  ['20 26 03 05', '•• •• •• 05'],
  ['063998 2034', '•••••• ••34'],
  ['06 39 98 2034', '•• •• •• ••34'],
  ['0639 98 2034', '•••• •• ••34'],
  ['+32 1234 567', '+•• •••• •67'],
  ['poste u12345678, tel20123456', 'poste u••••••78, tel••••••56'],
  ['Mon numéro est le 06\u00a039\u00a098\u00a012\u00a099', 'Mon numéro est le ••\u00a0••\u00a0••\u00a0••\u00a099'],
  ['06 – 39 – 98 – 12 – 99 ou ٠٦٣٩٩٨٠٠٠١', '•• – •• – •• – •• – 99 ou ••••••••٠١'],
  ['Liste 2026-03-05_0639981299.csv', 'Liste 2026-03-05_••••••••99.csv'],
  ['2026-03-05 10:30 0639981299', '2026-03-05 10:30 ••••••••99'],
  ['10:30:0639981299', '••:••:••••••••99'],
  ['06 39 98 12 99 €', '•• •• •• •• 99 €'],
  ['1234-56-78, 06.39.9800.01', '••••-••-••, ••.••.••••.01'],
])('a sentence hides numbers of eight digits, too: %j', (text, shown) => {
  expect(maskNumbersIn(text)).toBe(shown);
});

it.each([
  'membres-20260305.csv',
  'membres_05032026.csv',
  'le 05-03-2026, le 5 3 2026, le 2026 03 05, le 2026/03/05',
  'saison 2025-2026, saison 2025/2026',
  'on 12/31/2026, on 12-31-2026',
  'le 05/03/2026 10:30, le 2026-03-05 10:30',
  'subvention de 12 345 678 €, 12345678 EUR, 12.345.678 kr',
  'membres_2026-03-05.csv, export_2026-03-05 10:30:15.csv',
  'le 2026-03-05 10:30 - 12:00',
  'ouvert 10:30 - 12:00',
  'saison_2025_2026.csv',
  'subvention de 1 234 567,89 €, de 12.345.678,90 EUR',
  'de 1 234 567 à 7 654 321',
])('a sentence keeps what is no number: %j', (text) => {
  expect(maskNumbersIn(text)).toBe(text);
});

it.each([['Liste du 05.03.2026 : 06.39.98.00.01', 'Liste du 05.03.2026 : ••.••.••.••.01']])(
  'a sentence keeps its dates and hides its numbers: %j',
  (text, shown) => {
    expect(maskNumbersIn(text)).toBe(shown);
  },
);

/** Numbers of films, as +33, +44 and +1 have them, and the shortest there are. */
const digitsOfNumber = fc.oneof(
  fc.integer({ min: 0, max: 9999 }).map((end) => `063998${String(end).padStart(4, '0')}`),
  fc.integer({ min: 0, max: 9999 }).map((end) => `33063998${String(end).padStart(4, '0')}`),
  fc.integer({ min: 0, max: 999 }).map((end) => `447700900${String(end).padStart(3, '0')}`),
  fc.integer({ min: 0, max: 99 }).map((end) => `121255501${String(end).padStart(2, '0')}`),
  fc.constant('32123456'),
);
const BETWEEN = [
  ...[
    '',
    ' ',
    '   ',
    '.',
    ',',
    '-',
    ' - ',
    '  -  ',
    '/',
    ' / ',
    '_',
    ':',
    '\t',
    '(',
    ') ',
    ' (',
    '\n',
    ';',
    '|',
    '*',
    '’',
  ],
  ...[
    '\u00a0',
    '\u202f',
    '\u2007',
    '\u2009',
    '\u200b',
    '\u202a',
    '\u2060',
    '\u2010',
    '\u2011',
    '\u2013',
    '\u2014',
    '\u2212',
  ],
  ...[' \u2013 ', '\u00a0\u2014\u00a0', '\u00a0 - \u00a0', '\u00ad', '\u00b7', '\u2022', '\ufe0f\u20e3'],
];

const anyGaps = fc.array(fc.constantFrom(...BETWEEN), { minLength: 11, maxLength: 11 });
/** The same between every two digits. */
const pairs = fc
  .constantFrom(...BETWEEN)
  .map((gap) => Array.from({ length: 11 }, (_, at) => (at % 2 === 0 ? '' : gap)));

it('hides every number, whatever stands between its digits', () => {
  const before = fc.constantFrom('', '+', '(', 'Mon numéro est le ', 'tel', 'tel:', 'réponses_', 'Le 05/03/2026 au ');
  const behind = fc.constantFrom('', ' merci', '.csv', '_liste', ', à bientôt', ')');
  fc.assert(
    fc.property(digitsOfNumber, fc.oneof(anyGaps, pairs), before, behind, (digits, gaps, ahead, after) => {
      const written = [...digits].map((digit, at) => (at === 0 ? digit : `${gaps[at - 1] ?? ''}${digit}`)).join('');
      const shown = maskNumbersIn(`${ahead}${written}${after}`);
      expect(shown.startsWith(ahead)).toBe(true);
      expect(shown.slice(ahead.length).match(/\d/g)).toEqual([...digits.slice(-2)]);
    }),
    { numRuns: 2000 },
  );
});
