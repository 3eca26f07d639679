import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import libraryExamples from 'libphonenumber-js/examples.mobile.json' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import { parsePhoneNumber, type NumberReading } from '../src/core/contact/phone-number.js';
import { FRENCH_MOBILE } from './support/public-examples.js';

const root = fileURLToPath(new URL('../', import.meta.url));
const searched = ['src', 'test', 'scripts', 'bench', 'docs', 'fixtures', 'migrations', 'README.md', 'CHANGELOG.md'];

/**
 * Files whose subject is what the plans say of ranges that people have. Everywhere else a number is one kept for
 * fiction, so that nobody's telephone rings because a reader tried an example.
 */
const verdictsOnRealRanges: readonly string[] = [
  'test/core/contact/phone-number.test.ts',
  'test/core/contact/phone-vectors.json',
  'test/core/contact/plain-mobile.test.ts',
  'test/support/public-examples.ts',
];

/** Where the regulator keeps mobile numbers for films there is no reason to write another one. */
const countriesWithFiction: readonly string[] = ['FR', 'GB', 'US', 'CA', 'DE'];

/** What a Swiss number that looks invented is where it is read as a French one. */
const misreadSwiss = /^\+337[5-9]00000\d\d$/;

/** French landlines kept for films, Arcep decision 2018-0881, article 2.5.12. */
const fictionalLandline = /^\+33(?:19900|26191|35301|46571|53649)\d{4}$/;

/** Countries in which a number of the project that starts with one zero may be meant. */
const readIn: readonly string[] = ['FR', 'CH', 'BE', 'LU', 'DE', 'GB', 'AT', 'IT'];

/**
 * What looks like a number: digits behind a plus or a zero, or the bare ones of a mobile of France, Switzerland,
 * Belgium or Luxembourg. No other bare digits: amounts, instants and references are no numbers.
 */
const written =
  /(?<=^|\\[nrt]|[^\w.+\u2022-])(?:\+|0|33[67]|417[5-9]|324[5-9]|3526)(?:[ \u00a0\u202f./()-]{0,2}\d){7,14}(?![\w\u2022-]|[.,]\d)/gm;
const dateOrDigits = /\b\d\d[/.-]\d\d[/.-]\d{4}|^0123456789$/;

/** The numbers in a text that somebody may have, each as it is written. */
function strangersIn(text: string): readonly string[] {
  return [...text.matchAll(written)].map(([one]) => one).filter((one) => !dateOrDigits.test(one) && isStrangers(one));
}

function isStrangers(one: string): boolean {
  const isNational = /^0[^0]/.test(one);
  const readings = (isNational ? readIn : ['FR']).map((country) =>
    parsePhoneNumber(one, country, { allowFictional: true }),
  );
  const isSomebodys = readings.some(({ outcome }) => outcome === 'accept') || isFrenchLandline(one, readings);
  return isSomebodys && !readings.some(isNobodys);
}

/** In the pairs of digits that French numbers are written in: landlines of other countries have those digits too. */
function isFrenchLandline(one: string, readings: readonly NumberReading[]): boolean {
  if (!/^(?:0|\+33 ?)\d(?:[ .-]?\d\d){4}$/.test(one)) return false;
  return readings.some(({ type, e164 }) => type === 'fixed-line' && e164?.startsWith('+33') === true);
}

/** Kept for fiction; where nothing is, the example of libphonenumber or digits that look invented. */
function isNobodys(reading: NumberReading): boolean {
  if (reading.outcome === 'reject') return fictionalLandline.test(reading.e164 ?? '');
  const { country, e164, fictional } = reading;
  if (fictional || misreadSwiss.test(e164)) return true;
  if (countriesWithFiction.includes(country)) return false;
  const example = (libraryExamples as Readonly<Record<string, string>>)[country];
  return e164.includes('0000') || (example !== undefined && e164.endsWith(example));
}

function filesBelow(name: string): readonly string[] {
  if (name.endsWith('.md')) return [name];
  return readdirSync(join(root, name), { recursive: true, encoding: 'utf8' })
    .map((file) => `${name}/${file.split(sep).join('/')}`)
    .filter((file) => /\.(?:ts|js|json|md|csv|txt|toml|sql|fods)$/.test(file));
}

describe('the numbers in the project', () => {
  it('are nobody’s', () => {
    const wrong = searched
      .flatMap(filesBelow)
      .filter((file) => !verdictsOnRealRanges.includes(file))
      .flatMap((file) => strangersIn(readFileSync(join(root, file), 'utf8')).map((one) => `${file}: ${one}`));
    expect(wrong).toEqual([]);
  });

  it('would be seen if they were somebody’s', () => {
    const { e164, national, international, readAsSwiss } = FRENCH_MOBILE;
    expect(e164).toBe(`+33${libraryExamples.FR}`);
    for (const one of [e164, e164.slice(1), national, national.replaceAll(' ', '.'), international]) {
      expect(strangersIn(`phone\\n${one};Ana`), one).toEqual([one]);
      expect(strangersIn(`Bonjour au ${one}, merci.`), one).toEqual([one]);
    }
    expect(strangersIn(`un fixe : 01 ${national.slice(3)}`)).toHaveLength(1);
    expect(strangersIn(readAsSwiss)).toEqual([]);
  });

  it('may be kept for fiction, look invented, or be no numbers at all', () => {
    const fine = ['06 39 98 12 34', '+33639981234', '01 99 00 12 34', '+44 7700 900123', '+1 202 555 0123'];
    const invented = ['079 000 00 67', '0690 00 00 01', '0032 470 00 00 02', '+687750000'];
    const others = [
      '06/09/2025 14:30',
      '0123456789',
      '0.00000015',
      '20260106',
      '1773133200',
      '+33 6 •• •• •• 78',
      '36184',
    ];
    expect([...fine, ...invented, ...others].flatMap(strangersIn)).toEqual([]);
  });
});
