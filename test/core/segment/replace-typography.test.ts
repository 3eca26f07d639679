import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countSegments } from '../../../src/core/segment/count-segments.js';
import { replaceTypography } from '../../../src/core/segment/replace-typography.js';
import data from '../../../src/core/segment/typographic-replacements.data.json' with { type: 'json' };

describe('replaceTypography', () => {
  it.each([
    ['L’été à l’école', "L'été à l'école"],
    ['Réservé : «\u202fles Amis du Lac\u202f» …', 'Réservé : "les Amis du Lac" ...'],
    ['« mot »', '"mot"'],
    ['9–12 h — salle 3', '9-12 h - salle 3'],
    ['Prix\u00a0: 10\u202f€', 'Prix : 10 €'],
    ['Œuvre du cœur', 'OEuvre du coeur'],
    ['n°12 et N° 3', 'no 12 et No 3'],
    ['il fait 20 °C', 'il fait 20 C'],
    ['45 m² et 3 cm³', '45 m2 et 3 cm3'],
    ['2½ et ½, 1¼ et 3¾', '2 1/2 et 1/2, 1 1/4 et 3 3/4'],
    ['étudiant·e', 'étudiant.e'],
    ['e\u0301te\u0301', 'été'],
    ['a\u200bb\u00adc\ufeff', 'abc'],
    ['ligne 1…\r\nligne 2', 'ligne 1...\nligne 2'],
    ['a\u2028b', 'a\nb'],
    ['1ᵉʳ → 2ª', '1er -> 2a'],
  ])('%j becomes %j', (before, after) => {
    expect(replaceTypography(before)).toBe(after);
  });

  it.each([
    ['an accent is never folded', 'l’île'],
    ['an emoji keeps all as it is', 'l’été 👨‍👩‍👧‍👦'],
    ['a lone degree sign has no safe replacement', 'à 45° l’été'],
    ['10² is not 102', '10² l’été'],
    ['a cedilla stays', 'ça c’est sûr'],
  ])('leaves the text untouched: %s', (_why, text) => {
    expect(replaceTypography(text)).toBe(text);
  });

  it('leaves a text alone that is GSM-7 already', () => {
    expect(replaceTypography('Bonjour\r\nsalut')).toBe('Bonjour\r\nsalut');
  });

  it.each([
    'l’été : https://parc.example/cœur',
    'l’été : www.cœur.example',
    'l’été : cœur.example',
    'l’été : cœur@parc.example',
    'l’été : parc.example/?q=a–b',
  ])('does not touch a link, and so nothing: %s', (text) => {
    expect(replaceTypography(text)).toBe(text);
  });

  it.each([
    ['« https://parc.example/a »', '"https://parc.example/a"'],
    ['Voir https://parc.example/a…', 'Voir https://parc.example/a...'],
    ['l’été : parc.example, l’hiver', "l'été : parc.example, l'hiver"],
    ['(parc@parc.example)’', "(parc@parc.example)'"],
  ])('replaces around a link: %j', (before, after) => {
    expect(replaceTypography(before)).toBe(after);
  });

  it('replaces each character of the table by GSM-7 ones', () => {
    for (const [codePoints, to] of Object.values<Record<string, string>>(data.replacements).flatMap(Object.entries)) {
      const from = codePoints.split(' ').map((one) => String.fromCodePoint(Number.parseInt(one.slice(2), 16)));
      expect(countSegments(to).encoding).toBe('GSM-7');
      expect(countSegments(replaceTypography(`’x${from.join('')}x`)).encoding, codePoints).toBe('GSM-7');
    }
  });

  it('is all or nothing, and done at once', () => {
    const char = fc.constantFrom(...'aZé1 ’«»œ…²½°ê😀.:/@€\u00a0\u200d\u202f', 'https://a.fr/', 'n°', '20 °C', 'm²');
    fc.assert(
      fc.property(fc.string({ unit: char, maxLength: 60 }), (text) => {
        const once = replaceTypography(text);
        expect(once === text || countSegments(once).encoding === 'GSM-7').toBe(true);
        expect(replaceTypography(once)).toBe(once);
      }),
    );
  });

  // So long that a search which goes through the text for each of its letters would not end.
  it.each([
    ...['a.', 'a-', 'www.', 'a@', 'http://.'].map((piece) => [piece, piece]),
    ...(['«', '»', '« '] as const).map((piece) => [piece, '"']),
    ['\u00a0', ' '],
  ])('reads a long hostile text of %j in one go', (piece, read) => {
    const replaced = replaceTypography(`’${piece.repeat(500_000)}`);
    expect(replaced === `'${read.repeat(500_000)}`).toBe(true);
  });
});
