import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import iconv from 'iconv-lite';
import type { RawRow, RowProblem, Table, TableLayout } from '../../src/files/table.js';
import { damagedBytes } from './damage.ts';
import { bytesLiteral, law, simplerBytes, type Family } from './family.ts';
import type { Random } from './random.ts';
import {
  readReference,
  referenceText,
  splitRecords,
  type ReferenceReading,
  type ReferenceRecord,
} from './reference-table.ts';
import { openTable, parsePhoneNumber, readRecords, refusalKey } from './subject.ts';

type TextLayout = Extract<TableLayout, { readonly kind: 'text' }>;

interface FileInput {
  readonly bytes: Buffer;
  /** Lengths of the pieces in which standard input brings the bytes, over and over; null for a file on disk. */
  readonly pieces: readonly number[] | null;
  readonly encoding: string | null;
  readonly delimiter: string | null;
  readonly batchSize: number;
  /** Whether rows that are too wide are told one by one, or end the reading. */
  readonly takesProblems: boolean;
  /** What the file was written in; null once it is damaged. */
  readonly written: { readonly delimiter: string; readonly encoding: string; readonly isPlain: boolean } | null;
}

const folder = mkdtempSync(join(tmpdir(), 'smsctl-fuzz-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, 'table.csv');

const headers = ['téléphone', 'Portable', 'mobile', 'phone', 'N° de natel', 'Handy'];
const otherHeaders = ['Prénom', 'Nom', 'Ville', 'Code postal', 'né le', 'Prénom', '', 'e-mail', 'Remarque;1', 'Straße'];
const titles = ['Liste des adhérents', 'Export du 12/03/2026', 'Saison 2025-2026', 'Les Amis du Parc ; Angers'];
const words = [
  ...['Françoise', 'Zoé', 'Noël', 'Lœtitia', 'D’Angelo', 'Müller', 'Angers', '49000', '12,50', '1 234,5', 'a|b', 'x;y'],
  ...[
    '"',
    '""',
    "'",
    '=1+1',
    ' ',
    '\t',
    'dit « Jo »',
    'ligne 1\nligne 2',
    'a\n\nb',
    '\n',
    '€',
    '–',
    'é',
    'sep=;',
    '-',
    'mobile',
  ],
];
const encodings = ['utf-8', 'utf-8', 'utf-8', 'utf-8 bom', 'windows-1252', 'macintosh', 'utf-16le bom', 'utf-16be bom'];
const lineEnds = ['\n', '\r\n', '\r'];

/** What damages tables: quotes, delimiters, breaks, marks and halves of characters. */
const splinters = [
  ...[
    '"',
    '""',
    ';',
    ',',
    '\t',
    '|',
    '\n',
    '\r',
    '\r\n',
    ' ',
    '\f',
    '\v',
    '\0',
    'sep=,\n',
    '=',
    '\u0085',
    '\u2028',
    '\ufeff',
  ],
  ...['é', '€', '😀', '\u00a0', '\ufffd', '" "', '";"', '"\n"', 'x"', '"x'],
].map((text) => Buffer.from(text));
const rawSplinters = [[0xff], [0xfe], [0xc3], [0xe9], [0x80], [0x81], [0xf0, 0x9f], [0xff, 0xfe], [0xd8, 0x00], [0x8f]];
const allSplinters = [...splinters, ...rawSplinters.map((bytes) => Buffer.from(bytes))];

export const files: Family<FileInput> = {
  name: 'files',
  what: 'tables',
  make(random) {
    const { bytes, written } = writtenTable(random);
    const isDamaged = random.chance(60);
    const isTold = random.chance(30);
    const [encoding = ''] = written.encoding.split(' ');
    return {
      bytes: isDamaged ? damagedBytes(random, bytes, allSplinters) : bytes,
      written: isDamaged ? null : written,
      pieces: random.chance(40) ? random.list(random.between(1, 3), () => random.between(1, 9)) : null,
      encoding: isTold || encoding === 'windows-1252' || encoding === 'macintosh' ? encoding : null,
      delimiter: random.chance(30) ? written.delimiter : null,
      batchSize: random.pick([1, 2, 3, 1000]),
      takesProblems: random.chance(80),
    };
  },
  async check(input) {
    try {
      return await checkReading(input);
    } catch (error) {
      const key = refusalKey(error, ['usage', 'badInput', 'noInput', 'storeFailure']);
      checkRefusal(input, key);
      return key;
    }
  },
  *simpler(input) {
    if (input.pieces !== null) yield { ...input, pieces: null };
    if (input.delimiter !== null) yield { ...input, delimiter: null };
    if (input.encoding !== null) yield { ...input, encoding: null };
    if (input.batchSize !== 1000) yield { ...input, batchSize: 1000 };
    for (const bytes of simplerBytes(input.bytes)) yield { ...input, bytes, written: null };
  },
  show: ({ bytes, pieces, encoding, delimiter, batchSize, takesProblems }) =>
    `${bytesLiteral(bytes)} ${JSON.stringify({ pieces, encoding, delimiter, batchSize, takesProblems })}`,
};

/** A table in one of the dialects that are promised, title and blank lines included. */
function writtenTable(random: Random): { readonly bytes: Buffer; readonly written: NonNullable<FileInput['written']> } {
  const delimiter = random.pick([';', ',', '\t', '|']);
  const lineEnd = random.pick(lineEnds);
  const quoting = random.pick(['all', 'wide', 'narrow'] as const);
  const encoding = random.pick(encodings);
  const width = random.between(0, 5);
  const isLong = random.chance(0.2);
  const hasHeader = random.chance(97);
  const space = (): string => (random.chance(3) && delimiter !== ' ' ? ' ' : '');
  const write = (cell: string): string => {
    const mustQuote = /["\r\n]|^\s|\s$/.test(cell) || cell.includes(delimiter);
    const quotes = mustQuote || quoting === 'all' || (quoting === 'wide' && /[;,\t|]/.test(cell));
    return space() + (quotes ? `"${cell.replaceAll('"', '""').replaceAll('\n', lineEnd)}"` : cell) + space();
  };
  const cell = (): string => random.list(random.pick([0, 1, 1, 1, 2, 3]), () => random.pick(words)).join('');
  const row = (index: number): string[] => [
    index === 0 || random.chance(95) ? person(random) : cell(),
    ...random.list(random.chance(90) ? width : random.below(width + 1), cell),
    ...(random.chance(5) ? random.list(random.between(1, 3), () => random.pick(['', '', 'trop'])) : []),
  ];
  const records = [
    ...random.list(random.chance(20) ? random.between(1, 3) : 0, () => [random.pick(titles)]),
    ...(hasHeader ? [[random.pick(headers), ...random.list(width, () => random.pick(otherHeaders))]] : []),
    ...random.list(isLong ? random.between(2000, 12_000) : random.between(1, 8), row),
  ];
  const lines = records
    .map((cells) => cells.map(write).join(delimiter))
    .flatMap((line) => (random.chance(3) ? [line, random.pick(['', ' ', delimiter.repeat(width)])] : [line]));
  const text = (random.chance(10) ? [`sep=${delimiter}`, ...lines] : lines).join(lineEnd) + random.pick(['', lineEnd]);
  const [name = '', mark] = encoding.split(' ');
  const isPlain = quoting !== 'narrow' && width > 0 && hasHeader;
  return { bytes: iconv.encode(text, name, { addBOM: mark !== undefined }), written: { delimiter, encoding, isPlain } };
}

/** A number as spreadsheets and people leave it. */
function person(random: Random): string {
  const number = `063998${random.digits(4)}`;
  if (random.chance(70)) return number;
  const [zeroless, digits] = [number.slice(1), random.digits(4)];
  return random.pick([
    ...[`="${number}"`, `'${number}`, `"${number}"`, `${zeroless}.0`, `${zeroless},00`, `tel:+33${zeroless}`],
    ...[
      `+33 6 39 98 ${digits}`,
      `+33\u00a06.39.98.${digits}`,
      `0033${zeroless}`,
      `(0)6-39-98-${digits}`,
      `«${number}»`,
    ],
  ]);
}

async function checkReading(input: FileInput): Promise<string> {
  const problems: RowProblem[] = [];
  const rows: RawRow[] = [];
  const table = await opened(input, problems);
  try {
    for await (const batch of table.batches(input.batchSize)) {
      law(batch.length > 0 && batch.length <= input.batchSize, 'a batch has the size asked for', () =>
        String(batch.length),
      );
      rows.push(...batch);
    }
  } finally {
    await table.close();
  }
  law(table.sha256() === createHash('sha256').update(input.bytes).digest('hex'), 'the hash is that of the bytes');
  const { layout } = table;
  law(layout.kind === 'text', 'a text is read as a text');
  checkDialect(input, layout);
  await checkPieces(input, layout);
  checkRows(readReference(input.bytes, layout.encoding, layout.delimiter), table, rows, problems);
  return problems.length > 0 ? 'read, some rows refused' : 'read';
}

async function opened(input: FileInput, problems: RowProblem[]): Promise<Table> {
  const options = {
    ...(input.encoding !== null && { encoding: input.encoding }),
    ...(input.delimiter !== null && { delimiter: input.delimiter }),
    ...(input.takesProblems && { onRowProblem: (problem: RowProblem) => void problems.push(problem) }),
  };
  if (input.pieces !== null)
    return await openTable('-', { ...options, stdin: Readable.from(inPieces(input, input.pieces)) });
  writeFileSync(path, input.bytes);
  return await openTable(path, options);
}

function* inPieces({ bytes }: FileInput, pieces: readonly number[]): Generator<Buffer> {
  // A long file in pieces of a few bytes would only be slow.
  const scale = Math.ceil(bytes.length / 4000);
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const length = pieces[turn % pieces.length]! * scale;
    yield bytes.subarray(at, at + length);
    at += length;
  }
}

/** Whole characters, as a decoder hands them on. */
function* textInPieces(text: string, pieces: readonly number[]): Generator<string> {
  const characters = [...text];
  for (let turn = 0; characters.length > 0; turn++) yield characters.splice(0, pieces[turn % pieces.length]).join('');
}

function checkDialect({ written, encoding }: FileInput, layout: TextLayout): void {
  if (written === null) return;
  if (written.isPlain) {
    law(layout.delimiter === written.delimiter, 'the delimiter is found', () => JSON.stringify(layout.delimiter));
  }
  const [name] = written.encoding.split(' ');
  law(encoding !== null || layout.encoding === name, 'the encoding is found', () => layout.encoding);
}

/** Records are the same wherever the text is cut in pieces, which a file of this size is not by itself. */
async function checkPieces({ bytes, pieces }: FileInput, { encoding, delimiter }: TextLayout): Promise<void> {
  const text = referenceText(bytes, encoding);
  if (pieces === null || text === null || text.length > 4000) return;
  const expected = splitRecords(text, delimiter, 1);
  const found: ReferenceRecord[] = [];
  try {
    const texts = Readable.from(textInPieces(text, pieces));
    for await (const records of readRecords(texts, { file: 'pieces', delimiter, firstLine: 1 })) {
      found.push(...records.map(({ line, cells }) => ({ line, cells: cells.map((cell) => cell.trim()) })));
    }
  } catch (error) {
    const key = refusalKey(error, ['badInput']);
    law(expected.kind === 'badQuote', 'text in pieces is refused only where its quotes are wrong', () => key);
    return;
  }
  law(expected.kind === 'records', 'text in pieces with wrong quotes is refused');
  checkSame(withoutBlank(found), withoutBlank(expected.records), 'text in pieces has the same records');
}

/** Every record that is not blank is a row, a reported problem, the header, or a title above it. */
function checkRows(
  reference: ReferenceReading,
  table: Table,
  rows: readonly RawRow[],
  problems: readonly RowProblem[],
): void {
  law(reference.kind === 'records', 'what can not be read is refused', () => JSON.stringify(reference));
  const records = withoutBlank(reference.records);
  const header = table.hasHeader ? records.findIndex(({ cells }) => isHeader(cells, table.headers)) : -1;
  law(header !== -1 || !table.hasHeader, 'the header is a record of the file', () => JSON.stringify(table.headers));
  for (const above of records.slice(0, header + 1)) {
    law(!above.cells.some(isNumber), 'neither header nor title is a person', () => JSON.stringify(above));
  }
  const width = table.headers.length;
  const [expectedRows, expectedProblems] = [[] as ReferenceRecord[], [] as ReferenceRecord[]];
  const body = records.slice(header + 1).map(({ line, cells }) => ({ line, cells: cells.map(unwrapped) }));
  for (const { line, cells } of withoutBlank(body)) {
    if (cells.slice(width).some((cell) => cell !== '')) expectedProblems.push({ line, cells });
    else expectedRows.push({ line, cells: [...cells, ...Array<string>(width).fill('')].slice(0, width) });
  }
  checkSame(rows, expectedRows, 'every row is there as it stands in the file');
  checkSame(problems, expectedProblems, 'every row that is too wide is reported');
}

function withoutBlank(records: readonly ReferenceRecord[]): readonly ReferenceRecord[] {
  return records.filter(({ cells }) => cells.some((cell) => cell !== ''));
}

/** `="06…"` keeps the zero of a number in a spreadsheet, and is none of it. */
function unwrapped(cell: string): string {
  const inside = /^="([^"]*)"$/.exec(cell)?.[1];
  return inside !== undefined && /^[\d\s+()./-]*$/.test(inside) ? inside.trim() : cell;
}

/** A name that comes again has a number behind it. */
function isHeader(cells: readonly string[], names: readonly string[]): boolean {
  const width = cells.findLastIndex((cell) => cell !== '') + 1;
  return (
    width === names.length &&
    names.every((name, index) => {
      const cell = cells[index] ?? '';
      return name === cell || (name.startsWith(`${cell} (`) && /^ \(\d+\)$/.test(name.slice(cell.length)));
    })
  );
}

/** Without words beside it, which a title has too, and not written like a date. */
function isNumber(cell: string): boolean {
  const bare = cell.replace(/^(?:tel:|[='"«\s])+|[\s"»]+$/g, '');
  if (/[^\d\s.,()+-]|^\d{1,4}[-.]\d{1,2}[-.]\d{1,4}$/.test(bare)) return false;
  return parsePhoneNumber(bare, 'FR', { allowFictional: true }).outcome === 'accept';
}

function checkSame(found: readonly ReferenceRecord[], expected: readonly ReferenceRecord[], name: string): void {
  const plain = found.map(({ line, cells }) => ({ line, cells }));
  if (isDeepStrictEqual(plain, expected)) return;
  const at = expected.findIndex((record, index) => !isDeepStrictEqual(record, plain[index]));
  const index = at === -1 ? expected.length : at;
  law(false, name, () => `found ${JSON.stringify(plain[index])}, expected ${JSON.stringify(expected[index])}`);
}

/** A table that was written well is refused for one reason only: a row that is too wide, where nobody takes those. */
function checkRefusal({ written, takesProblems, bytes, encoding, delimiter }: FileInput, key: string): void {
  if (written !== null && written.isPlain) {
    law(key === 'files.tooManyColumns' && !takesProblems, 'a sound file is read', () => key);
  }
  if (!/quote|Quote/.test(key) || encoding === null || delimiter === null) return;
  const reference = readReference(bytes, encoding, delimiter);
  law(reference.kind !== 'records', 'a file is refused for its quotes only where they are wrong', () => key);
}
