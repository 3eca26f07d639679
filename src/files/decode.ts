import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { OperatorError } from '../errors.js';
import { phrase } from '../words/phrase.js';
import { LinePosition } from './line-breaks.js';
import { binaryFile } from './unfit-file.js';
import { wholeCharacters } from './utf8-chunks.js';

const REPLACEMENT = '\ufffd';

/**
 * Decodes bytes piece by piece, without the byte order mark.
 *
 * A byte that the encoding does not know is an error, never a replacement character in somebody's name. (A U+FFFD that
 * stands in the file as such, left by an earlier program, passes in UTF-8.)
 *
 * @throws OperatorError badInput: an undecodable byte or a NUL character, with its line.
 */
export async function* decodeText(
  chunks: AsyncIterable<Buffer>,
  encoding: string,
  file: string,
): AsyncGenerator<string> {
  const position = new LinePosition();
  let isFirst = true;
  for await (const decoded of encoding === 'utf-8' ? decodeUtf8(chunks) : decodeOther(chunks, encoding)) {
    const text = isFirst ? decoded.text.replace(/^\ufeff/, '') : decoded.text;
    const shift = decoded.text.length - text.length;
    if (decoded.badAt !== null) throw undecodable(file, encoding, position.lineAt(text, decoded.badAt - shift));
    if (text.includes('\0')) throw binaryFile(file);
    isFirst = false;
    position.pass(text);
    yield text;
  }
}

/** One piece of text; `badAt` is where the first byte stood that could not be read. */
interface Decoded {
  readonly text: string;
  readonly badAt: number | null;
}

async function* decodeUtf8(chunks: AsyncIterable<Buffer>): AsyncGenerator<Decoded> {
  for await (const chunk of wholeCharacters(chunks)) {
    yield { text: chunk.toString('utf8'), badAt: isUtf8(chunk) ? null : lengthOfValidStart(chunk) };
  }
}

/** How many UTF-16 code units the valid start of `chunk` has, to the line. */
function lengthOfValidStart(chunk: Buffer): number {
  let start = 0;
  for (;;) {
    const lineEnd = chunk.subarray(start).findIndex((byte) => byte === 0x0a || byte === 0x0d);
    if (lineEnd === -1 || !isUtf8(chunk.subarray(start, start + lineEnd))) break;
    start += lineEnd + 1;
  }
  return chunk.toString('utf8', 0, start).length;
}

async function* decodeOther(chunks: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<Decoded> {
  const decoder = openDecoder(encoding);
  for await (const chunk of chunks) yield judged(decoder.write(chunk));
  yield judged(decoder.end());
}

function judged(text: string): Decoded {
  const badAt = text.indexOf(REPLACEMENT);
  return { text, badAt: badAt === -1 ? null : badAt };
}

/** UTF-16 goes through the platform's decoder: iconv-lite may cut a surrogate pair between two chunks. */
function openDecoder(encoding: string): { write(chunk: Buffer): string; end(): string } {
  if (encoding === 'utf-16le' || encoding === 'utf-16be') {
    const decoder = new TextDecoder(encoding, { ignoreBOM: true });
    return { write: (chunk) => decoder.decode(chunk, { stream: true }), end: () => decoder.decode() };
  }
  const decoder = iconv.getDecoder(encoding, { stripBOM: false });
  return { write: (chunk) => decoder.write(chunk), end: () => decoder.end() ?? '' };
}

function undecodable(file: string, encoding: string, line: number): OperatorError {
  return new OperatorError(
    'badInput',
    phrase('files.undecodable', { file, line, encoding }),
    phrase('files.undecodableHint'),
    { details: { line, encoding } },
  );
}
