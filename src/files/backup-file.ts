import { createCipheriv, createDecipheriv } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { OperatorError } from '../errors.js';
import { phrase } from '../words/phrase.js';
import { errorCode } from './byte-source.js';
import { isJsonObject, parseJsonObject } from './json-object.js';
import type { DraftFile } from './new-file.js';
import { keyFrom, newTerms, readTerms, termsDocument } from './passphrase.js';

/**
 * A backup is one file: a line of JSON that says how the passphrase becomes a key, then frames of 64 KiB, each sealed by
 * AES-256-GCM (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015). The nonce of a frame is its
 * number and whether it is the last one, so that frames that were changed, exchanged, left out or cut off are told; the key
 * is never used again, for every backup has a salt of its own. Inside is a line of JSON with names and sizes, then the
 * contents one after the other.
 */
const FORMAT = 'smsctl-backup-1';
const CIPHER = 'aes-256-gcm';
const FRAME_BYTES = 65_536;
const TAG_BYTES = 16;
const NONCE_BYTES = 12;
const MAX_HEADER_BYTES = 4096;
/** The frame's number has 32 bits: a file of 256 TiB. */
const MAX_FRAMES = 2 ** 32;

/** Whether a file that begins like this is a backup: the only thing that another one may replace. */
export function beginsLikeBackup(beginning: string): boolean {
  return beginning.startsWith('{') && beginning.includes(FORMAT);
}

interface BackupEntry {
  readonly name: string;
  readonly size: number;
}

/** What a backup says of itself, under its seal. */
export interface BackupManifest {
  /** ISO-8601. */
  readonly madeAt: string;
  readonly ledgerId: string;
  /** Of the log at that moment: `N:HASH`. */
  readonly head: string;
  readonly entries: readonly BackupEntry[];
}

/** One file to be put into a backup. */
export interface BackupContent extends BackupEntry {
  readonly bytes: AsyncIterable<Buffer>;
}

/** A file as the content of a backup; null when there is none. */
export function contentOf(name: string, file: string): BackupContent | null {
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  return size === undefined ? null : { name, size, bytes: bytesOf(file) };
}

/** Opened when its turn comes: a stream that fails before anybody listens would end the program. */
async function* bytesOf(file: string): AsyncGenerator<Buffer> {
  yield* createReadStream(file) as AsyncIterable<Buffer>;
}

/** Seals a backup into `file`, which the caller finishes. Memory is bounded by a frame, whatever the size. */
export async function writeBackup(
  file: Pick<DraftFile, 'put'>,
  passphrase: string,
  manifest: Omit<BackupManifest, 'entries'>,
  contents: readonly BackupContent[],
  terms = newTerms(),
): Promise<void> {
  const header = `${JSON.stringify({ format: FORMAT, kdf: termsDocument(terms), cipher: CIPHER, frame: FRAME_BYTES })}\n`;
  const key = keyFrom(passphrase, terms);
  const entries = contents.map(({ name, size }) => ({ name, size }));
  await file.put(header);
  let number = 0;
  for await (const { bytes, isLast } of framed(plainText({ ...manifest, entries }, contents))) {
    const cipher = createCipheriv(CIPHER, key, nonceOf(number, isLast)).setAAD(Buffer.from(header));
    await file.put(Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]));
    number += 1;
  }
}

async function* plainText(manifest: BackupManifest, contents: readonly BackupContent[]): AsyncGenerator<Buffer> {
  yield Buffer.from(`${JSON.stringify(manifest)}\n`);
  for (const { size, bytes } of contents) {
    let left = size;
    for await (const chunk of told(bytes)) {
      left -= chunk.length;
      yield chunk;
    }
    if (left !== 0) throw new OperatorError('storeFailure', phrase('backup.sourceChanged'), phrase('backup.againHint'));
  }
}

/** What the system refuses to read is the operator's to mend. */
async function* told(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* bytes;
  } catch (error) {
    const file = (error as { readonly path?: string }).path ?? '';
    const problem = phrase('backup.unreadable', { file, code: errorCode(error) });
    throw new OperatorError('storeFailure', problem, phrase('backup.unreadableHint'), { cause: error });
  }
}

/** Cuts a stream into frames of equal size; the last one may be shorter, and is told. */
async function* framed(stream: AsyncIterable<Buffer>): AsyncGenerator<{ bytes: Buffer; isLast: boolean }> {
  let held = Buffer.alloc(0);
  for await (const chunk of stream) {
    held = Buffer.concat([held, chunk]);
    while (held.length > FRAME_BYTES) {
      yield { bytes: held.subarray(0, FRAME_BYTES), isLast: false };
      held = held.subarray(FRAME_BYTES);
    }
  }
  yield { bytes: held, isLast: true };
}

function nonceOf(number: number, isLast: boolean): Buffer {
  if (number >= MAX_FRAMES) throw new RangeError('more frames than numbers');
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeUInt32BE(number, NONCE_BYTES - 5);
  nonce.writeUInt8(isLast ? 1 : 0, NONCE_BYTES - 1);
  return nonce;
}

/** Where the contents of a backup go. */
export interface BackupSink {
  /** Called once, before any content. */
  begin(manifest: BackupManifest): void;
  /** Called for each piece of each content, in order. */
  write(entry: BackupEntry, bytes: Buffer): Promise<void>;
}

/**
 * Opens a backup and hands its contents on piece by piece, each after it was authenticated. Only when it returns was the
 * backup whole: until then, what was handed on may lack its end.
 *
 * @throws OperatorError noInput (66) when it can not be read; notPermitted (77) for another passphrase, or a file whose
 *   first bytes were changed; badInput (65) when it is no backup, or is damaged.
 */
export async function readBackup(path: string, passphrase: string, sink: BackupSink): Promise<BackupManifest> {
  const handle = await readable(path, () => open(path, 'r'));
  try {
    const header = await readHeader(path, handle);
    const key = keyFrom(passphrase, header.terms);
    const parser = contentsParser(path, sink);
    const { size } = await handle.stat();
    let at = header.length;
    for (let number = 0; ; number += 1) {
      const length = Math.min(FRAME_BYTES + TAG_BYTES, size - at);
      const isLast = at + length >= size;
      const sealed = await readExactly(path, handle, at, length);
      const bytes = openFrame(sealed, key, nonceOf(number, isLast), header.bytes);
      // Of the first frame nobody can tell which; but a ledger fills several, and one alone was cut.
      if (bytes === null) throw number > 0 ? damaged(path) : isLast ? cutOrOther(path) : wrongBackupPassphrase(path);
      await parser.take(bytes);
      at += length;
      if (isLast) return parser.finish();
    }
  } finally {
    await handle.close();
  }
}

interface Header {
  readonly terms: Parameters<typeof keyFrom>[1];
  readonly bytes: Buffer;
  readonly length: number;
}

async function readHeader(path: string, handle: FileHandle): Promise<Header> {
  const start = Buffer.alloc(MAX_HEADER_BYTES);
  const { bytesRead } = await readable(path, () => handle.read(start, 0, start.length, 0));
  const length = start.subarray(0, bytesRead).indexOf('\n') + 1;
  const bytes = start.subarray(0, length);
  const document = parseJsonObject(bytes.toString('utf8'));
  const terms = readTerms(document?.['kdf']);
  const isOurs = document?.['format'] === FORMAT && document['cipher'] === CIPHER && document['frame'] === FRAME_BYTES;
  if (isOurs && terms !== null) return { terms, bytes, length };
  throw new OperatorError('badInput', phrase('backup.noBackup', { file: path }), phrase('backup.noBackupHint'));
}

function openFrame(sealed: Buffer, key: Buffer, nonce: Buffer, header: Buffer): Buffer | null {
  if (sealed.length < TAG_BYTES) return null;
  const decipher = createDecipheriv(CIPHER, key, nonce).setAAD(header).setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
  } catch {
    return null;
  }
}

/** Takes the opened bytes apart into the manifest and the contents. */
function contentsParser(
  path: string,
  sink: BackupSink,
): { take(bytes: Buffer): Promise<void>; finish(): BackupManifest } {
  let manifest: BackupManifest | null = null;
  let head = Buffer.alloc(0);
  let index = 0;
  let written = 0;
  const fill = async (bytes: Buffer, entries: readonly BackupEntry[]): Promise<void> => {
    let rest = bytes;
    for (let entry = entries[index]; rest.length > 0 || entry?.size === written; entry = entries[index]) {
      if (entry === undefined) {
        if (rest.length === 0) return;
        throw damaged(path);
      }
      const piece = rest.subarray(0, entry.size - written);
      await sink.write(entry, piece);
      written += piece.length;
      rest = rest.subarray(piece.length);
      if (written === entry.size) [index, written] = [index + 1, 0];
    }
  };
  return {
    async take(bytes) {
      if (manifest !== null) return fill(bytes, manifest.entries);
      head = Buffer.concat([head, bytes]);
      const end = head.indexOf('\n');
      if (end === -1) return;
      manifest = parseManifest(head.subarray(0, end).toString('utf8')) ?? raise(damaged(path));
      sink.begin(manifest);
      await fill(head.subarray(end + 1), manifest.entries);
    },
    finish() {
      if (manifest === null || index !== manifest.entries.length) throw damaged(path);
      return manifest;
    },
  };
}

function parseManifest(text: string): BackupManifest | null {
  const document = parseJsonObject(text);
  const { madeAt, ledgerId, head, entries } = document ?? {};
  if (typeof madeAt !== 'string' || typeof ledgerId !== 'string' || typeof head !== 'string') return null;
  if (!Array.isArray(entries) || !entries.every(isEntry)) return null;
  return { madeAt, ledgerId, head, entries };
}

function isEntry(value: unknown): value is BackupEntry {
  if (!isJsonObject(value)) return false;
  const { name, size } = value;
  return typeof name === 'string' && Number.isSafeInteger(size) && (size as number) >= 0;
}

async function readExactly(path: string, handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await readable(path, () => handle.read(bytes, filled, length - filled, at + filled));
    if (bytesRead === 0) throw damaged(path);
    filled += bytesRead;
  }
  return bytes;
}

async function readable<T>(file: string, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    const problem = phrase('backup.unreadable', { file, code: errorCode(error) });
    throw new OperatorError('noInput', problem, phrase('backup.unreadableHint'), { cause: error });
  }
}

function damaged(file: string): OperatorError {
  return new OperatorError('badInput', phrase('backup.damaged', { file }), phrase('backup.damagedHint'));
}

/** Shorter than any backup of a ledger; whether its passphrase is the right one, too, its end would have told. */
function cutOrOther(file: string): OperatorError {
  return new OperatorError('badInput', phrase('backup.cutOrOther', { file }), phrase('backup.cutOrOtherHint'));
}

function wrongBackupPassphrase(file: string): OperatorError {
  return new OperatorError(
    'notPermitted',
    phrase('backup.wrongPassphrase', { file }),
    phrase('backup.wrongPassphraseHint'),
  );
}

function raise(error: Error): never {
  throw error;
}
