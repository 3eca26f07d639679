import { isUtf8 } from 'node:buffer';

/** Re-cuts chunks so that no UTF-8 character lies across two of them. Broken ends are handed on as they are. */
export async function* wholeCharacters(chunks: AsyncIterable<Buffer> | Iterable<Buffer>): AsyncGenerator<Buffer> {
  let carried: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = carried.length === 0 ? chunk : Buffer.concat([carried, chunk]);
    const end = bytes.length - unfinishedBytes(bytes);
    carried = bytes.subarray(end);
    if (end > 0) yield bytes.subarray(0, end);
  }
  if (carried.length > 0) yield carried;
}

/**
 * The number of bytes at the end, 0 to 3, that start a UTF-8 character without finishing it.
 *
 * @see RFC 3629 section 3: the first byte tells the length, the others are 10xxxxxx
 */
export function unfinishedBytes(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return lengthByFirstByte(byte) > back ? back : 0;
  }
  return 0;
}

/** The index of the first byte that begins no UTF-8 character; -1 where all of them are UTF-8. */
export function firstBadByte(bytes: Buffer): number {
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] ?? 0;
    const length = first < 0x80 ? 1 : lengthByFirstByte(first);
    if (at + length > bytes.length || !isUtf8(bytes.subarray(at, at + length))) return at;
    at += length;
  }
  return -1;
}

function lengthByFirstByte(byte: number): number {
  if (byte >= 0xf0) return 4;
  return byte >= 0xe0 ? 3 : 2;
}
