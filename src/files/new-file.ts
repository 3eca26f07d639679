import { randomBytes } from 'node:crypto';
import { lstat, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { OperatorError } from '../errors.js';
import { phrase } from '../words/phrase.js';
import { errorCode } from './byte-source.js';

/** A text file that is being written. */
export interface NewFile {
  put(text: string): Promise<void>;
  /** Finishes: only now does a file stand under its name. */
  finish(): Promise<void>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

/** A file on the disk, which may hold more than text. */
export interface DraftFile extends NewFile {
  /** Where it stands until it is finished. */
  readonly draft: string;
  put(content: string | Buffer): Promise<void>;
}

export interface NewFileOptions {
  /** Lets the new file take the place of an older one of that name. */
  readonly replace?: boolean;
}

/**
 * Opens a new file, readable by its owner alone, since it names people. It is written beside its place under another
 * name and renamed when complete; never over another file unless it may be replaced, and never through a symbolic link.
 *
 * @throws OperatorError usage: the name is taken, or its folder does not exist. storeFailure: the file can not be
 *   written; from `put` and `finish` too.
 */
export async function openNewFile(path: string, { replace = false }: NewFileOptions = {}): Promise<DraftFile> {
  await refuseTakenName(path, replace);
  const draft = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.part`);
  // O_EXCL: a link that somebody laid under the draft's name is not followed.
  const handle = await written(path, open(draft, 'wx', 0o600));
  return {
    draft,
    put: async (content) => {
      await written(path, handle.appendFile(content));
    },
    async finish() {
      await written(path, handle.sync());
      await handle.close();
      await refuseTakenName(path, replace); // somebody may have made it meanwhile
      await written(path, rename(draft, path));
    },
    async discard() {
      await handle.close();
      await rm(draft, { force: true });
    },
  };
}

async function refuseTakenName(path: string, replace: boolean): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (found === null || (replace && found.isFile())) return;
  const problem = found.isFile()
    ? phrase('files.outputExists', { file: path })
    : phrase('files.outputNoFile', { file: path });
  throw new OperatorError('usage', problem, phrase('files.outputExistsHint'));
}

async function written<T>(file: string, operation: Promise<T>): Promise<T> {
  try {
    return await operation;
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new OperatorError('usage', phrase('files.noFolder', { file }), phrase('files.noFolderHint'));
    }
    const problem = phrase('files.cannotWrite', { file, code });
    throw new OperatorError('storeFailure', problem, phrase('files.cannotWriteHint'), { cause: error });
  }
}
