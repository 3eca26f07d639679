import { describe, expect, it } from 'vitest';
import { whereTheyPart } from '../../src/words/difference.js';

const BEGINNING = 'Bonjour {{ prenom }}, la kermesse du parc aura lieu ce samedi sur la grande pelouse, ';

describe('where two texts part', () => {
  it.each([
    ['short ones are whole', 'Bonjour', 'Bonsoir', 'Bonjour', 'Bonsoir'],
    ['a line feed at the end', 'Bonjour', 'Bonjour\n', 'Bonjour', 'Bonjour⏎'],
    ['a space at the end', 'Bonjour', 'Bonjour ', 'Bonjour', 'Bonjour '],
    ['a space that does not break', 'dès 14 h', 'dès 14\u00a0h', 'dès 14 h', 'dès 14[U+00A0]h'],
    ['an accent behind its letter', 'l’été', 'l’e\u0301te\u0301', 'l’été', 'l’e[U+0301]te\u0301'],
    ['a character that nobody sees', 'STOP', 'ST\u200bOP', 'STOP', 'ST[U+200B]OP'],
    ['an emoji of two units', 'Fête 🎉', 'Fête 🎊', 'Fête 🎉', 'Fête 🎊'],
    ['a line feed before it', 'Bonjour\nZoé', 'Bonjour\nInès', 'Bonjour⏎Zoé', 'Bonjour⏎Inès'],
    [
      'far behind',
      `${BEGINNING}dès 14 h.`,
      `${BEGINNING}dès 15 h.`,
      '… la grande pelouse, dès 14 h.',
      '… la grande pelouse, dès 15 h.',
    ],
    ['where one ends', `${BEGINNING}venez`, BEGINNING, '…i sur la grande pelouse, venez', '…i sur la grande pelouse, '],
  ])('shows it: %s', (_case, one, other, shownOne, shownOther) => {
    expect(whereTheyPart(one, other)).toEqual([shownOne, shownOther]);
    expect(whereTheyPart(other, one)).toEqual([shownOther, shownOne]);
  });

  it('cuts what is long on both sides', () => {
    const [one, other] = whereTheyPart(`${BEGINNING}à 14 h. ${BEGINNING}`, `${BEGINNING}à 15 h. ${BEGINNING}`);
    expect(one).toBe('…ur la grande pelouse, à 14 h. Bonjour {{ prenom }}, la kerme…');
    expect(other).toBe(one.replace('14', '15'));
  });
});
