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
  ['412 34 567, 26-12-34-56', '••• •• •67, ••-••-••-56'],
  ['appelez le 621 123 456', 'appelez le ••• ••• •56'],
  ['réponses_32123456.csv', 'réponses_••••••56.csv'],
  ['dossier 12345678', 'dossier ••••••78'],
  ['20 26 03 05', '•• •• •• 05'],
  ['063998 2034', '•••••• ••34'],
  ['06 39 98 2034', '•• •• •• ••34'],
  ['0639 98 2034', '•••• •• ••34'],
  ['+32 1234 567', '+•• •••• •67'],
  ['1234-56-78, 06.39.9800.01', '••••-••-78, ••.••.••••.01'],
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
  'poste u12345678',
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
