import { renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { OperatorError } from '../errors.js';
import { replaceSynced, syncFolder } from '../sync-folder.js';
import { phrase } from '../words/phrase.js';
import { errorCode } from './byte-source.js';

/** {@link replaceSynced}. @throws OperatorError storeFailure (74) */
export function replaceDurably(file: string, content: Buffer): void {
  try {
    replaceSynced(file, content);
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

/** Gives a file another name, and waits until the name is on the disk. One that another program has moved already is moved. */
export function moveDurably(from: string, to: string): void {
  try {
    renameSync(from, to);
    syncFolder(dirname(to));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw cannotWrite(to, error);
  }
}

/** Takes a file or a folder away; one that is not there is away. @throws OperatorError storeFailure (74) */
export function removeTree(file: string): void {
  try {
    rmSync(file, { force: true, recursive: true });
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

/** Why a file could not be written, or made; as the system names it. */
export function cannotWrite(file: string, cause: unknown): OperatorError {
  const problem = phrase('files.cannotWrite', { file, code: errorCode(cause) });
  return new OperatorError('storeFailure', problem, phrase('files.cannotWriteHint'), { cause });
}
