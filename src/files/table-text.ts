import { createHash } from 'node:crypto';
import { invariant } from '../errors.js';
import { type ByteSource, HEAD_BYTES } from './byte-source.js';
import { decodeText } from './decode.js';
import { type Delimiter, detectDelimiter, separatorLine } from './delimiter.js';
import { encodingNamed, encodingOf } from './encoding.js';
import { type CsvRecord, readRecords } from './records.js';
import { emptyFile, refuseContainer } from './unfit-file.js';

/** The records of a table, before anything is known of its header. */
export interface TableText {
  readonly encoding: string;
  readonly delimiter: Delimiter;
  readonly records: AsyncGenerator<readonly CsvRecord[]>;
  /** Hex; known once `records` has ended. */
  sha256(): string;
}

/** What the operator said; null where the file is to tell. */
export interface Overrides {
  readonly encoding: string | null;
  readonly delimiter: Delimiter | null;
}

/**
 * Prepares the bytes of `source` for reading as records: kind of file, encoding, `sep=` line, delimiter.
 *
 * @throws OperatorError badInput: empty, binary or a workbook. usage: an unknown encoding.
 */
export async function openTableText(source: ByteSource, overrides: Overrides): Promise<TableText> {
  const { file, head } = source;
  if (head.length === 0) throw emptyFile(file);
  refuseContainer(head, file);
  const encoding = overrides.encoding === null ? await encodingOf(source) : encodingNamed(overrides.encoding, head);

  let digest: string | null = null;
  const bytes = hashing(source.chunks(), (hex) => (digest = hex));
  const texts = decodeText(bytes, encoding, file);
  const first = await texts.next();
  const start = first.done === true ? '' : first.value;
  const separator = separatorLine(start);
  const body = separator === null ? start : start.slice(separator.line.length);
  const delimiter =
    overrides.delimiter ??
    separator?.delimiter ??
    detectDelimiter(body.slice(0, HEAD_BYTES), start.length < HEAD_BYTES && head.length < HEAD_BYTES);
  const firstLine = separator === null ? 1 : 2;

  return {
    encoding,
    delimiter,
    records: readRecords(startingWith(body, texts), { file, delimiter, firstLine }),
    sha256() {
      invariant(digest !== null, 'the hash of a table is known after its last batch');
      return digest;
    },
  };
}

async function* hashing(chunks: AsyncIterable<Buffer>, onEnd: (hex: string) => void): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
  onEnd(hash.digest('hex'));
}

async function* startingWith(start: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  if (start !== '') yield start;
  yield* rest;
}
