import { open, readdir } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nationalDigits, type E164 } from '../core/contact/phone-number.js';
import { openZip, ZipError } from './workbook/zip-archive.js';

/** Files that hold a number, and files that could not be looked into. Absolute paths, in order. */
export interface NumberSearch {
  readonly holding: readonly string[];
  readonly unread: readonly string[];
}

/** Folders that no list of members lies in. */
const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(['.git', 'node_modules']);

/** Whether a folder of this name is looked into. */
export function isSearched(name: string): boolean {
  return !SKIPPED_FOLDERS.has(name);
}

/** What a restoration set aside may be encrypted: from outside nothing is seen in it, unless it is a text, or empty. */
const SET_ASIDE = /\.before-\d/;

const CHUNK_BYTES = 256 * 1024;
/** A larger archive is no workbook of ours. */
const LARGEST_ARCHIVE_BYTES = 512 * 1024 * 1024;

/**
 * Looks for a number in every file of a folder and of the folders in it, however people and spreadsheets write it:
 * `+33639981234`, `06 39 98 12 34`, `(0)6.39.98`, in UTF-8 or UTF-16, in a workbook too. Rather one file too many than
 * one too few: a person looks at what is listed.
 *
 * @param skip Whether a file is left out, by its absolute path. Symbolic links are not followed.
 */
export async function filesHolding(
  folder: string,
  number: E164,
  skip: (path: string) => boolean,
): Promise<NumberSearch> {
  const wanted = nationalDigits(number);
  const [holding, unread]: [string[], string[]] = [[], []];
  for await (const path of filesIn(folder, unread)) {
    if (skip(path)) continue;
    try {
      if (await holdsNumber(path, wanted)) holding.push(path);
      else if (SET_ASIDE.test(path) && !(await isText(path))) unread.push(path);
    } catch {
      unread.push(path);
    }
  }
  return { holding: holding.sort(), unread: unread.sort() };
}

async function* filesIn(folder: string, unread: string[]): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => null);
  if (entries === null) {
    unread.push(folder);
    return;
  }
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isFile()) yield path;
    if (entry.isDirectory() && isSearched(entry.name)) yield* filesIn(path, unread);
  }
}

async function holdsNumber(path: string, wanted: string): Promise<boolean> {
  const look = digitWatch(wanted);
  const handle = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(CHUNK_BYTES);
    for (let isFirst = true; ; isFirst = false) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return false;
      const chunk = buffer.subarray(0, bytesRead);
      if (isFirst && isZip(chunk)) return archiveHolds(path, (await handle.stat()).size, wanted);
      if (look(chunk)) return true;
    }
  } finally {
    await handle.close();
  }
}

async function isText(path: string): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const handle = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(CHUNK_BYTES);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, null);
      const text = decoder.decode(buffer.subarray(0, bytesRead), { stream: bytesRead > 0 });
      if (text.includes('\0')) return false;
      if (bytesRead === 0) return true;
    }
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  } finally {
    await handle.close();
  }
}

function isZip(head: Buffer): boolean {
  return head.length >= 4 && head.readUInt32BE(0) === 0x504b0304;
}

/** @throws ZipError, or an error of the file system: then it is told among those that could not be looked into. */
function archiveHolds(path: string, sizeBytes: number, wanted: string): boolean {
  if (sizeBytes > LARGEST_ARCHIVE_BYTES) throw new ZipError('too_large');
  const archive = openZip(readFileSync(path), LARGEST_ARCHIVE_BYTES);
  return archive.names.some((name) => digitWatch(wanted)(archive.read(name) ?? Buffer.alloc(0)));
}

/**
 * What ends a number: letters, line breaks and what separates cells, fields and values. Everything else may stand between its
 * digits: spaces, dots and dashes of every kind, in any encoding, and marks that nobody sees.
 */
const ENDING: ReadonlySet<number> = new Set(
  [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ\n\r;|"=<>{}[]&?!#$%@+^'].map((one) => one.charCodeAt(0)),
);

/**
 * Tells, piece by piece, whether the digits have come one after the other. Whatever the file is, it is read as bytes and as
 * UTF-16 of either order: there one byte of a minus sign (U+2212) or of a bullet is that of a quotation mark.
 */
function digitWatch(wanted: string): (chunk: Buffer) => boolean {
  const [bytes, little, big] = [codeWatch(wanted), codeWatch(wanted), codeWatch(wanted)];
  let first: number | null = null;
  return (chunk) => {
    for (const byte of chunk) {
      if (bytes(byte)) return true;
      if (first === null) {
        first = byte;
      } else {
        if (little(first + byte * 256) || big(first * 256 + byte)) return true;
        first = null;
      }
    }
    return false;
  };
}

function codeWatch(wanted: string): (code: number) => boolean {
  let seen = '';
  return (code) => {
    if (code >= 0x30 && code <= 0x39) {
      seen = (seen + String.fromCharCode(code)).slice(-wanted.length);
      return seen === wanted;
    }
    if (seen !== '' && ENDING.has(code)) seen = '';
    return false;
  };
}
