/** Text that is gathered to be written, as UTF-8. */
interface Utf8Piece {
  /** Bytes gathered since the last taking. */
  readonly length: number;
  add(text: string): void;
  /** Hands on what was gathered, and begins anew. */
  take(): Buffer;
}

/** UTF-8 of one UTF-16 unit, at most. */
const BYTES_A_UNIT = 3;
/** Units below are one byte. */
const ASCII = 0x80;

/**
 * Gathers text word by word in bytes. Joined as one text, a single `•` would make everything beside it take twice the room,
 * and to encode that takes three times as long.
 *
 * @param size Bytes that a piece has room for before it grows.
 */
export function utf8Piece(size: number): Utf8Piece {
  let bytes = Buffer.allocUnsafe(size);
  let length = 0;
  return {
    get length() {
      return length;
    },
    add(text) {
      // A delimiter as often as not.
      if (text.length === 1 && length < bytes.length && text.charCodeAt(0) < ASCII) {
        bytes[length] = text.charCodeAt(0);
        length += 1;
        return;
      }
      const most = length + text.length * BYTES_A_UNIT;
      if (most > bytes.length) {
        const larger = Buffer.allocUnsafe(Math.max(most, 2 * bytes.length));
        bytes.copy(larger, 0, 0, length);
        bytes = larger;
      }
      length += bytes.write(text, length, 'utf8');
    },
    take() {
      const taken = bytes.subarray(0, length);
      bytes = Buffer.allocUnsafe(size);
      length = 0;
      return taken;
    },
  };
}
