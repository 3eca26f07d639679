import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { OperatorError } from '../errors.js';
import { syncFolder } from '../sync-folder.js';
import { phrase } from '../words/phrase.js';
import { errorCode } from './byte-source.js';

/**
 * Puts a new content under a name, for this user alone, and waits until it is on the disk. Whenever the machine stops,
 * either the old content or the new one is there, whole.
 *
 * @throws OperatorError storeFailure (74)
 */
export function replaceDurably(file: string, content: Buffer): void {
  const draft = `${file}.part`;
  try {
    rmSync(draft, { force: true }); // left by a program that was killed
    const handle = openSync(draft, 'wx', 0o600);
    try {
      writeFileSync(handle, content);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(draft, file);
    syncFolder(dirname(file));
  } catch (error) {
    const problem = phrase('files.cannotWrite', { file, code: errorCode(error) });
    throw new OperatorError('storeFailure', problem, phrase('files.cannotWriteHint'), { cause: error });
  }
}

/** Gives a file another name, and waits until the name is on the disk. One that another program has moved already is moved. */
export function moveDurably(from: string, to: string): void {
  try {
    renameSync(from, to);
    syncFolder(dirname(to));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    const problem = phrase('files.cannotWrite', { file: to, code: errorCode(error) });
    throw new OperatorError('storeFailure', problem, phrase('files.cannotWriteHint'), { cause: error });
  }
}

/** Takes a file or a folder away; one that is not there is away. @throws OperatorError storeFailure (74) */
export function removeTree(file: string): void {
  try {
    rmSync(file, { force: true, recursive: true });
  } catch (error) {
    const problem = phrase('files.cannotWrite', { file, code: errorCode(error) });
    throw new OperatorError('storeFailure', problem, phrase('files.cannotWriteHint'), { cause: error });
  }
}
