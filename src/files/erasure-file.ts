import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { OperatorError } from '../errors.js';
import { isThere } from '../is-there.js';
import { phrase } from '../words/phrase.js';
import { errorCode } from './byte-source.js';
import { cannotWrite } from './durable-file.js';

/**
 * Who was erased, kept beside the ledger: one line of JSON a number, `{"fingerprint": HEX, "at": INSTANT}`, with
 * `"former": true` at its end where the person had it before. A ledger that comes back from a backup knows nothing of the
 * erasures since, and would bring these people back.
 */
export interface ErasureLine {
  readonly fingerprint: Buffer;
  /** ISO-8601; the same for all numbers of a person. */
  readonly at: string;
  /** It may be somebody else's by now. */
  readonly isFormer: boolean;
}

/** Notes erasures that are not noted yet, and waits until they are on the disk: called before the ledger forgets the person. */
export function noteErasures(file: string, erasures: readonly ErasureLine[]): void {
  const known = new Map(readErasures(file).map((line) => [nameOf(line), line]));
  const unknown = erasures.filter((line) => saysMore(line, known.get(nameOf(line))));
  if (unknown.length === 0) return;
  const lines = unknown.map(({ fingerprint, at, isFormer }) =>
    JSON.stringify({ fingerprint: fingerprint.toString('hex'), at, ...(isFormer ? { former: true } : {}) }),
  );
  try {
    const whole = isThere(file) ? wholeLines(file) : 0;
    const handle = openSync(file, 'a', 0o600);
    try {
      ftruncateSync(handle, whole); // what a crash cut off
      writeFileSync(handle, lines.map((line) => `${line}\n`).join(''));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

function nameOf({ fingerprint }: ErasureLine): string {
  return fingerprint.toString('hex');
}

/** Whoever has a number that an erased person had before may be erased in turn. */
function saysMore({ isFormer }: ErasureLine, known: ErasureLine | undefined): boolean {
  return known === undefined || (known.isFormer && !isFormer);
}

/** Bytes of the lines that were written to their end. */
function wholeLines(file: string): number {
  return readFileSync(file).lastIndexOf('\n') + 1;
}

/**
 * Reads them, each number once. A last line that was cut off by a crash was never answered for, and is passed over.
 *
 * @throws OperatorError badInput (65) naming file and line when another line is none of ours; storeFailure (74).
 */
export function readErasures(file: string): readonly ErasureLine[] {
  const lines = textOf(file).split('\n');
  const known = new Map<string, ErasureLine>();
  for (const [index, line] of lines.entries()) {
    const isCutOff = index === lines.length - 1;
    if (isCutOff) break;
    const erasure = parseLine(line);
    if (erasure === null) {
      throw new OperatorError(
        'badInput',
        phrase('backup.erasureLine', { file, line: index + 1 }),
        phrase('backup.erasureLineHint'),
      );
    }
    if (saysMore(erasure, known.get(nameOf(erasure)))) known.set(nameOf(erasure), erasure);
  }
  return [...known.values()];
}

/** Nothing where there is no file. One that can not be read is not taken for that: the next note would cut it off. */
function textOf(file: string): string {
  try {
    return isThere(file) ? readFileSync(file, 'utf8') : '';
  } catch (error) {
    const problem = phrase('files.unreadable', { file, code: errorCode(error) });
    throw new OperatorError('storeFailure', problem, phrase('store.failedHint'), { cause: error });
  }
}

/**
 * Adds to one file what another one knows.
 *
 * @returns Takes it back, as far as the disk lets it: more fingerprints than needed betray nobody and bring nobody back.
 */
export function mergeErasures(from: string, to: string): () => void {
  const before = isThere(to) ? wholeLines(to) : null;
  const takeBack = (): void => {
    try {
      if (before === null) rmSync(to, { force: true });
      else truncateSync(to, before);
    } catch {
      return;
    }
  };
  try {
    noteErasures(to, readErasures(from));
  } catch (error) {
    takeBack();
    throw error;
  }
  return takeBack;
}

function parseLine(line: string): ErasureLine | null {
  const [, fingerprint, at, former] =
    /^\{"fingerprint":"([0-9a-f]{64})","at":"([0-9TZ:.-]{20,30})"(,"former":true)?\}$/.exec(line) ?? [];
  if (fingerprint === undefined || at === undefined) return null;
  return { fingerprint: Buffer.from(fingerprint, 'hex'), at, isFormer: former !== undefined };
}
