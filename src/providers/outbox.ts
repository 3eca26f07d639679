import { closeSync, constants, fstatSync, ftruncateSync, openSync, readSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { E164 } from '../core/contact/phone-number.js';
import { OperatorError } from '../errors.js';
import { makeFolder } from '../make-folder.js';
import { phrase } from '../words/phrase.js';

/** One line of the outbox: what one handset would have received. */
export interface Delivered {
  readonly at: string;
  readonly to: E164;
  readonly from: string;
  readonly text: string;
  readonly ref: string;
  readonly segments: number;
}

/** What the handsets of a simulated network have received, one JSON object a line. */
interface Outbox {
  append(delivered: Delivered): void;
  /** The complete lines that come after those read before, as many as fit into one reading. */
  read(): { readonly lines: readonly Delivered[]; readonly more: boolean };
}

/** Bytes read at a time. */
const READING_BYTES = 1 << 20;
/** No line is nearly as long. */
const LONGEST_LINE_BYTES = 1 << 16;
const LINE_FEED = 0x0a;
/**
 * Never through a symbolic link: whoever laid it would have us write where we did not mean to. Windows has no such flag,
 * and an absent one adds nothing to the others.
 */
const NO_LINK = constants.O_NOFOLLOW;
const APPENDING = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | NO_LINK;

/** @param file Made with mode 0600, and its folder with 0700, when the first message arrives. */
export function openOutbox(file: string): Outbox {
  let readTo = 0;
  let isReady = false;
  return {
    append(delivered) {
      if (!isReady) makeReady(file);
      // Where the disk is full, half a line may be written.
      isReady = false;
      append(file, `${JSON.stringify(delivered)}\n`);
      isReady = true;
    },
    read() {
      const bytes = bytesFrom(file, readTo);
      const length = bytes.lastIndexOf(LINE_FEED) + 1;
      readTo += length;
      const lines = bytes.toString('utf8', 0, length).split('\n');
      return { lines: lines.flatMap(parseLine), more: bytes.length === READING_BYTES && length > 0 };
    },
  };
}

function append(file: string, text: string): void {
  const handle = opened(file, APPENDING);
  try {
    writeFileSync(handle, text);
  } finally {
    closeSync(handle);
  }
}

/** Makes the folder, and takes away a last line that was cut short: no handset has received half a message. */
function makeReady(file: string): void {
  makeFolder(dirname(file));
  const handle = openIfThere(file, constants.O_RDWR);
  if (handle === null) return;
  try {
    const { size } = fstatSync(handle);
    const end = Buffer.alloc(Math.min(LONGEST_LINE_BYTES, size));
    readSync(handle, end, 0, end.length, size - end.length);
    const isWhole = size === 0 || end[end.length - 1] === LINE_FEED;
    if (!isWhole) ftruncateSync(handle, size - end.length + end.lastIndexOf(LINE_FEED) + 1);
  } finally {
    closeSync(handle);
  }
}

function bytesFrom(file: string, start: number): Buffer {
  const handle = openIfThere(file);
  if (handle === null) return Buffer.alloc(0);
  try {
    const bytes = Buffer.alloc(Math.min(READING_BYTES, Math.max(0, fstatSync(handle).size - start)));
    return bytes.subarray(0, readSync(handle, bytes, 0, bytes.length, start));
  } finally {
    closeSync(handle);
  }
}

function openIfThere(file: string, access: number = constants.O_RDONLY): number | null {
  try {
    return opened(file, access | NO_LINK);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** A line that a kill cut short, or that is empty, is no message that anyone can be told of. */
function parseLine(line: string): readonly Delivered[] {
  if (line === '') return [];
  try {
    return [JSON.parse(line) as Delivered];
  } catch {
    return [];
  }
}

/** @throws OperatorError storeFailure (74) where a link stands in its place. */
function opened(file: string, flags: number): number {
  try {
    return openSync(file, flags, 0o600);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ELOOP') throw error;
    const problem = phrase('safeguards.outboxLink', { file });
    throw new OperatorError('storeFailure', problem, phrase('safeguards.outboxLinkHint'), { cause: error });
  }
}
