import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileWhere } from '../../../src/core/audience/where.js';
import { OperatorError } from '../../../src/errors.js';
import { formatsOf } from '../../../src/words/formats.js';
import { speak } from '../../../src/words/speak.js';

const headers = ['Prénom', 'ville', 'Code postal', 'age', 'depuis', 'N° [carte]'];

function matches(source: string, row: Readonly<Record<string, string>>): boolean {
  return compileWhere(source, headers).test((header) => row[header] ?? '');
}

function refusal(source: string, columns: readonly string[] = headers): OperatorError {
  try {
    compileWhere(source, columns);
  } catch (error) {
    if (error instanceof OperatorError) return error;
    throw error;
  }
  throw new Error(`accepted: ${source}`);
}

function said(source: string, locale: 'en' | 'fr' = 'en', columns: readonly string[] = headers): string {
  const { problem, hint } = refusal(source, columns);
  const formats = formatsOf(locale);
  return hint === null ? speak(problem, formats) : `${speak(problem, formats)} / ${speak(hint, formats)}`;
}

const lyon = { Prénom: 'Zoé', ville: ' Lyon ', 'Code postal': '69001', age: '18,5', depuis: '31/03/2024' };

describe('a condition that holds for Zoé, 18.5, of Lyon', () => {
  it.each([
    'ville = "Lyon"',
    "ville == ' Lyon'",
    'ville = “Lyon”',
    'ville = « Lyon »',
    'ville=«\u00A0Lyon\u00A0»',
    '[ville]="Lyon"',
    '`Code postal` = 69001',
    '[Code postal] = 69001.0',
    'code_postal = 069001',
    'prenom = "Zoé"',
    'Prénom = "Zoe\u0301"',
    'PRENOM = "Zoé"',
    'ville != "lyon"',
    'ville <> "Nice"',
    'ville contains "yo"',
    'ville contains "on "',
    'code_postal contains 690',
    'age = 18.5',
    'age > 18 and age < 19',
    'age >= 18.50 et age <= 18.5',
    'age > -3',
    'ville in ("Nice", "Lyon")',
    'ville not in ("Nice")',
    'age in (18.5)',
    'age = 18,5',
    'age > 18,45 and age < 18,6',
    'not (age >= 18,51)',
    'depuis > "30 mars 2024" and depuis <= "31.3.2024"',
    'age in ("18,5")',
    'depuis >= "2024-03-31"',
    'depuis < "01/04/2024"',
    '[N° [carte]]] = ""',
    'not ville = "Nice"',
    'non (ville = "Nice" ou age < 18)',
    'ville = "Nice" and age = 1 or age > 18',
    'age > 18 or ville = "Nice" and age = 1',
    'not ville = "Nice" and age > 18',
    'NOT NOT ville = "Lyon"',
    '((ville = "Lyon"))',
    'ville\n=\t"Lyon"',
  ])('%s', (source) => {
    expect(matches(source, lyon)).toBe(true);
  });
});

describe('days as imports read them', () => {
  it.each(['2026-03-31T10:00:00Z', '31/03/2026 10:00', '46112', '31 mars 2026'])('%s', (depuis) => {
    expect(matches('depuis >= "2026-03-31" and depuis < "2026-04-01"', { ...lyon, depuis })).toBe(true);
    expect(matches('depuis > "2026-03-31"', { ...lyon, depuis })).toBe(false);
  });
});

describe('a condition that does not hold', () => {
  it.each([
    'ville = "lyon"',
    'ville = "Lyo"',
    'ville contains "LY"',
    'age > 18.5',
    'age = "18.5"',
    'depuis > "2024-03-31"',
    'depuis = "2024-03-31"',
    'ville in ("Nice", "Paris")',
    '(age > 18 or ville = "Nice") and age = 1',
    'not (ville = "Nice" or age > 18)',
  ])('%s', (source) => {
    expect(matches(source, lyon)).toBe(false);
  });
});

describe('a decimal comma', () => {
  it.each(['12,51', '1 250,00 €', '1\u202f250,00', '€ 13', '1.250,00', '1,250.00', "1'250.50", 'CHF 12.60', '13 EUR'])(
    '%s is more than 12,50',
    (age) => {
      expect(matches('age > 12,50', { age })).toBe(true);
      expect(matches('age <= 12,50', { age })).toBe(false);
    },
  );

  it('parts the values of a list', () => {
    expect(matches('age in (12,50)', { age: '50' })).toBe(true);
    expect(matches('age in (12,50)', { age: '12,50' })).toBe(false);
  });

  it('is negative too, and equal whatever stands behind it', () => {
    expect(matches('age = -12,50', { age: '-12,5 €' })).toBe(true);
  });
});

describe('a date of the country', () => {
  it('has the month first in the United States', () => {
    const { test } = compileWhere('depuis < "2024-03-01"', headers, 'US');
    expect(['02/03/2024', '03/02/2024', '13/02/2024'].map((depuis) => test(() => depuis))).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('cells that are not what the test is about', () => {
  it.each(['', 'inconnu', '18 ans', '1.2.3', '1,2,3', '--1', '1 00', 'Infinity', '0x10'])(
    '%j fails every numeric test but !=',
    (age) => {
      for (const comparison of ['=', '<', '<=', '>', '>='])
        expect(matches(`age ${comparison} 18`, { age })).toBe(false);
      expect(matches('age in (18)', { age })).toBe(false);
      expect(matches('age != 18', { age })).toBe(true);
    },
  );

  it.each([
    ['1250', '1 250,00'],
    ['1250', '1\u202F250'],
    ['1250', '+1250'],
    ['0', '-0,0'],
    ['-1.5', '-1,50'],
    ['12345678901234567891', '12345678901234567891'],
  ])('%s equals the cell %j', (literal, age) => {
    expect(matches(`age = ${literal}`, { age })).toBe(true);
  });

  it('keeps long numbers apart that a binary fraction would confuse', () => {
    expect(matches('age = 12345678901234567891', { age: '12345678901234567892' })).toBe(false);
    expect(matches('age < 12345678901234567892', { age: '12345678901234567891' })).toBe(true);
  });

  it.each(['', 'hier', '2024-02-30', '31/02/2024', '2024-1-1', '01 01 2024'])('%j has no place in time', (depuis) => {
    for (const comparison of ['<', '<=', '>', '>=']) {
      expect(matches(`depuis ${comparison} "2024-01-01"`, { depuis })).toBe(false);
    }
  });
});

describe('columns', () => {
  it('lists those that it needs, as the file writes them', () => {
    expect(compileWhere('prenom = "a" or code_postal = 1 and Prénom = "b"', headers).columns).toEqual([
      'Prénom',
      'Code postal',
    ]);
  });

  it('prefers the header as it stands to a plain form', () => {
    expect(compileWhere('prenom = "a"', ['Prénom', 'prenom']).columns).toEqual(['prenom']);
  });

  it.each([
    ['vile = "Lyon"', '--where, character 1: the file has no column "vile" / did you mean "ville"?'],
    ['ivlle = "Lyon"', '--where, character 1: the file has no column "ivlle" / did you mean "ville"?'],
    [
      'age = 1 and [code postale] = 1',
      '--where, character 13: the file has no column "code postale" / did you mean "Code postal"?',
    ],
    [
      'zzzzzz = 1',
      '--where, character 1: the file has no column "zzzzzz" / the file has Prénom, ville, Code postal, age, depuis and N° [carte]',
    ],
  ])('says where and what instead: %s', (source, message) => {
    expect(refusal(source).kind).toBe('badInput');
    expect(said(source)).toBe(message);
  });

  it('refuses a name that fits two headers', () => {
    expect(said('PRENOM = "a"', 'en', ['Prénom', 'prenom'])).toBe(
      '--where, character 1: "PRENOM" may be any of Prénom and prenom / name it as the file does, in brackets: [Prénom]',
    );
  });

  it('does not repeat the number of a file without headers', () => {
    expect(said('ville = "Lyon"', 'en', ['06 39 98 12 34', 'Zoé'])).not.toContain('98 12');
    expect(said('ville = "Lyon"', 'en', [])).toBe('--where, character 1: the file has no column "ville"');
  });
});

describe('a condition that can not be read', () => {
  it.each([
    ['', 'the condition of --where is empty'],
    ['  ', 'the condition of --where is empty'],
    ['ville', 'character 6: found the end instead of a comparison'],
    ['ville =', 'character 8: found the end instead of a text in quotes or a number'],
    ['ville = Lyon', 'character 9: found the word "Lyon" instead of a text in quotes'],
    ['ville = "Lyon" age = 3', 'character 16: found the word "age" instead of "and", "or" or the end'],
    ['ville = "Lyon" and', 'character 19: found the end instead of the name of a column'],
    ['"Code postal" = 3', 'character 1: found a text instead of the name of a column'],
    ['18 < age', 'character 1: found a number instead of the name of a column'],
    ['and = 3', 'character 1: found the word "and" instead of the name of a column'],
    ['(age = 3', 'character 9: found the end instead of ")", "and" or "or"'],
    ['age = 3)', 'character 8: found the sign ")" instead of "and", "or" or the end'],
    ['age in 3', 'character 8: found a number instead of "(" and a list of values'],
    ['age in ()', 'character 9: found the sign ")" instead of a text'],
    ['age in (3 4)', 'character 11: found a number instead of "," or ")"'],
    ['age not 3', 'character 9: found a number instead of a comparison'],
    ['age ( 3', 'character 5: found the sign "(" instead of a comparison'],
    ['age = 18, 5', 'character 9: found the sign "," instead of "and"'],
    ['age = 18,5,5', 'character 11: found the sign "," instead of "and"'],
    ['age = 18.5,5', 'character 11: found the sign "," instead of "and"'],
    ['age = "18",5', 'character 11: found the sign "," instead of "and"'],
    ['age = 18,-5', 'character 9: found the sign "," instead of "and"'],
    ['age = 18ans', 'character 7: this is neither a number nor a text'],
    ['depuis > 2024-01-01', 'character 10: this is neither a number nor a text'],
    ['age = 1.2.3', 'character 7: this is neither a number nor a text'],
    ['ville = "Lyon', 'character 9: what opens here is never closed by "'],
    ['[ville = 3', 'character 1: what opens here is never closed by ]'],
    ['😀 = 3', 'character 1: "😀" has no meaning here'],
    ['ville = "😀" & age', 'character 13: "&" has no meaning here'],
    ['ville && age', 'character 7: "&" has no meaning here'],
    ['ville > "Lyon"', 'character 9: <, <=, > and >= compare numbers and dates'],
    ['depuis > "2024-02-30"', 'character 10: <, <=, > and >= compare numbers and dates'],
    [`${'not '.repeat(101)}age = 1`, 'parentheses and "not" are nested deeper than 100'],
    [`${'('.repeat(101)}age = 1`, 'parentheses and "not" are nested deeper than 100'],
    [`age = 1${' '.repeat(4090)}`, 'has 4,097 characters, more than 4,096'],
  ])('%s', (source, message) => {
    expect(refusal(source).kind).toBe('usage');
    expect(said(source)).toContain(message);
  });

  it('never repeats a value: it may be a phone number', () => {
    for (const source of [
      '"0639981234" = 1',
      'age > "0639981234"',
      '0639981234 = 1',
      'age = 0639981234 "0639981234"',
    ]) {
      expect(said(source)).not.toContain('0639981234');
    }
  });

  it('is told in French', () => {
    expect(said('ville = Lyon', 'fr')).toBe(
      '--where, caractère 9\u00A0: trouvé le mot «\u00A0Lyon\u00A0» là où il faut un texte entre guillemets ou un nombre / un texte se met entre guillemets, et la condition entière entre d’autres pour le terminal\u00A0: --where \'ville = "Lyon"\'',
    );
  });

  it('is refused as an operator error whatever it is', () => {
    const pieces = fc.constantFrom(
      'ville',
      'age',
      '=',
      '<',
      '(',
      ')',
      'in',
      'not',
      'and',
      ',',
      '"a"',
      '18',
      '[',
      "'",
      '§',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), fc.string(), (words, noise) => {
        for (const source of [words.join(' '), noise]) {
          try {
            compileWhere(source, headers);
          } catch (error) {
            expect(error).toBeInstanceOf(OperatorError);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('long conditions', () => {
  it('are judged without deep recursion', () => {
    const source = Array.from({ length: 450 }, () => 'age=1').join(' or ');
    expect(matches(source, { age: '1' })).toBe(true);
    expect(matches(`${'('.repeat(100)}age = 1${')'.repeat(100)}`, { age: '1' })).toBe(true);
  });
});
