import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/core/audience/audience-judge.js';
import { TextTally, type TextTotals } from '../../../src/core/campaign/text-tally.js';
import type { E164 } from '../../../src/core/contact/phone-number.js';
import { segmentsAsGsm7 } from '../../../src/core/segment/as-gsm7.js';
import { countSegments } from '../../../src/core/segment/count-segments.js';
import { replaceTypography } from '../../../src/core/segment/replace-typography.js';
import { composeText } from '../../../src/core/template/compose-text.js';
import type { FooterRule } from '../../../src/core/template/footer.js';
import { compileTemplate } from '../../../src/core/template/message-template.js';

const PRICE = 65_000;
const NUMBER = '+33639980001' as E164;
const french: FooterRule = { text: 'STOP au {{ stop }}', stop: '36184' };

interface Asked {
  readonly template: string;
  readonly rows: readonly Readonly<Record<string, string>>[];
  readonly footer?: FooterRule;
  readonly gsm7?: boolean;
}

/** Makes the texts of some rows, the first in line 2, and tallies them. */
function tallied({ template: source, rows, footer = french, gsm7 = false }: Asked): TextTotals {
  const template = compileTemplate(source, 'test');
  const tally = new TextTally({ template, gsm7 });
  for (const [index, row] of rows.entries()) {
    const fields = new Map(Object.entries(row));
    const rendered = template.render(fields);
    if (rendered.kind !== 'text') throw new Error(`no ${rendered.field}`);
    const composed = composeText(rendered.text, { footer, gsm7 });
    if (composed.kind !== 'text') throw new Error(composed.found);
    const count = countSegments(composed.text);
    const message: Message = {
      ...composed,
      count,
      costMicros: PRICE * count.segments,
      consentSeq: 1,
    };
    tally.addNewcomer({ fields, line: index + 2 }, NUMBER, message);
  }
  return tally.totals();
}

const names = (...prenoms: readonly string[]) => prenoms.map((prenom) => ({ prenom }));
/** 59 characters with « Françoise » in it and the footer: two segments in UCS-2, one in GSM-7. */
const letter = 'Bonjour {{ prenom }}, rendez-vous samedi au parc pour la kermesse';

it('counts the texts that hold what nobody would write: a lost character, or half of one', () => {
  const rows = names('Zo\uFFFD', 'Ana', 'Zo\uD83D', 'In\u{1F600}s');
  expect(tallied({ template: letter, rows })).toMatchObject({ spoilt: 2 });
  expect(tallied({ template: 'Caf\uFFFD {{ prenom }}', rows })).toMatchObject({ spoilt: 4 });
});

describe('what turns texts into UCS-2', () => {
  it('is told by character, contact, and cost', () => {
    const { ucs2 } = tallied({
      template: letter,
      rows: names('Ana', 'Françoise', 'Loïc', 'Françoise', 'Anaïs', 'Zoé'),
    });
    expect(ucs2).toEqual({
      texts: 4,
      extraSegments: 4,
      extraCostMicros: 4 * PRICE,
      causes: [
        { char: 'ç', from: 'contacts', texts: 2, examples: [{ field: 'prenom', value: 'Françoise', line: 3 }] },
        {
          char: 'ï',
          from: 'contacts',
          texts: 2,
          examples: [
            { field: 'prenom', value: 'Loïc', line: 4 },
            { field: 'prenom', value: 'Anaïs', line: 6 },
          ],
        },
      ],
      hasMoreCauses: false,
    });
  });

  it('is nothing where every text is GSM-7', () => {
    expect(tallied({ template: letter, rows: names('Ana', 'Zoé') }).ucs2).toEqual({
      texts: 0,
      extraSegments: 0,
      extraCostMicros: 0,
      causes: [],
      hasMoreCauses: false,
    });
  });

  it.each([
    ['the text itself', 'L’été, {{ prenom }}', 'Ana', {}, '’', 'template'],
    ['the text itself, also where a contact has it too', 'Ça, ça : {{ prenom }}', 'Françoise', {}, 'ç', 'template'],
    ['a default of the text', 'Bonjour {{ prenom | default: "chère âme" }}', '', {}, 'â', 'template'],
    [
      'a contact, also where a default would have it',
      'Bonjour {{ prenom | default: "âme" }}',
      'Gaël',
      {},
      'ë',
      'contacts',
    ],
    ['a contact by way of a filter', 'Bonjour {{ prenom | upcase }}', 'Zoè', {}, 'È', 'contacts'],
    ['a comment is no text', '{% comment %}ç{% endcomment %}{{ prenom }}', 'Françoise', {}, 'ç', 'contacts'],
    ['the footer', 'Bonjour {{ prenom }}', 'Ana', { text: 'Arrêt : STOP {{ stop }}' }, 'ê', 'footer'],
    [
      'the footer, also where a contact has it',
      'Bonjour {{ prenom }}',
      'Zêa',
      { text: 'Arrêt {{ stop }}' },
      'ê',
      'footer',
    ],
  ] as const)('comes from %s', (_where, template, prenom, footer, char, from) => {
    const { ucs2 } = tallied({ template, rows: names(prenom), footer: { ...french, ...footer } });
    expect(ucs2.causes.map((cause) => [cause.char, cause.from])).toEqual([[char, from]]);
  });

  it('names each field of the text that brings it, and no column that the text does not use', () => {
    const rows = [{ prenom: 'Ana', nom: 'Lefèvre-Pço', ville: 'Besançon' }];
    const { causes } = tallied({ template: '{{ prenom }} {{ nom }}', rows }).ucs2;
    expect(causes[0]?.examples).toEqual([{ field: 'nom', value: 'Lefèvre-Pço', line: 2 }]);
  });

  it('shows as much of a long cell as shows the character, and no number in clear', () => {
    const value = `${'a'.repeat(100)}ç${'b'.repeat(100)}`;
    const [long] = tallied({ template: '{{ prenom }}', rows: names(value) }).ucs2.causes;
    expect(long?.examples[0]?.value).toBe(`…${'a'.repeat(20)}ç${'b'.repeat(19)}…`);
    const [number] = tallied({ template: '{{ prenom }}', rows: names('06\u00a039 98 12 34') }).ucs2.causes;
    expect(number?.examples[0]?.value).toBe('••\u00a0•• •• •• ••');
  });

  it('tells half a surrogate pair apart from the whole', () => {
    const { causes } = tallied({ template: 'a {{ prenom }} {{ x }}', rows: [{ prenom: '😀', x: '\ud83d!' }] }).ucs2;
    expect(causes.map(({ char, examples }) => [char, examples[0]?.field])).toEqual([
      ['😀', 'prenom'],
      ['\ud83d', 'x'],
    ]);
  });

  it('keeps a bounded number of characters and examples', () => {
    const rows = Array.from({ length: 500 }, (_, index) => ({
      prenom: `${String.fromCodePoint(0x4e00 + index)}ç${index}`,
    }));
    const { ucs2 } = tallied({ template: '{{ prenom }}', rows });
    expect(ucs2).toMatchObject({ texts: 500, hasMoreCauses: true });
    expect(ucs2.causes).toHaveLength(100);
    expect(ucs2.causes[0]).toMatchObject({ char: 'ç', texts: 500 });
    expect(ucs2.causes[0]?.examples).toHaveLength(3);
  });
});

describe('a text of an earlier plan', () => {
  it('tells its characters and cost too, and is offered no replacement', () => {
    const tally = new TextTally({ template: compileTemplate('L’été, {{ prenom }}', 'test'), gsm7: false });
    const contact = { fields: new Map([['prenom', 'Françoise']]), line: 9 };
    const text = `L’été, Françoise ${'a'.repeat(60)}\nArrêt : STOP 36184`;
    tally.addFrozen(contact, { text, costMicros: 2 * PRICE }, 'Arrêt : STOP 36184');
    const { ucs2, offered } = tally.totals();
    expect(ucs2).toMatchObject({ texts: 1, extraSegments: 1, extraCostMicros: PRICE });
    expect(ucs2.causes.map(({ char, from }) => `${char} ${from}`)).toEqual(['’ template', 'ç contacts', 'ê footer']);
    expect(offered.texts).toBe(0);
  });
});

describe('--gsm7', () => {
  const curly = 'L’été {{ prenom }}, rendez-vous samedi au parc pour la kermesse…';

  it('is offered with what it would save', () => {
    const { offered, replaced } = tallied({ template: curly, rows: names('Ana', 'Françoise', 'O’Hara') });
    expect(offered).toEqual({ texts: 2, segmentsSaved: 1, savedMicros: PRICE });
    expect(replaced).toBeNull();
  });

  it('shows before and after, and what was saved', () => {
    const totals = tallied({ template: curly, rows: names('Ana', 'Françoise', 'O’Hara', 'B', 'C'), gsm7: true });
    const after = "L'été Ana, rendez-vous samedi au parc pour la kermesse...\nSTOP au 36184";
    const before = 'L’été Ana, rendez-vous samedi au parc pour la kermesse…\nSTOP au 36184';
    expect(totals.replaced).toMatchObject({
      texts: 4,
      segmentsSaved: 1,
      savedMicros: PRICE,
      template: { before: curly, after: "L'été {{ prenom }}, rendez-vous samedi au parc pour la kermesse..." },
    });
    expect(totals.replaced?.examples).toHaveLength(3);
    expect(totals.replaced?.examples[0]).toEqual({ to: NUMBER, before, after });
    expect(totals.offered.texts).toBe(0);
    expect(totals.ucs2.texts).toBe(1);
  });

  it('does not touch, and counts, what the provider appends', () => {
    const theirs = { text: '\nSTOP {{ stop }}', stop: '36184', byProvider: true };
    const rows = names('Ana');
    expect(tallied({ template: curly, rows, footer: theirs }).offered.texts).toBe(1);
    expect(tallied({ template: curly, rows, footer: { ...theirs, text: '\nArrêt {{ stop }}' } }).offered.texts).toBe(0);
  });

  it('saves exactly what it was said to save', () => {
    const name = fc.string({ unit: fc.constantFrom(...'Zé’ç…œ😀 '), minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(
        fc.array(
          name.filter((one) => one.trim() !== ''),
          { maxLength: 8 },
        ),
        (prenoms) => {
          const rows = names(...prenoms);
          const without = tallied({ template: letter, rows });
          const withIt = tallied({ template: letter, rows, gsm7: true });
          expect(withIt.replaced).toMatchObject(without.offered);
          expect(without.ucs2.texts - without.offered.texts).toBe(withIt.ucs2.texts);
          const texts = prenoms.map(
            (prenom) => `Bonjour ${prenom.trim()}, rendez-vous samedi au parc pour la kermesse\nSTOP au 36184`,
          );
          const ofUcs2 = texts.filter((text) => countSegments(text).encoding === 'UCS-2');
          const extra = ofUcs2.map((text) => countSegments(text).segments - segmentsAsGsm7(text));
          expect(without.ucs2).toMatchObject({ texts: ofUcs2.length, extraSegments: extra.reduce((a, b) => a + b, 0) });
          expect(without.offered.texts).toBe(texts.filter((text) => replaceTypography(text) !== text).length);
        },
      ),
    );
  });
});
