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
])('a sentence keeps its dates and hides its numbers: %j', (text, shown) => {
  expect(maskNumbersIn(text)).toBe(shown);
});
