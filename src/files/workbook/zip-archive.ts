import { crc32, inflateRawSync } from 'node:zlib';

/** Why an archive can not be read: not whole, locked with a password, or larger unpacked than anybody's list. */
type ZipFault = 'broken' | 'locked' | 'too_large';

export class ZipError extends Error {
  constructor(
    readonly fault: ZipFault,
    options?: ErrorOptions,
  ) {
    super(`zip: ${fault}`, options);
  }
}

/** The files of a ZIP archive by name, unpacked when asked for. */
export interface ZipArchive {
  readonly names: readonly string[];
  /** @throws ZipError */
  read(name: string): Buffer | null;
}

interface Entry {
  readonly name: string;
  readonly isLocked: boolean;
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly sizeBytes: number;
  readonly localHeaderAt: number;
}

const STORED = 0;
const DEFLATED = 8;

/** PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12, 4.3.14 to 4.3.16: signatures and fixed lengths. */
const LOCAL = { signature: 0x04034b50, bytes: 30 } as const;
const CENTRAL = { signature: 0x02014b50, bytes: 46 } as const;
const END_64 = { signature: 0x06064b50, bytes: 56 } as const;
const LOCATOR_64 = { signature: 0x07064b50, bytes: 20 } as const;
const END = { signature: 0x06054b50, bytes: 22 } as const;
const MAX_COMMENT_BYTES = 0xffff;
/** Section 4.4.1.4: the value stands in the ZIP64 extra field instead. */
const ELSEWHERE = 0xffffffff;
const ZIP64_EXTRA = 0x0001;

/**
 * Reads the list of files at the end of an archive. Nothing is believed that the bytes do not bear out: no size is
 * reserved that an archive merely names, and no file grows beyond `limitBytes`, whatever it was packed into.
 *
 * @throws ZipError broken: not a whole archive.
 */
export function openZip(bytes: Buffer, limitBytes: number): ZipArchive {
  const entries = new Map<string, Entry>();
  for (const entry of withinBounds(() => entriesOf(bytes)))
    if (!entries.has(entry.name)) entries.set(entry.name, entry);
  return {
    names: [...entries.keys()],
    read(name) {
      const entry = entries.get(name);
      return entry === undefined ? null : unpacked(bytes, entry, limitBytes);
    },
  };
}

function entriesOf(bytes: Buffer): readonly Entry[] {
  const { count, directoryAt } = directoryOf(bytes);
  const entries: Entry[] = [];
  let at = directoryAt;
  for (let index = 0; index < count; index++) {
    if (bytes.readUInt32LE(at) !== CENTRAL.signature) throw new ZipError('broken');
    const nameAt = at + CENTRAL.bytes;
    const extraAt = nameAt + bytes.readUInt16LE(at + 28);
    const commentAt = extraAt + bytes.readUInt16LE(at + 30);
    const flags = bytes.readUInt16LE(at + 8);
    const [sizeBytes, packedBytes, localHeaderAt] = longSizes(bytes.subarray(extraAt, commentAt), [
      bytes.readUInt32LE(at + 24),
      bytes.readUInt32LE(at + 20),
      bytes.readUInt32LE(at + 42),
    ]);
    entries.push({
      // Some programs of Windows write its own separator.
      name: bytes.toString('utf8', nameAt, extraAt).replaceAll('\\', '/'),
      isLocked: (flags & 1) === 1,
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      packedBytes,
      sizeBytes,
      localHeaderAt,
    });
    at = commentAt + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

function directoryOf(bytes: Buffer): { readonly count: number; readonly directoryAt: number } {
  const earliest = Math.max(0, bytes.length - END.bytes - MAX_COMMENT_BYTES);
  for (let at = bytes.length - END.bytes; at >= earliest; at--) {
    if (bytes.readUInt32LE(at) !== END.signature) continue;
    const locatorAt = at - LOCATOR_64.bytes;
    if (locatorAt >= 0 && bytes.readUInt32LE(locatorAt) === LOCATOR_64.signature) {
      const longEndAt = Number(bytes.readBigUInt64LE(locatorAt + 8));
      if (bytes.readUInt32LE(longEndAt) !== END_64.signature) throw new ZipError('broken');
      return {
        count: Number(bytes.readBigUInt64LE(longEndAt + 32)),
        directoryAt: Number(bytes.readBigUInt64LE(longEndAt + 48)),
      };
    }
    return { count: bytes.readUInt16LE(at + 10), directoryAt: bytes.readUInt32LE(at + 16) };
  }
  throw new ZipError('broken');
}

type Sizes = readonly [sizeBytes: number, packedBytes: number, localHeaderAt: number];

/** Section 4.5.3: only what did not fit stands in the extra field, in this order. */
function longSizes(extra: Buffer, sizes: Sizes): Sizes {
  if (!sizes.includes(ELSEWHERE)) return sizes;
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== ZIP64_EXTRA) continue;
    let next = at + 4;
    const long = (size: number): number => {
      if (size !== ELSEWHERE) return size;
      next += 8;
      return Number(extra.readBigUInt64LE(next - 8));
    };
    return [long(sizes[0]), long(sizes[1]), long(sizes[2])];
  }
  throw new ZipError('broken');
}

function unpacked(bytes: Buffer, entry: Entry, limitBytes: number): Buffer {
  if (entry.isLocked) throw new ZipError('locked');
  if (entry.sizeBytes > limitBytes) throw new ZipError('too_large');
  const packed = withinBounds(() => {
    const at = entry.localHeaderAt;
    if (bytes.readUInt32LE(at) !== LOCAL.signature) throw new ZipError('broken');
    const start = at + LOCAL.bytes + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
    return bytes.subarray(start, start + entry.packedBytes);
  });
  const content = entry.method === STORED ? packed : inflated(packed, entry.method, limitBytes);
  if (content.length !== entry.sizeBytes || crc32(content) !== entry.crc) throw new ZipError('broken');
  return content;
}

function inflated(packed: Buffer, method: number, limitBytes: number): Buffer {
  if (method !== DEFLATED) throw new ZipError('broken');
  try {
    return inflateRawSync(packed, { maxOutputLength: limitBytes });
  } catch (error) {
    const isTooLarge = error instanceof RangeError; // ERR_BUFFER_TOO_LARGE
    throw new ZipError(isTooLarge ? 'too_large' : 'broken', { cause: error });
  }
}

/** An archive that was cut off points behind its own end. */
function withinBounds<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof RangeError ? new ZipError('broken', { cause: error }) : error;
  }
}
