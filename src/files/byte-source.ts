import { createHash } from 'node:crypto';
import { fstatSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { OperatorError, invariant } from '../errors.js';
import { systemCode } from '../system-code.js';
import { phrase } from '../words/phrase.js';

/** How many first bytes a file is judged by: its kind, and its encoding where it can be read only once. */
export const HEAD_BYTES = 64 * 1024;

const CHUNK_BYTES = 256 * 1024;

/** Bytes of a file or of standard input. Whoever opens one closes it. */
export interface ByteSource {
  /** As the operator wrote it; `-` is standard input. */
  readonly file: string;
  /** Null for what has no size of its own: a pipe, a terminal. */
  readonly sizeBytes: number | null;
  /** The first bytes, at most {@link HEAD_BYTES}; shorter only if there are no more. */
  readonly head: Buffer;
  /** Whether `chunks` may be called again. */
  readonly canReread: boolean;
  /** All bytes from the first one on. @throws OperatorError noInput when reading fails half way */
  chunks(): AsyncGenerator<Buffer>;
  close(): Promise<void>;
}

/**
 * Opens a file, or standard input for `-`.
 *
 * @throws OperatorError noInput: missing, a folder, no permission, unreadable. usage: a name that is empty.
 */
export async function openByteSource(path: string, stdin?: NodeJS.ReadableStream): Promise<ByteSource> {
  if (path === '-') {
    invariant(stdin !== undefined, 'standard input is read without a stream');
    // Node makes an empty stream of it.
    if (isFolder(stdin)) throw unreadable(path, { code: 'EISDIR' });
    return await streamSource(path, stdin, async () => {});
  }
  refuseUnnamed(path);
  const handle = await openSpelt(path);
  try {
    const stat = await handle.stat();
    if (stat.isDirectory()) throw unreadable(path, { code: 'EISDIR' });
    if (stat.isFile()) return await regularFileSource(path, handle, stat.size);
    const stream = handle.createReadStream({ autoClose: false });
    return await streamSource(path, stream, async () => await handle.close());
  } catch (error) {
    await handle.close();
    throw unreadable(path, error);
  }
}

function isFolder(stream: NodeJS.ReadableStream): boolean {
  return 'fd' in stream && typeof stream.fd === 'number' && fstatSync(stream.fd).isDirectory();
}

/** A variable of a script that holds nothing names no file, nor the folder at hand. */
export function refuseUnnamed(path: string): void {
  if (path === '') throw new OperatorError('usage', phrase('files.unnamed'), phrase('files.unnamedHint'));
}

/**
 * Opens a file by the name that a person typed. A Mac takes « é » apart where others write it as one letter: to people
 * that is one name, to most disks two, and what came by a shared folder is not found by typing it.
 */
async function openSpelt(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    const { dir, base } = parse(path);
    const spellings = ['NFC', 'NFD'].flatMap((form) => [path.normalize(form), join(dir, base.normalize(form))]);
    for (const spelling of isMissing(error) ? spellings : []) {
      const handle = await open(spelling, 'r').catch(() => null);
      if (handle !== null) return handle;
    }
    throw unreadable(path, error);
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

/** SHA-256 (hex) of all bytes, read for nothing else; null of what can be read but once. */
export async function sha256Ahead(source: ByteSource): Promise<string | null> {
  if (!source.canReread) return null;
  const hash = createHash('sha256');
  for await (const chunk of source.chunks()) hash.update(chunk);
  return hash.digest('hex');
}

async function regularFileSource(file: string, handle: FileHandle, sizeBytes: number): Promise<ByteSource> {
  // `chunks` reads at explicit positions, so that a second pass starts at the first byte again.
  async function* chunks(chunkBytes = CHUNK_BYTES): AsyncGenerator<Buffer> {
    for (let position = 0; ;) {
      const chunk = await readAt(file, handle, position, chunkBytes);
      if (chunk.length === 0) return;
      yield chunk;
      position += chunk.length;
    }
  }
  const { head } = await takeHead(chunks(HEAD_BYTES));
  return { file, sizeBytes, head, canReread: true, chunks: () => chunks(), close: async () => await handle.close() };
}

async function readAt(file: string, handle: FileHandle, position: number, length: number): Promise<Buffer> {
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(length), 0, length, position);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw unreadable(file, error);
  }
}

async function streamSource(
  file: string,
  stream: NodeJS.ReadableStream,
  release: () => Promise<void>,
): Promise<ByteSource> {
  const incoming = buffersOf(file, stream);
  const { head, beyond } = await takeHead(incoming);
  async function* chunks(): AsyncGenerator<Buffer> {
    yield head;
    if (beyond.length > 0) yield beyond;
    yield* incoming;
  }
  const close = async (): Promise<void> => {
    await incoming.return(undefined); // destroys the stream: a writer at its other end is told to stop
    await release();
  };
  return { file, sizeBytes: null, head, canReread: false, chunks, close };
}

async function* buffersOf(file: string, stream: NodeJS.ReadableStream): AsyncGenerator<Buffer, undefined> {
  try {
    for await (const chunk of stream) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** Takes up to {@link HEAD_BYTES} off the front; `beyond` is what came along in the same chunk. */
async function takeHead(incoming: AsyncGenerator<Buffer>): Promise<{ head: Buffer; beyond: Buffer }> {
  let taken: Buffer = Buffer.alloc(0);
  while (taken.length < HEAD_BYTES) {
    const next = await incoming.next();
    if (next.done === true) break;
    taken = Buffer.concat([taken, next.value]);
  }
  return { head: taken.subarray(0, HEAD_BYTES), beyond: taken.subarray(HEAD_BYTES) };
}

/** Says why a file can not be read; an error that is already the operator's passes unchanged. */
function unreadable(file: string, error: unknown): OperatorError {
  if (error instanceof OperatorError) return error;
  const code = errorCode(error);
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new OperatorError('noInput', phrase('files.missing', { file }), phrase('files.missingHint'));
    case 'EISDIR':
      return new OperatorError('noInput', phrase('files.folder', { file }), phrase('files.folderHint'));
    case 'EACCES':
    case 'EPERM':
      return new OperatorError('noInput', phrase('files.noPermission', { file }), phrase('files.noPermissionHint'));
    default:
      return new OperatorError('noInput', phrase('files.unreadable', { file, code }), phrase('files.unreadableHint'), {
        cause: error,
      });
  }
}

/** The system's own name of a failure, such as `ENOSPC`; `unknown` where it gives none. */
export function errorCode(error: unknown): string {
  return systemCode(error) ?? 'unknown';
}
