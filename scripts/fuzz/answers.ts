import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { DateTime } from 'luxon';
import type { InboxRow } from '../../src/flows/inbox-file.js';
import type { ImportFileRequest } from '../../src/flows/import-file.js';
import { damagedBytes } from './damage.ts';
import { bytesLiteral, law, simplerBytes, type Family } from './family.ts';
import type { Random } from './random.ts';
import {
  builtInPurposes,
  classifyReply,
  openInboxFile,
  openSuppressionFile,
  readInboxMessage,
  readSuppression,
  refusalKey,
} from './subject.ts';

/** A file of what people answered, or of whom never to text, and what was written into it. */
interface AnswersInput<Written> {
  readonly bytes: Buffer;
  /** Lengths of the pieces in which standard input brings the bytes; null for a file on disk. */
  readonly piece: number | null;
  readonly batchSize: number;
  /** Null once the file is damaged. */
  readonly written: readonly Written[] | null;
}

interface WrittenMessage {
  /** Null: a receipt. */
  readonly from: string | null;
  readonly text: string;
  readonly ref: string;
  readonly status: 'delivered' | 'failed';
}

interface WrittenEntry {
  readonly number: string;
  readonly reason: string;
}

const folder = mkdtempSync(join(tmpdir(), 'smsctl-fuzz-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, 'answers');

const NOW = DateTime.fromISO('2026-01-06T10:00:00.000Z', { zone: 'utc' });
const rules = { defaultCountry: 'FR', now: NOW, zone: 'Europe/Paris' };
/** Clocks differ. */
const CLOCK_MINUTES = 5;

const texts = [
  'STOP',
  'stop',
  'Arrêt',
  'Merci !',
  'oui ; avec plaisir',
  'aide',
  'ok stop',
  'a "b", c',
  'ligne\nfin',
  '€ 😀',
];
const times = ['', '2026-01-05T10:00:00Z', '05/01/2026 09:30', '2027-01-01', 'hier', '1767600000', '2026-01-05'];
const splinters = [
  '"',
  '""',
  ';',
  ',',
  '\t',
  '\n',
  '\r\n',
  '{',
  '}',
  '[',
  ']',
  ':',
  '\\',
  '\\u',
  'null',
  '1e999',
  '\0',
  '\ufeff',
  'é',
  '😀',
];
const allSplinters = [
  ...splinters.map((one) => Buffer.from(one)),
  ...[0xff, 0xc3, 0x80].map((byte) => Buffer.from([byte])),
];

const sender = (random: Random): string => `063998${random.digits(4)}`;
const e164 = (number: string): string => `+33${number.slice(1)}`;

function asCsv(random: Random, headers: readonly string[], rows: readonly (readonly string[])[]): string {
  const delimiter = random.pick([';', ',', '\t']);
  const lineEnd = random.pick(['\n', '\r\n']);
  const line = (cells: readonly string[]): string =>
    cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(delimiter);
  return [headers, ...rows].map(line).join(lineEnd) + lineEnd;
}

function asJson(random: Random, values: readonly object[]): string {
  switch (random.below(3)) {
    case 0:
      return values.map((value) => `${JSON.stringify(value)}\n`).join('');
    case 1:
      return JSON.stringify(values, null, random.pick([0, 2]));
    default:
      return JSON.stringify({ records: values });
  }
}

function inputOf<Written>(random: Random, text: string, written: readonly Written[]): AnswersInput<Written> {
  const bytes = Buffer.from(text);
  const isDamaged = random.chance(60);
  return {
    bytes: isDamaged ? damagedBytes(random, bytes, allSplinters) : bytes,
    piece: random.chance(40) ? random.between(1, 40) : null,
    batchSize: random.pick([1, 2, 1000]),
    written: isDamaged ? null : written,
  };
}

function* simplerInputs<Written>(input: AnswersInput<Written>): Generator<AnswersInput<Written>> {
  if (input.piece !== null) yield { ...input, piece: null };
  for (const bytes of simplerBytes(input.bytes)) yield { ...input, bytes, written: null };
}

const show = ({ bytes, piece, batchSize }: AnswersInput<unknown>): string =>
  `${bytesLiteral(bytes)} ${JSON.stringify({ piece, batchSize })}`;

function requestOf({ bytes, piece }: AnswersInput<unknown>): ImportFileRequest {
  const none = {
    phoneColumn: null,
    encoding: null,
    delimiter: null,
    sheet: null,
    rejects: null,
    locale: 'fr',
  } as const;
  writeFileSync(path, piece === null ? bytes : '');
  if (piece === null) return { ...none, file: path, stdin: Readable.from([]) };
  const pieces = Array.from({ length: Math.ceil(bytes.length / piece) }, (_, at) =>
    bytes.subarray(at * piece, (at + 1) * piece),
  );
  return { ...none, file: '-', stdin: Readable.from(pieces) };
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

async function whatCame<Written>(
  input: AnswersInput<Written>,
  check: (input: AnswersInput<Written>) => Promise<string>,
): Promise<string> {
  try {
    return await check(input);
  } catch (error) {
    const key = refusalKey(error, ['usage', 'badInput', 'noInput']);
    law(input.written === null || input.written.length === 0, 'a sound file is read', () => key);
    return key;
  }
}

/** Replies and receipts, as tables and as JSON. */
export const inbox: Family<AnswersInput<WrittenMessage>> = {
  name: 'inbox',
  what: 'files of replies and receipts',
  make(random) {
    const written = random.list(random.between(1, 6), (): WrittenMessage => ({
      from: random.chance(70) ? sender(random) : null,
      text: random.pick(texts),
      ref: `r${random.digits(8)}`,
      status: random.pick(['delivered', 'failed']),
    }));
    const time = (): string => random.pick(times);
    const values = written.map(({ from, text, ref, status }) =>
      from === null ? { client_ref: ref, status, timestamp: time() } : { from, text, timestamp: time() },
    );
    const rows = written.map(({ from, text, ref, status }) =>
      from === null ? ['', '', time(), ref, status] : [from, text, time(), '', ''],
    );
    const isTable = random.chance(50);
    const headers = ['from', 'text', 'timestamp', 'client_ref', 'status'];
    return inputOf(random, isTable ? asCsv(random, headers, rows) : asJson(random, values), written);
  },
  check: (input) => whatCame(input, checkInbox),
  simpler: simplerInputs,
  show,
};

async function checkInbox(input: AnswersInput<WrittenMessage>): Promise<string> {
  const file = await openInboxFile(requestOf(input));
  const rows: InboxRow[] = [];
  try {
    for await (const batch of file.batches(input.batchSize)) rows.push(...batch);
  } finally {
    await file.close();
  }
  law(file.sha256() === sha256(input.bytes), 'the hash is that of the bytes');
  const lines = rows.map(({ line }) => line);
  law(new Set(lines).size === lines.length, 'each row has a line of its own', () => lines.join());
  const read = rows.flatMap(({ cells }) => (cells === null ? [] : [readInboxMessage(cells, rules)]));
  for (const reading of read) {
    if (reading.kind === 'reply') {
      law(/^\+[1-9]\d{4,14}$/.test(reading.reply.number), 'a reply comes from a number', () => reading.reply.number);
      law(reading.reply.at <= NOW.plus({ minutes: CLOCK_MINUTES }), 'nothing came in the future');
    }
    if (reading.kind === 'receipt') law(reading.receipt.ref !== '', 'a receipt is about a message');
  }
  if (input.written === null) return read.length < rows.length ? 'read, some rows refused' : 'read';
  const told = read.map((reading) =>
    reading.kind === 'reply'
      ? [reading.reply.number, reading.reply.text, classifyReply(reading.reply.text).verdict]
      : reading.kind === 'receipt'
        ? [reading.receipt.ref, reading.receipt.status]
        : [reading.kind],
  );
  const expected = input.written.map(({ from, text, ref, status }) =>
    from === null
      ? [ref, status === 'failed' ? 'undelivered' : 'delivered']
      : [e164(from), text, classifyReply(text).verdict],
  );
  law(JSON.stringify(told) === JSON.stringify(expected), 'every reply and receipt is read as it was written', () =>
    JSON.stringify({ told, expected }),
  );
  return 'read whole';
}

/** Files of those who are never to be texted. */
export const optouts: Family<AnswersInput<WrittenEntry>> = {
  name: 'optouts',
  what: 'files of those who are never to be texted',
  make(random) {
    const written = random.list(random.between(1, 6), (): WrittenEntry => ({
      number: sender(random),
      reason: random.pick(['', 'stop', 'complaint', 'Beschwerde', 'nonsense', 'erasure']),
    }));
    const kind = random.pick(['bare', 'csv', 'json', 'numbers'] as const);
    const rows = written.map(({ number, reason }) => [number, reason, random.pick(times)]);
    const headers = [random.pick(['phone', 'téléphone', 'Handy']), 'reason', 'at'];
    const text = {
      bare: () => written.map(({ number }) => `${number}\n`).join(''),
      csv: () => asCsv(random, headers, rows),
      json: () =>
        asJson(
          random,
          rows.map((cells) => Object.fromEntries(headers.map((name, at) => [name, cells[at] ?? '']))),
        ),
      numbers: () => JSON.stringify(written.map(({ number }) => number)),
    }[kind]();
    return inputOf(random, text, written);
  },
  check: (input) => whatCame(input, checkOptouts),
  simpler: simplerInputs,
  show,
};

async function checkOptouts(input: AnswersInput<WrittenEntry>): Promise<string> {
  const file = await openSuppressionFile(requestOf(input));
  const numbers: string[] = [];
  let refused = 0;
  try {
    for await (const batch of file.table.batches(input.batchSize)) {
      for (const row of batch) {
        const reading = readSuppression(
          file.phoneOf(row),
          file.cellsOf(row),
          {},
          { ...rules, purposes: builtInPurposes },
        );
        if (reading.kind === 'refused') {
          refused += 1;
          continue;
        }
        numbers.push(reading.number);
        law(reading.entry.at <= NOW, 'no entry begins in the future: until then the person would be texted');
        const { reason, scope } = reading.entry;
        const isWide = reason === 'stop' || reason === 'link' ? scope.kind !== 'purpose' : scope.kind === 'all';
        law(isWide, 'an entry that names no purpose ends them all', () => `${reason} ${scope.kind}`);
      }
    }
  } finally {
    await file.close();
  }
  law(file.table.sha256() === sha256(input.bytes), 'the hash is that of the bytes');
  if (input.written === null) return refused > 0 ? 'read, some rows refused' : 'read';
  const expected = input.written.map(({ number }) => e164(number));
  law(JSON.stringify(numbers) === JSON.stringify(expected), 'everybody of a sound file is put on the list', () =>
    JSON.stringify({ numbers, expected }),
  );
  return 'read whole';
}
