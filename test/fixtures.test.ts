import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseCsv } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { Liquid } from 'liquidjs';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { makeFixtures } from '../scripts/make-fixtures.js';
import expected from '../fixtures/association/expected.json' with { type: 'json' };

const root = join(import.meta.dirname, '..', 'fixtures');
const read = (path: string): Buffer => readFileSync(join(root, path));

/** Characters of the GSM 7-bit default alphabet that a French text may use; 3GPP TS 23.038 §6.2.1 has no small ç. */
const gsm7 = /^[A-Za-z0-9 \n\r@£$¥èéùìòÇØøÅåÆæßÉ!"#¤%&'()*+,\-./:;<=>?¡ÄÖÑÜ§¿äöñüà_]*$/u;

type Row = Readonly<Record<string, string>>;

function readTable(path: string, encoding: string): readonly Row[] {
  return parseCsv(iconv.decode(read(path), encoding), { columns: true, delimiter: ';' });
}

const members = readTable('association/membres.csv', 'windows-1252');
const consents = readTable('association/optins.csv', 'utf8');
const neverList = readTable('association/liste-rouge.csv', 'utf8');

/** Reads the typed forms that occur in these files and no others: an oracle that shares nothing with the program. */
function e164Of(cell: string): string | null {
  const bare = cell.replace('Portable : ', '').replace('(0)', '');
  if (/[a-zE]/iu.test(bare) || bare === '') return null;
  const digits = bare.replace(/\D/gu, '');
  if (bare.includes('+')) return `+${digits}`;
  if (digits.startsWith('00')) return `+${digits.slice(2)}`;
  const national = digits.replace(/^0/u, '');
  const overseas = { '690': '+590', '692': '+262', '696': '+596' }[national.slice(0, 3)];
  return `${overseas ?? '+33'}${national}`;
}

const cellOf = (row: Row, column: string): string => row[column] ?? '';
const numberOf = (row: Row): string | null => e164Of(cellOf(row, 'Portable'));
const isLandline = (e164: string): boolean => /^\+33(?:19900|26191|35301|46571|53649)\d{4}$/u.test(e164);
const isFictionMobile = (e164: string): boolean => /^\+3363998\d{4}$/u.test(e164);

describe('generated files', () => {
  const generated = makeFixtures();

  it.each([...generated.keys()])('%s is what the generator makes', (path) => {
    expect(read(path).equals(generated.get(path) as Buffer)).toBe(true);
  });

  it('are the same on a second run', () => {
    const again = makeFixtures();
    for (const [path, bytes] of generated) expect(again.get(path)?.equals(bytes), path).toBe(true);
  });

  it.each(['association', 'contacts'])('leave no other data file in %s', (folder) => {
    const files = readdirSync(join(root, folder)).filter((name) => /\.(?:csv|bin|json)$/u.test(name));
    expect(files.map((name) => `${folder}/${name}`).filter((path) => !generated.has(path))).toEqual([]);
  });
});

describe('membres.csv', () => {
  it('is Windows-1252 that neither UTF-8 nor ISO-8859-1 can stand for, with CRLF', () => {
    const bytes = read('association/membres.csv');
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow();
    // 0x80 €, 0x92 ’ and 0x9C œ are control characters in ISO-8859-1.
    for (const byte of [0x80, 0x92, 0x9c, 0xa0]) expect(bytes.includes(byte)).toBe(true);
    const withoutEnds = bytes.toString('latin1').replaceAll('\r\n', '');
    // The one line break left is the quoted one, which Excel writes as a bare line feed.
    expect(withoutEnds.match(/[\r\n]/gu)).toEqual(['\n']);
  });

  it('has the headers of the association and 310 people', () => {
    const headers = "Nom;Prénom;Portable;Ville;Code postal;Pays;Date d'adhésion;Cotisation;Remarques".split(';');
    expect(Object.keys(members[0] ?? {})).toEqual(headers);
    expect(members).toHaveLength(310);
  });

  it.each<[string, RegExp]>([
    ['spaced', /^06( \d\d){4}$/u],
    ['dotted', /^06(\.\d\d){4}$/u],
    ['compact', /^06\d{8}$/u],
    ['international', /^\+33 6( \d\d){4}$/u],
    ['with double zero', /^00336\d{8}$/u],
    ['in parentheses', /^\(\+33\) 6( \d\d){4}$/u],
    ['with an optional zero', /^\+33 \(0\)6( \d\d){4}$/u],
    ['without its zero', /^6\d{8}$/u],
    ['hyphenated', /^06(-\d\d){4}$/u],
    ['with no-break spaces', /^06(\u00a0\d\d){4}$/u],
    ['labelled', /^Portable : 06( \d\d){4}$/u],
    ['in scientific notation', /^3,36399E\+10$/u],
    ['overseas, national', /^069[026]/u],
    ['empty', /^$/u],
  ])('has a number %s', (_, form) => {
    expect(members.some((row) => form.test(cellOf(row, 'Portable')))).toBe(true);
  });

  it('has only numbers that nobody answers, or of visibly invented digits', () => {
    const numbers = members.map(numberOf).filter((number) => number !== null);
    const others = numbers.filter((number) => !isFictionMobile(number) && !isLandline(number));
    expect(numbers.filter(isLandline)).toHaveLength(5);
    expect(others).toHaveLength(16);
    for (const number of others) {
      expect(number).toMatch(/0000?0?[1-4]$/u);
      expect(parsePhoneNumberFromString(number)?.isValid(), number).toBe(true);
      expect(parsePhoneNumberFromString(number)?.getType(), number).toBe('MOBILE');
    }
    const countries = others.map((number) => parsePhoneNumberFromString(number)?.country).sort();
    expect(countries.join(' ')).toBe('BE BE BE CH CH CH CH GP GP GP GP LU MQ RE RE RE');
  });

  it('repeats six numbers, each in another form, three of them under another first name', () => {
    const firstOf = new Map<string, Row>();
    const repeats: (readonly [Row, Row])[] = [];
    for (const row of members) {
      const number = numberOf(row);
      const first = number === null ? undefined : firstOf.get(number);
      if (first !== undefined) repeats.push([first, row]);
      else if (number !== null) firstOf.set(number, row);
    }
    expect(repeats).toHaveLength(6);
    for (const [first, second] of repeats) {
      expect(cellOf(second, 'Portable')).not.toBe(cellOf(first, 'Portable'));
      expect(second['Nom']).toBe(first['Nom']);
    }
    expect(repeats.filter(([first, second]) => first['Prénom'] !== second['Prénom'])).toHaveLength(3);
  });

  it('has the awkward names', () => {
    const first = members.map((row) => cellOf(row, 'Prénom'));
    const last = members.map((row) => cellOf(row, 'Nom'));
    expect(first.filter((name) => name === '')).toHaveLength(9);
    expect(first).toEqual(
      expect.arrayContaining(
        'Françoise Zoé Noël Maÿlis Gaël Inès Loïc Benoît Jérôme Agnès Lœtitia FRANÇOISE'.split(' '),
      ),
    );
    expect(last).toEqual(expect.arrayContaining(['Lebrun dit "Titi"', 'Martin; Perrin']));
    expect(members.filter((row) => cellOf(row, 'Remarques').includes('\n'))).toHaveLength(1);
  });
});

describe('optins.csv and liste-rouge.csv', () => {
  it('are UTF-8, with and without a byte order mark', () => {
    expect(read('association/optins.csv').subarray(0, 3).toString('hex')).toBe('efbbbf');
    expect(read('association/liste-rouge.csv').toString()).toMatch(/^téléphone;motif;date\n/u);
  });

  it('date every consent between December 2024 and June 2026, by day or by instant, but for two', () => {
    const dates = consents.map((row) => cellOf(row, 'date'));
    const usable = dates.filter((date) => date !== '' && date !== '2031-01-01');
    expect(dates.length - usable.length).toBe(2);
    for (const date of usable) {
      expect(date).toMatch(/^20\d\d-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?$/u);
      expect(date >= '2024-12-01' && date < '2026-07-01', date).toBe(true);
    }
    expect(new Set(usable.map((date) => date.length))).toEqual(new Set([10, 20]));
  });

  it('pair each basis with its method and prove it with a wording, a source and an evidence', () => {
    const pairs = new Set(consents.map((row) => `${row['finalité']} ${row['base']} ${row['méthode']}`));
    expect([...pairs].sort()).toEqual([
      'association double_opt_in web_form',
      'association member membership',
      'association opt_in paper_form',
      'association opt_in web_form',
      'information member membership',
    ]);
    for (const row of consents) for (const column of ['texte', 'source', 'preuve']) expect(row[column]).not.toBe('');
  });

  it('have no purpose twice for one person', () => {
    const keys = consents.map((row) => `${e164Of(cellOf(row, 'téléphone'))} ${row['finalité']}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('put four on the never-list, each after the consent', () => {
    expect(neverList.map((row) => row['motif']).sort()).toEqual(['complaint', 'manual', 'stop', 'stop']);
    for (const entry of neverList) {
      const given = consents.filter((row) => e164Of(cellOf(row, 'téléphone')) === entry['téléphone']);
      expect(given.length).toBeGreaterThan(0);
      for (const row of given) expect(cellOf(row, 'date') < cellOf(entry, 'date')).toBe(true);
    }
  });
});

describe('expected.json', () => {
  const usable = consents.filter((row) => cellOf(row, 'date') !== '' && row['date'] !== '2031-01-01');

  /** Judges the rows again from the files alone. */
  function reasonsFor(purpose: 'association' | 'information'): readonly (string | null)[] {
    const consenting = usable.filter((row) => row['finalité'] === purpose);
    const allowed = new Set(consenting.map((row) => e164Of(cellOf(row, 'téléphone'))));
    const blocking = neverList.filter((row) => purpose === 'association' || row['motif'] !== 'stop');
    const blocked = new Set(blocking.map((row) => row['téléphone']));
    const seen = new Set<string>();
    return members.map((row) => {
      const number = numberOf(row);
      if (number === null) return 'invalid_number';
      if (isLandline(number)) return 'not_mobile';
      if (seen.has(number)) return 'duplicate';
      seen.add(number);
      if (blocked.has(number)) return 'suppressed';
      if (!allowed.has(number)) return 'no_consent';
      return purpose === 'association' && number.startsWith('+352') ? 'no_way_out' : null;
    });
  }

  function counts(reasons: readonly (string | null)[]) {
    const excluded: Record<string, number> = {};
    for (const reason of reasons) if (reason !== null) excluded[reason] = (excluded[reason] ?? 0) + 1;
    return { rows: reasons.length, planned: reasons.filter((reason) => reason === null).length, excluded };
  }

  it('adds up with the files', () => {
    const { rows, planned, excluded } = expected;
    expect({ rows, planned, excluded }).toEqual(counts(reasonsFor('association')));
    expect(expected.information).toEqual(counts(reasonsFor('information')));
    expect(excluded).toEqual({
      invalid_number: 4,
      not_mobile: 5,
      duplicate: 6,
      suppressed: 4,
      no_consent: 42,
      no_way_out: 1,
    });
  });

  it('counts the imports', () => {
    const { rows, recorded, refusedByLine } = expected.consentImport;
    expect({ rows, recorded }).toEqual({ rows: consents.length, recorded: usable.length });
    const lines = read('association/optins.csv').toString().split('\r\n');
    for (const [line, why] of Object.entries(refusedByLine)) {
      expect(lines[Number(line) - 1]).toContain(why === 'no date' ? ';opt_in;;' : ';2031-01-01;');
    }
    expect(expected.neverListImport.rows).toBe(neverList.length);
  });

  it('names the line on which each record that is left out starts', () => {
    const lines = iconv.decode(read('association/membres.csv'), 'windows-1252').split('\n');
    const reasons = reasonsFor('association');
    const named = Object.entries(expected.reasonByLine).map(([line, reason]) => [lines[Number(line) - 1], reason]);
    const leftOut = members.flatMap((row, index) => (reasons[index] === null ? [] : [[row, reasons[index]] as const]));
    expect(named).toHaveLength(leftOut.length);
    for (const [index, [row, reason]] of leftOut.entries()) {
      expect(named[index]?.[1]).toBe(reason);
      expect(named[index]?.[0]).toContain(`;${cellOf(row, 'Prénom')};${cellOf(row, 'Portable')};`);
    }
  });

  it('counts the alphabets and the segments of fete.txt', () => {
    const reasons = reasonsFor('association');
    const texts = members
      .filter((_, index) => reasons[index] === null)
      .map((row) => render('fete', cellOf(row, 'Prénom')));
    const inGsm7 = texts.filter((text) => gsm7.test(text)).length;
    expect(expected.encodings).toEqual({ 'GSM-7': inGsm7, 'UCS-2': texts.length - inGsm7 });
    expect(expected.segments).toBe(inGsm7 + 2 * (texts.length - inGsm7));
  });
});

const liquid = new Liquid({ strictVariables: true });

function render(template: string, firstName: string): string {
  const text = read(`association/modeles/${template}.txt`).toString().trimEnd();
  return String(liquid.parseAndRenderSync(text, { prenom: firstName }));
}

describe('modeles/', () => {
  const frenchFooter = '\nSTOP au 36184';
  const linkFooter = '\nStop: https://amisduparc.example/stop';
  const firstNames = [...new Set(members.map((row) => cellOf(row, 'Prénom')))];

  it.each(['fete', 'info'])('%s is GSM-7 until a name is not', (template) => {
    expect(render(template, '')).toMatch(gsm7);
    expect(render(template, 'FRANÇOISE')).toMatch(gsm7);
    expect(render(template, 'Françoise')).not.toMatch(gsm7);
    expect(render(template, 'Loïc')).not.toMatch(gsm7);
  });

  it('fete fills one segment in GSM-7 and two in UCS-2', () => {
    for (const text of firstNames.map((name) => render('fete', name) + frenchFooter)) {
      const units = text.length;
      if (gsm7.test(text)) expect(units, text).toBeLessThanOrEqual(160);
      else expect(units > 70 && units <= 134, text).toBe(true);
    }
  });

  it('fete leaves room for the personal part of a link, for the people in Switzerland and Belgium', () => {
    const abroad = members.filter(({ Pays }) => Pays === 'Suisse' || Pays === 'Belgique');
    expect(abroad).toHaveLength(7);
    for (const row of abroad) {
      const text = render('fete', cellOf(row, 'Prénom')) + linkFooter;
      expect(text).toMatch(gsm7);
      expect(text.length).toBeLessThanOrEqual(160 - 24);
    }
  });

  it('assemblee is UCS-2 in at most two segments', () => {
    for (const text of firstNames.map((name) => render('assemblee', name) + frenchFooter)) {
      expect(text).toMatch(/[’«]/u);
      expect(text.length, text).toBeLessThanOrEqual(134);
    }
  });

  it('info needs no footer and at most two segments', () => {
    for (const text of firstNames.map((name) => render('info', name))) {
      expect(text.length, text).toBeLessThanOrEqual(gsm7.test(text) ? 160 : 134);
    }
  });
});

describe('smsctl.toml', () => {
  it('can not send, and gives Luxembourg no way out', () => {
    const config = parseToml(read('association/smsctl.toml').toString());
    expect(config['provider']).toMatchObject({ use: 'simulator' });
    expect(Object.keys(config['footer'] as object)).toEqual(['FR', 'CH', 'BE']);
    expect(config['limits']).toMatchObject({ countries: ['FR', 'CH', 'BE', 'LU'], max_cost: '50.00' });
  });
});

describe('contacts/', () => {
  it.each<[string, number]>([
    ['empty.csv', 0],
    ['header-only.csv', 1],
    ['too-many-columns.csv', 4],
    ['unclosed-quote.csv', 5],
    ['no-number-column.csv', 3],
    ['title-row.csv', 6],
    ['sep-line.csv', 4],
    ['mac-roman.csv', 4],
  ])('%s has %i lines', (name, lines) => {
    expect(read(`contacts/${name}`).toString('latin1').split('\r\n')).toHaveLength(lines + 1);
  });

  it('are in the encodings that their names say', () => {
    const utf16 = read('contacts/utf16le.csv');
    expect(utf16.subarray(0, 2).toString('hex')).toBe('fffe');
    expect(iconv.decode(utf16, 'utf-16le')).toContain('Lefèvre\tBenoît\t06 39 98 00 13\t');
    const macRoman = read('contacts/mac-roman.csv');
    expect(iconv.decode(macRoman, 'macroman')).toContain('Aubert;François;06 39 98 00 11;fête\r\n');
    // ç and ê of Mac Roman are two of the five bytes that Windows-1252 leaves undefined.
    for (const byte of [0x8d, 0x90]) expect(macRoman.includes(byte)).toBe(true);
    expect(read('contacts/binary.bin').includes(0)).toBe(true);
  });

  it('hold numbers of the fiction range only', () => {
    for (const name of readdirSync(join(root, 'contacts')).filter((each) => each.endsWith('.csv'))) {
      const text = read(`contacts/${name}`).toString('latin1').replaceAll('\0', '');
      const numbers = text.match(/(?<!\d)0[1-9](?: ?\d\d){4}(?!\d)/gu) ?? [];
      expect([name, numbers.length > 0]).toEqual([name, !['empty.csv', 'header-only.csv'].includes(name)]);
      for (const number of numbers) expect(number).toMatch(/^06 39 98 /u);
    }
  });
});
