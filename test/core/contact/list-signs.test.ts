import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  identical,
  listSignPhrase,
  ListWatch,
  neighbours,
  placeholders,
  RUN_LENGTH,
  type ListReading,
} from '../../../src/core/contact/list-signs.js';
import { NumberLines, NumberSet } from '../../../src/core/contact/number-set.js';
import type { E164 } from '../../../src/core/contact/phone-number.js';
import { formatsOf } from '../../../src/words/formats.js';
import { speak } from '../../../src/words/speak.js';

const fiction = (index: number): E164 => `+3363998${String(index).padStart(4, '0')}` as E164;

function setOf(numbers: readonly E164[]): Iterable<number> {
  const set = new NumberSet();
  for (const number of numbers) set.seenBefore(number);
  return set.ascending();
}

describe('neighbours', () => {
  it('finds a run wherever its numbers stand', () => {
    const numbers = [4, 900, 2, 0, 500, 3, 1, 903, 902].map(fiction);
    expect(neighbours(setOf(numbers))).toEqual([
      { kind: 'neighbours', runs: 1, numbers: 5, longest: 5, first: '+33 6 •• •• •• 00' },
    ]);
  });

  it('says nothing of shorter runs, of gaps, and of no number at all', () => {
    expect(neighbours(setOf([0, 1, 2, 3, 5, 6, 7, 8].map(fiction)))).toEqual([]);
    expect(neighbours(setOf([0, 2, 4, 6, 8, 10].map(fiction)))).toEqual([]);
    expect(neighbours(setOf([]))).toEqual([]);
  });

  it('counts one number once, however many rows have it', () => {
    expect(neighbours(setOf([0, 0, 1, 1, 2, 2, 3, 3].map(fiction)))).toEqual([]);
  });

  it('agrees with counting by hand, in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 80 }), (places) => {
        const present = new Set(places);
        const runs: number[] = [];
        for (let at = 0; at <= 60; at += 1) {
          if (!present.has(at) || present.has(at - 1)) continue;
          let length = 0;
          while (present.has(at + length)) length += 1;
          if (length >= RUN_LENGTH) runs.push(length);
        }
        const [found] = neighbours(setOf(places.map(fiction)));
        const numbers = runs.reduce((sum, length) => sum + length, 0);
        if (runs.length === 0) expect(found).toBeUndefined();
        else expect(found).toMatchObject({ runs: runs.length, numbers, longest: Math.max(...runs) });
      }),
    );
  });
});

describe('a list in which most rows fail', () => {
  const reading: ListReading = {
    headers: ['nom', 'fixe', 'portable'],
    phoneColumn: 1,
    country: 'FR',
    allowFictional: true,
  };

  function watched(rows: readonly (readonly [cells: readonly string[], isUsable: boolean])[], of = reading): ListWatch {
    const watch = new ListWatch(of);
    for (const [cells, isUsable] of rows) watch.add(cells, isUsable);
    return watch;
  }

  it('is one of which more than half fail', () => {
    const half = [
      [['A', '', ''], false],
      [['B', '06 39 98 00 01', ''], true],
    ] as const;
    expect(watched(half).mostlyUnusable()).toEqual([]);
    expect(watched([...half, [['C', '', ''], false]]).mostlyUnusable()).toEqual([
      { kind: 'mostly-unusable', rows: 3, unusable: 2, columns: [], countries: [] },
    ]);
    expect(new ListWatch(reading).mostlyUnusable()).toEqual([]);
  });

  it('names the columns that would fit better, the best first, however long the list is', () => {
    const headers = [...reading.headers, 'mobile 2'];
    const rows = Array.from({ length: 3000 }, (_, index) => {
      const second = index % 3 === 0 ? '' : fiction(index + 5000);
      return [[`P${index}`, '01 99 00 12 34', fiction(index), second], false] as const;
    });
    expect(watched(rows, { ...reading, headers }).mostlyUnusable()).toMatchObject([
      { rows: 3000, unusable: 3000, columns: ['portable', 'mobile 2'], countries: [] },
    ]);
  });

  it('names the country whose numbers they are', () => {
    const rows = Array.from({ length: 20 }, (_, index) => [['A', `07700 9001${index + 10}`, ''], false] as const);
    expect(watched(rows).mostlyUnusable()).toMatchObject([{ columns: [], countries: ['GB', 'GG', 'JE'] }]);
    const said = watched(rows).mostlyUnusable().map(listSignPhrase);
    expect(said.map((one) => speak(one, formatsOf('en')))[0]).toContain('--country GB');
  });

  it.each([
    ['ES', '0639980001', ['FR', 'MC', 'NL']],
    ['ES', '0692 00 00 12', ['FR', 'MC', 'CH']], // Réunion dials as France does, and France covers it
    ['FR', '416 555 0123', ['CA', 'FI']],
    ['FR', '212 555 0123', ['US']],
    ['FR', '12', []],
  ])('read as in %s, rows such as %s are numbers of %j', (country, text, countries) => {
    const rows = Array.from({ length: 20 }, () => [['A', text, ''], false] as const);
    expect(watched(rows, { ...reading, country }).mostlyUnusable()).toMatchObject([{ countries }]);
  });

  it('names no country for rows that fail for another reason than their number', () => {
    const rows = Array.from({ length: 20 }, () => [['A', '06 39 98 00 01', ''], false] as const);
    expect(watched(rows).mostlyUnusable()).toMatchObject([{ unusable: 20, countries: [] }]);
  });

  it('does not take numbers kept for films for those of a neighbour', () => {
    const rows = Array.from({ length: 20 }, () => [['A', '0639980001', ''], false] as const);
    const real = { ...reading, allowFictional: false };
    expect(watched(rows, real).mostlyUnusable()).toMatchObject([{ countries: [] }]);
  });
});

describe('numbers that come too often', () => {
  const linesOf = (places: readonly number[]): NumberLines => {
    const lines = new NumberLines();
    places.forEach((place, index) => lines.add(fiction(place), index + 2));
    return lines;
  };

  it('are told from five rows on, with the first line of the one that has most', () => {
    expect(identical(linesOf([1, 2, 2, 2, 2]), 3)).toEqual([]);
    expect(identical(linesOf([1, 1, 2, 2, 2, 2, 2]), 5)).toEqual([
      { kind: 'identical', repeats: 5, number: '+33 6 •• •• •• 02', rows: 5, firstLine: 4 },
    ]);
    expect(identical(linesOf([]), 0)).toEqual([]);
  });

  it('are told from three placeholders on', () => {
    expect(placeholders(2)).toEqual([]);
    expect(placeholders(3)).toEqual([{ kind: 'placeholders', rows: 3 }]);
  });

  it('are remembered with the line of the first', () => {
    const lines = new NumberLines();
    expect(lines.add(fiction(1), 2)).toBeNull();
    expect(lines.add(fiction(2), 3)).toBeNull();
    expect(lines.add(fiction(1), 9)).toBe(2);
    expect(lines.distinct).toBe(2);
    expect([...lines.ascending()]).toEqual([33639980001, 33639980002]);
  });
});
