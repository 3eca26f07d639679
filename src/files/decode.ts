import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { OperatorError } from '../errors.js';
import { phrase } from '../words/phrase.js';
import { LinePosition } from './line-breaks.js';
import { binaryFile } from './unfit-file.js';
import { firstBadByte, wholeCharacters } from './utf8-chunks.js';

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
    if (decoded.badAt !== null) {
      const line = position.lineAt(text, decoded.badAt - shift);
      throw undecodable(file, { line, encoding, byte: decoded.byte, utf8Line: null });
    }
    if (text.includes('\0')) throw binaryFile(file);
    isFirst = false;
    position.pass(text);
    yield text;
  }
}

/** One piece of text; `badAt` is where the first byte stood that could not be read, `byte` that byte where it is known. */
interface Decoded {
  readonly text: string;
  readonly badAt: number | null;
  readonly byte: number | null;
}

async function* decodeUtf8(chunks: AsyncIterable<Buffer>): AsyncGenerator<Decoded> {
  for await (const chunk of wholeCharacters(chunks)) {
    const bad = isUtf8(chunk) ? -1 : firstBadByte(chunk);
    const text = chunk.toString('utf8');
    if (bad === -1) yield { text, badAt: null, byte: null };
    else yield { text, badAt: chunk.toString('utf8', 0, bad).length, byte: chunk[bad] ?? null };
  }
}

async function* decodeOther(chunks: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<Decoded> {
  const decoder = openDecoder(encoding);
  for await (const chunk of chunks) yield judged(decoder.write(chunk));
  yield judged(decoder.end());
}

function judged(text: string): Decoded {
  const badAt = text.indexOf(REPLACEMENT);
  return { text, badAt: badAt === -1 ? null : badAt, byte: null };
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

/** What could not be read, and where. */
interface Undecodable {
  readonly line: number;
  readonly encoding: string;
  readonly byte: number | null;
  /** A line of the same file that is UTF-8 for certain; null where nobody looked for one. */
  readonly utf8Line: number | null;
}

export function undecodable(file: string, found: Undecodable): OperatorError {
  const { line, encoding, utf8Line } = found;
  return new OperatorError(
    'badInput',
    phrase('files.undecodable', { file, ...found }),
    phrase(utf8Line === null ? 'files.undecodableHint' : 'files.mixedEncodingHint'),
    { details: { line, encoding } },
  );
}
