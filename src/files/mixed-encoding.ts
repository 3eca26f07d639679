import { isAscii, isUtf8 } from 'node:buffer';
import { plausibilityOf } from './plausibility.js';
import { firstBadByte } from './utf8-chunks.js';

/** Lines of two files that were joined: some in UTF-8, some not. */
interface MixedEncoding {
  /** The first line that is no UTF-8, from 1. */
  readonly line: number;
  /** Its first byte that is none. */
  readonly byte: number;
  /** A line with words that are UTF-8 for certain. */
  readonly utf8Line: number;
}

/** What is longer is judged in pieces: no line of a list is. */
const LONGEST_LINE_BYTES = 1024 * 1024;

/**
 * Looks for lines in UTF-8 beside lines that are none: read in one encoding, the names of the others would be mangled
 * without a word. « Zoé » in UTF-8 is « ZoÃ© » in Windows-1252, which nobody writes.
 *
 * @returns Null for bytes of one encoding, whichever it is.
 */
export async function mixedEncodingIn(chunks: AsyncIterable<Buffer>): Promise<MixedEncoding | null> {
  let other: Omit<MixedEncoding, 'utf8Line'> | null = null;
  let utf8Line: number | null = null;
  for await (const { line, bytes } of linesOf(chunks)) {
    if (isAscii(bytes)) continue;
    if (!isUtf8(bytes)) other ??= { line, byte: bytes[firstBadByte(bytes)] ?? 0 };
    else if (plausibilityOf(bytes.toString('utf8')) > 0) utf8Line ??= line;
    if (other !== null && utf8Line !== null) return { ...other, utf8Line };
  }
  return null;
}

interface Line {
  readonly line: number;
  readonly bytes: Buffer;
}

/** Lines without their ends, which LF, CRLF or CR are, and which no piece of an encoding on bytes contains. */
async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  let line = 1;
  let carried: Buffer = Buffer.alloc(0);
  let endsWithReturn = false;
  for await (const chunk of chunks) {
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at];
      if (byte !== 0x0a && byte !== 0x0d) {
        endsWithReturn = false;
        continue;
      }
      const isSecondHalf = byte === 0x0a && endsWithReturn;
      endsWithReturn = byte === 0x0d;
      if (!isSecondHalf) {
        yield { line, bytes: Buffer.concat([carried, chunk.subarray(start, at)]) };
        carried = Buffer.alloc(0);
        line++;
      }
      start = at + 1;
    }
    carried = Buffer.concat([carried, chunk.subarray(start)]);
    if (carried.length <= LONGEST_LINE_BYTES) continue;
    yield { line, bytes: carried };
    carried = Buffer.alloc(0);
  }
  yield { line, bytes: carried };
}
