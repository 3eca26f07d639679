import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { segmentsAsGsm7 } from '../../../src/core/segment/as-gsm7.js';
import { countSegments } from '../../../src/core/segment/count-segments.js';
import { basicTable, extensionTable } from '../../../src/core/segment/gsm7-alphabet.js';
import { replaceTypography } from '../../../src/core/segment/replace-typography.js';
import { splitParts } from '../../support/split-parts.js';
import data from '../../../src/core/segment/typographic-replacements.data.json' with { type: 'json' };

/** The alphabets of 3GPP TS 23.038 §6.2.1, without the escape. */
const basic = [...basicTable].filter((char) => char !== '\uffff');
const extension = [...extensionTable];
const typographic = Object.values<Record<string, string>>(data.replacements)
  .flatMap(Object.keys)
  .map((points) => String.fromCodePoint(...points.split(' ').map((one) => Number.parseInt(one.slice(2), 16))));

/** Texts of one to five segments in either alphabet, heavy with what may be cut, escaped or replaced. */
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom(...basic, ...extension, ...extension), maxLength: 500 }),
  fc.string({ unit: fc.constantFrom(...typographic, ...typographic, '2', 'm', ' ', '€', '.', '°'), maxLength: 250 }),
  fc.string({
    unit: fc.constantFrom('a', '€', 'ç', '😀', '\ud83d', '\ude00', 'e\u0301', '\r\n', '\u001b'),
    maxLength: 250,
  }),
);

describe('a part', () => {
  it.each(basic)('%j costs one septet anywhere', (char) => {
    expect(countSegments(char.repeat(160))).toMatchObject({ encoding: 'GSM-7', perSegmentUnits: [160] });
    expect(countSegments(char.repeat(161)).perSegmentUnits).toEqual([153, 8]);
  });

  it.each(extension)('%j costs two, and never straddles', (char) => {
    expect(countSegments(char.repeat(80)).perSegmentUnits).toEqual([160]);
    expect(countSegments('a'.repeat(158) + char).perSegmentUnits).toEqual([160]);
    expect(countSegments('a'.repeat(159) + char).perSegmentUnits).toEqual([153, 8]);
    // As the 152nd and 153rd septet it fits; as the 153rd and 154th it moves whole, and leaves one septet free.
    expect(countSegments('a'.repeat(151) + char + 'b'.repeat(8)).perSegmentUnits).toEqual([153, 8]);
    expect(countSegments('a'.repeat(152) + char + 'b'.repeat(8)).perSegmentUnits).toEqual([152, 10]);
    expect(countSegments('a'.repeat(153) + char + 'b'.repeat(8)).perSegmentUnits).toEqual([153, 10]);
  });

  it.each([
    ['a pair that would straddle moves whole', 'ç' + 'a'.repeat(65) + '😀' + 'b'.repeat(3), [66, 5]],
    ['a pair that just fits stays', 'ç' + 'a'.repeat(64) + '😀' + 'b'.repeat(4), [67, 4]],
    ['half a pair is one unit', 'a'.repeat(66) + '\ud83d' + 'b'.repeat(4), [67, 4]],
    ['the wrong half first is one unit', 'a'.repeat(66) + '\ude00' + 'b'.repeat(4), [67, 4]],
    ['a combining mark may go to the next part', 'e\u0301'.repeat(35) + 'a', [67, 4]],
    ['an escape is no character of GSM-7', '\u001b' + 'a'.repeat(70), [67, 4]],
    ['a line break of two characters is two septets', '\r\n'.repeat(80), [160]],
    ['a form feed is an escape too', '\f'.repeat(80) + 'a', [152, 9]],
    ['an extension character is one unit in UCS-2', 'ç' + '€'.repeat(69), [70]],
  ])('%s', (_why, value, parts) => {
    expect(countSegments(value).perSegmentUnits).toEqual(parts);
  });

  it('is never above its limit, never ends within an escape or a pair, and all give the text back', () => {
    fc.assert(
      fc.property(text, (value) => {
        const { encoding } = countSegments(value);
        const parts = splitParts(value);
        expect(parts.join('')).toBe(value);
        const limit = encoding === 'GSM-7' ? 153 : 67;
        const single = encoding === 'GSM-7' ? 160 : 70;
        for (const part of parts) {
          const units = encoding === 'GSM-7' ? countSegments(part).units : part.length;
          expect(units).toBeLessThanOrEqual(parts.length === 1 ? single : limit);
        }
        for (const [index, part] of parts.slice(1).entries()) {
          const isCutPair = /[\ud800-\udbff]$/.test(parts[index] ?? '') && /^[\udc00-\udfff]/.test(part);
          expect(isCutPair).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('replacing typography', () => {
  it('never makes a text dearer, whatever comes after it', () => {
    fc.assert(
      fc.property(text, fc.constantFrom('', '\nSTOP 36184', '\nSTOP 36184 ç', '…'), (value, appended) => {
        const replaced = replaceTypography(value, appended);
        const [before, after] = [countSegments(value + appended), countSegments(replaced + appended)];
        expect(after.segments).toBeLessThanOrEqual(before.segments);
        expect(replaced === value || after.encoding === 'GSM-7').toBe(true);
        expect(replaceTypography(replaced, appended)).toBe(replaced);
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves a text as it is that would take more segments', () => {
    expect(replaceTypography('…'.repeat(53))).toBe('...'.repeat(53));
    expect(countSegments('…'.repeat(54)).segments).toBe(1);
    expect(replaceTypography('…'.repeat(54))).toBe('…'.repeat(54));
    expect(replaceTypography('…'.repeat(71))).toBe('...'.repeat(71));
    expect(replaceTypography('…'.repeat(49), '\nSTOP 36184')).toBe('...'.repeat(49));
    expect(replaceTypography('…'.repeat(50), '\nSTOP 36184')).toBe('…'.repeat(50));
  });

  it('counts what comes after, and does not touch it', () => {
    expect(replaceTypography('l’été', '\nSTOP 36184')).toBe("l'été");
    expect(replaceTypography('l’été', '\nSTOP à 36184 ê')).toBe('l’été');
    expect(replaceTypography('l’été', '’')).toBe('l’été');
  });

  it('spares no replacement: a text of replaceable characters becomes GSM-7 or would be dearer', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...typographic, 'a', '€'), maxLength: 40 }), (value) => {
        expect(countSegments(replaceTypography(`${value}x`)).encoding).toBe('GSM-7');
      }),
    );
  });
});

describe('what UCS-2 costs', () => {
  it.each([
    ['Bonjour', 1],
    ['ç'.repeat(160), 1],
    ['ç'.repeat(161), 2],
    ['😀'.repeat(160), 1],
    [`${'a'.repeat(152)}€ç${'b'.repeat(8)}`, 2],
    ['', 0],
  ])('%j would take %i', (value, segments) => {
    expect(segmentsAsGsm7(value)).toBe(segments);
  });

  it('is never negative, and nothing for a text in GSM-7', () => {
    fc.assert(
      fc.property(text, (value) => {
        const { segments, encoding } = countSegments(value);
        expect(segmentsAsGsm7(value)).toBeLessThanOrEqual(segments);
        if (encoding === 'GSM-7') expect(segmentsAsGsm7(value)).toBe(segments);
      }),
    );
  });
});
