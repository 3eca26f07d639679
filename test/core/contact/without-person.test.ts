import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { E164 } from '../../../src/core/contact/phone-number.js';
import { mentionFinder, TAKEN_OUT, withoutPerson } from '../../../src/core/contact/without-person.js';

const ZOE = '+33639981234' as E164;

describe('a text without a person', () => {
  it.each([
    ['+33639981234', TAKEN_OUT],
    ['appeler le 06 39 98 12 34 ce soir', `appeler le ${TAKEN_OUT} ce soir`],
    ['06.39.98.12.34, 0033 6 39 98 12 34', `${TAKEN_OUT}, ${TAKEN_OUT}`],
    ['+33 (0)6 39 98 12 34', TAKEN_OUT],
    ['liste-0639981234.csv', `liste-${TAKEN_OUT}.csv`],
    ['06 39 98 12 345', '06 39 98 12 345'],
    ['adhesion-zoe-martin.csv', `adhesion-${TAKEN_OUT}.csv`],
    ['Envoyé à ZOÉ  MARTIN par erreur', `Envoyé à ${TAKEN_OUT} par erreur`],
    ['Zoe\u0301 Martin', TAKEN_OUT],
    ['Martin Zoé, Zoé Martinet', 'Martin Zoé, Zoé Martinet'],
    ['rien', 'rien'],
  ])('%s', (text, expected) => {
    expect(withoutPerson(text, ZOE, ['Zoé Martin'])).toBe(expected);
  });

  it('takes no name for an expression', () => {
    expect(withoutPerson('tout le monde', ZOE, ['.*', '(', 'a|b'])).toBe('tout le monde');
  });

  it('has the name no more, wherever it stood, and changes nothing else', () => {
    const other = fc.stringMatching(/^[a-zéß ,0-9]{0,12}$/);
    fc.assert(
      fc.property(other, other, fc.constantFrom('Zoé Martin', 'ZOE-MARTIN', 'zoé.martin'), (before, after, name) => {
        const text = `${before}, ${name}, ${after}`;
        expect(withoutPerson(text, ZOE, ['zoe martin'])).toBe(`${before}, ${TAKEN_OUT}, ${after}`);
      }),
    );
  });
});

it('a text names a person when something of them can be taken out of it, and only then', () => {
  const piece = fc.constantFrom(
    ...['Zoé', 'ZOE', 'zoe\u0301', 'Martin', 'Martinet', 'ΝΙΚΟΣ', 'νικος', 'Straße'],
    ...' ,-.x'.split(''),
  );
  const number = fc.constantFrom('06 39 98 12 34', '+33639981234', '0639981235', '(0)6.39-98', '1234');
  const names = fc.subarray(['Zoé Martin', 'ΝΙΚΟΣ', 'straße']);
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, number), { maxLength: 8 }), names, (pieces, given) => {
      const text = pieces.join('');
      expect(mentionFinder(ZOE, given)(text)).toBe(withoutPerson(text, ZOE, given) !== text);
    }),
  );
});
