import { isUtf8 } from 'node:buffer';
import { createHash, type Hash } from 'node:crypto';
import { OperatorError } from '../errors.js';
import { phrase } from '../words/phrase.js';
import type { ByteSource } from './byte-source.js';
import { inBatches } from './in-batches.js';
import { isJsonObject } from './json-object.js';

/** One value of a file of JSON. */
export interface JsonRow {
  /** From 1; in a file that is one document, the place in its list. */
  readonly line: number;
  /** Undefined: no JSON. */
  readonly value: unknown;
  /** As it was written. */
  readonly text: string;
}

interface JsonRows {
  /** One value a line; else one document, or what may be one. */
  readonly isLines: boolean;
  batches(size: number): AsyncIterable<readonly JsonRow[]>;
  /** SHA-256 (hex) of the bytes; complete only after the last batch. */
  sha256(): string;
}

/** A message is a few hundred bytes, and a file that is one document is read whole. */
const LARGEST_DOCUMENT = 64 * 2 ** 20;
const LINE_FEED = 0x0a;

/** Whether a file begins as JSON does, be it after blank lines. */
export function beginsAsJson(head: Buffer): boolean {
  return /^\uFEFF?\s*(?:[[{]|$)/.test(head.toString('utf8'));
}

/**
 * Reads JSON Lines, one value a line; or one document that is a list, or that holds its list as `records`, as reports of
 * providers do.
 *
 * @throws OperatorError badInput (65): not UTF-8; a document, or a line, of more than 64 MiB; one that begins as JSON does
 * and is none, neither whole nor line by line.
 */
export function openJsonRows(source: ByteSource): JsonRows {
  const digest = createHash('sha256');
  let sha256: string | null = null;
  const [firstLine = ''] = source.head.toString('utf8').split('\n');
  const isLines = parsed(firstLine) !== undefined && listIn(parsed(firstLine)) === null;

  async function* groups(): AsyncGenerator<readonly JsonRow[]> {
    if (!isLines) {
      yield rowsOfDocument(await wholeText(source, digest), source);
      return;
    }
    let line = 0;
    for await (const texts of linesOf(source, digest)) {
      yield rowsOf(texts, line);
      line += texts.length;
    }
  }
  return {
    isLines,
    batches: (size) => inBatches(groups(), size),
    sha256: () => (sha256 ??= digest.digest('hex')),
  };
}

function rowsOfDocument(text: string, source: ByteSource): readonly JsonRow[] {
  const list = listIn(parsed(text));
  if (list !== null) return list;
  const rows = rowsOf(text.split('\n'));
  // A list is one document; of lines some may be broken, and are refused one by one.
  const isList = /^\uFEFF?\s*\[/.test(text);
  const isNone = rows.length > 0 && rows.every(({ value }) => value === undefined);
  if (isList || isNone) throw brokenJson(text, source);
  return rows;
}

function rowsOf(texts: readonly string[], before = 0): readonly JsonRow[] {
  return texts.flatMap((text, index) =>
    text.trim() === '' ? [] : [{ line: before + index + 1, value: parsed(text), text: text.trim() }],
  );
}

/** Under which names answers of providers hold their lists: RingCentral and reports of Vonage, contacts of Brevo. */
const listNames = ['records', 'contacts'] as const;

/** A document that is a list, or an answer that holds one. Null: it is neither. */
function listIn(value: unknown): readonly JsonRow[] | null {
  const answer = isJsonObject(value) ? value : {};
  const records = listNames.map((name) => answer[name]).find(Array.isArray) ?? value;
  if (!Array.isArray(records)) return null;
  return records.map((one: unknown, index) => ({ line: index + 1, value: one, text: textOfValue(one) }));
}

/** What is nested deeper than can be written again stands for itself: nobody's row is. */
function textOfValue(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return Array.isArray(value) ? '[…]' : '{…}';
    throw error;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch {
    return undefined;
  }
}

async function wholeText(source: ByteSource, digest: Hash): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of source.chunks()) {
    sizeBytes += chunk.length;
    if (sizeBytes > LARGEST_DOCUMENT) throw tooLarge(source);
    digest.update(chunk);
    chunks.push(chunk);
  }
  return textOf(Buffer.concat(chunks), source);
}

/** The complete lines of each piece of the file, so that a file of any length takes little memory. */
async function* linesOf(source: ByteSource, digest: Hash): AsyncGenerator<readonly string[]> {
  let carried: Buffer = Buffer.alloc(0);
  for await (const chunk of source.chunks()) {
    digest.update(chunk);
    const bytes = Buffer.concat([carried, chunk]);
    const end = bytes.lastIndexOf(LINE_FEED) + 1;
    carried = bytes.subarray(end);
    if (carried.length > LARGEST_DOCUMENT) throw tooLarge(source);
    if (end > 0) yield textOf(bytes.subarray(0, end - 1), source).split('\n');
  }
  if (carried.length > 0) yield [textOf(carried, source)];
}

function textOf(bytes: Buffer, { file }: ByteSource): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  throw new OperatorError('badInput', phrase('check.notUtf8', { file }), phrase('check.notUtf8Hint'));
}

/** What the parser says of the place is taken, and nothing of what stands there: that may be somebody's number. */
function brokenJson(text: string, { file }: ByteSource): OperatorError {
  const document = text.replace(/^\uFEFF/, '').trimEnd();
  const said = complaint(document);
  const [, position, line, column] = /at position (\d+) \(line (\d+) column (\d+)\)/.exec(said) ?? [];
  const place = line === undefined || column === undefined ? null : { line: Number(line), column: Number(column) };
  const isCut = /^Un(?:expected end|terminated)/.test(said) || Number(position) >= document.length;
  const problem = phrase('files.brokenJson', { file, place, isCut });
  return new OperatorError('badInput', problem, phrase('files.brokenJsonHint'));
}

function complaint(document: string): string {
  try {
    JSON.parse(document);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
}

function tooLarge({ file }: ByteSource): OperatorError {
  return new OperatorError('badInput', phrase('inbox.jsonTooLarge', { file }), phrase('inbox.jsonTooLargeHint'));
}
