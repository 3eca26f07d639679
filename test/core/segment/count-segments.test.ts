import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countSegments, encodingOf } from '../../../src/core/segment/count-segments.js';
import { basicTable, extensionTable } from '../../../src/core/segment/gsm7-alphabet.js';
import { splitParts } from '../../support/split-parts.js';
import vectors from './gsm7-vectors.data.json' with { type: 'json' };

/** Texts around the limits, of what costs one, two and four units, with lone surrogates among them. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: fc.constantFrom('a', 'é', '€', '\n', '[', '\r\n'), maxLength: 400 }),
  fc.string({ unit: fc.constantFrom('a', '€', 'ê', '😀', '👨‍👩‍👧‍👦', '\ud83d', '\ude00'), maxLength: 250 }),
);

describe('countSegments', () => {
  it.each(vectors.vectors)('$id: $why', ({ text, encoding, units, segments, perSegmentUnits }) => {
    expect(countSegments(text)).toMatchObject({ encoding, units, segments, perSegmentUnits });
  });

  it('holds the alphabet of 3GPP TS 23.038: 127 characters of one septet, 10 of two', () => {
    const basic = [...basicTable].filter((char) => char !== '\uffff');
    expect(basicTable).toHaveLength(128);
    expect(basicTable.indexOf('\uffff')).toBe(0x1b);
    expect(new Set(basic).size).toBe(127);
    for (const char of basic) expect(countSegments(char)).toMatchObject({ encoding: 'GSM-7', units: 1 });
    expect(extensionTable).toHaveLength(10);
    for (const char of extensionTable) expect(countSegments(char)).toMatchObject({ encoding: 'GSM-7', units: 2 });
  });

  it('puts capital Ç at 0x09, where GSM0338.TXT has the small one', () => {
    expect(basicTable.indexOf('Ç')).toBe(0x09);
    expect(countSegments('ç').encoding).toBe('UCS-2');
  });

  it.each(['\uffff', '\u001b', '\t', '`', '\u00a0', '°', 'Α', '\u0301'])('knows no %j in GSM-7', (char) => {
    expect(countSegments(char).encoding).toBe('UCS-2');
  });

  it('names what forces UCS-2, by code point, in order of first appearance', () => {
    expect(countSegments('Fête à Nîmes 😀 fêtée 😀').causes).toEqual([
      { char: 'ê', count: 2 },
      { char: 'î', count: 1 },
      { char: '😀', count: 2 },
    ]);
    expect(countSegments('a\ud83d').causes).toEqual([{ char: '\ud83d', count: 1 }]);
    expect(countSegments('Été 20 €').causes).toEqual([]);
  });

  it('tells the alphabet alone as it tells it with the count', () => {
    fc.assert(fc.property(text, (value) => encodingOf(value) === countSegments(value).encoding));
    expect([encodingOf('Été 20 €'), encodingOf('Fête')]).toEqual(['GSM-7', 'UCS-2']);
  });

  it('keeps each segment within its limit and the sum equal to the units', () => {
    fc.assert(
      fc.property(text, (value) => {
        const { encoding, units, segments, perSegmentUnits } = countSegments(value);
        const perPart = encoding === 'GSM-7' ? 153 : 67;
        const single = encoding === 'GSM-7' ? 160 : 70;
        expect(perSegmentUnits).toHaveLength(segments);
        expect(perSegmentUnits.reduce((sum, part) => sum + part, 0)).toBe(units);
        expect(Math.max(0, ...perSegmentUnits)).toBeLessThanOrEqual(segments === 1 ? single : perPart);
        expect(segments > 1).toBe(units > single);
        // Only a character of two units can leave one free.
        for (const part of perSegmentUnits.slice(0, -1)) expect(part).toBeGreaterThanOrEqual(perPart - 1);
      }),
    );
  });

  it('never bills less for a longer text', () => {
    fc.assert(
      fc.property(text, fc.string({ unit: 'grapheme', maxLength: 3 }), (value, more) => {
        expect(countSegments(value + more).segments).toBeGreaterThanOrEqual(countSegments(value).segments);
      }),
    );
  });

  it('is UCS-2 exactly when it can name a cause', () => {
    fc.assert(
      fc.property(text, (value) => {
        const { encoding, causes } = countSegments(value);
        expect(encoding === 'UCS-2').toBe(causes.length > 0);
      }),
    );
  });
});

describe('splitParts', () => {
  it('gives the text back, in parts that weigh what countSegments says', () => {
    fc.assert(
      fc.property(text, (value) => {
        const { encoding, perSegmentUnits } = countSegments(value);
        const parts = splitParts(value);
        expect(parts.join('')).toBe(value);
        const weights = parts.map((part) => (encoding === 'UCS-2' ? part.length : countSegments(part).units));
        expect(weights).toEqual(perSegmentUnits);
      }),
    );
  });

  it('never cuts a surrogate pair', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('ê', '😀'), maxLength: 300 }), (value) => {
        for (const part of splitParts(value)) expect(part.isWellFormed()).toBe(true);
      }),
    );
  });

  it('moves a € that would straddle to the next part whole', () => {
    expect(splitParts('a'.repeat(152) + '€' + 'b'.repeat(10))).toEqual(['a'.repeat(152), `€${'b'.repeat(10)}`]);
  });

  it('has no part for an empty text and one for a short one', () => {
    expect(splitParts('')).toEqual([]);
    expect(splitParts('Bonjour')).toEqual(['Bonjour']);
  });
});
