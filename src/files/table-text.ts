import { createHash } from 'node:crypto';
import { invariant } from '../errors.js';
import { type ByteSource, HEAD_BYTES } from './byte-source.js';
import { decodeText } from './decode.js';
import { type Delimiter, detectDelimiter, separatorLine } from './delimiter.js';
import { encodingNamed, encodingOf } from './encoding.js';
import type { RecordSource } from './record-source.js';
import { readRecords } from './records.js';
import { emptyFile } from './unfit-file.js';

/** What the operator said; null where the file is to tell. */
export interface Overrides {
  readonly encoding: string | null;
  readonly delimiter: Delimiter | null;
}

/**
 * Prepares the bytes of `source` for reading as records: encoding, `sep=` line, delimiter.
 *
 * @throws OperatorError badInput: empty or binary. usage: an unknown encoding.
 */
export async function openTableText(source: ByteSource, overrides: Overrides): Promise<RecordSource> {
  const { file, head } = source;
  if (head.length === 0) throw emptyFile(file);
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
    layout: { kind: 'text', encoding, delimiter },
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
