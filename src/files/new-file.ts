import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { OperatorError } from '../errors.js';
import { syncFolder } from '../sync-folder.js';
import { phrase } from '../words/phrase.js';
import { errorCode, refuseUnnamed } from './byte-source.js';
import { cannotWrite } from './durable-file.js';
import { isProcess, ownProcess } from './host.js';

/** Enough to tell what a file is. */
const BEGINNING_BYTES = 256;

/** What a workspace consists of, whether it is there yet or not: SQLite would take a table for its own journal. */
const OWN_NAMES =
  /^(?:smsctl\.toml.*|ledger\.(?:db|key|erasures|copying|home|last-run).*|.*\.run-lock|.*\.plan-lock|rehearsals)$/i;

/** Names who is at work with it: a draft whose program is gone was left by it. */
function draftName(name: string): string {
  return `.${name}.p${ownProcess}-${randomBytes(4).toString('hex')}.part`;
}

/** Drafts of the same file that killed programs left would pile up, with everybody in them. What can not be removed stays. */
async function removeAbandoned(path: string): Promise<void> {
  const isOfPath = (name: string): boolean => name.startsWith(`.${basename(path)}.`) && isAbandonedDraft(name);
  for (const name of (await readdir(dirname(path)).catch(() => [])).filter(isOfPath)) {
    await rm(join(dirname(path), name), { force: true }).catch(() => undefined);
  }
}

/** Whether a file of this name is a draft that no program of this machine is at work with. */
export function isAbandonedDraft(name: string): boolean {
  const [draft, pid] = /^\..+\.(?:p(\d+)-)?[0-9a-f]{8}\.part$/.exec(name) ?? [];
  return draft !== undefined && (pid === undefined || !isProcess(Number(pid)));
}

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

interface NewFileOptions {
  /** Whether the new file may take the place of an older one that begins like this: it must be one of ours. */
  readonly mayReplace?: (beginning: string) => boolean;
}

/**
 * Opens a new file, readable by its owner alone, since it names people. It is written beside its place under another
 * name and renamed when complete; never over another file unless it may be replaced, and never through a symbolic link.
 *
 * @throws OperatorError usage: the name is taken, or its folder does not exist. storeFailure: the file can not be
 *   written; from `put` and `finish` too.
 */
export async function openNewFile(path: string, { mayReplace = () => false }: NewFileOptions = {}): Promise<DraftFile> {
  await refuseTakenName(path, mayReplace);
  const draft = join(dirname(path), draftName(basename(path)));
  await removeAbandoned(path);
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
      await refuseTakenName(path, mayReplace); // somebody may have made it meanwhile
      await written(path, rename(draft, path));
      keepName(dirname(path));
    },
    async discard() {
      await handle.close();
      await rm(draft, { force: true });
    },
  };
}

/** Waits until the name is on the disk as well: a backup is told as made. A share in the network can not be asked for it. */
function keepName(folder: string): void {
  try {
    syncFolder(folder);
  } catch {
    // Its content is there, under its name for everybody who looks.
  }
}

/**
 * Refuses at once what {@link openNewFile} would refuse later, before anything is asked of a person.
 *
 * @throws OperatorError usage: the name is taken, or its folder does not exist.
 */
export async function refuseUnfitName(path: string, { mayReplace = () => false }: NewFileOptions = {}): Promise<void> {
  await refuseTakenName(path, mayReplace);
  // Behind the slash a folder alone is found.
  await written(path, stat(`${dirname(path)}/.`));
}

async function refuseTakenName(path: string, mayReplace: (beginning: string) => boolean): Promise<void> {
  refuseUnnamed(path);
  if (OWN_NAMES.test(basename(path)) || basename(dirname(resolve(path))) === 'rehearsals') {
    throw new OperatorError('usage', phrase('safeguards.ownName', { file: path }), phrase('files.outputExistsHint'));
  }
  const found = await lstat(path).catch(() => null);
  if (found === null || (found.isFile() && mayReplace(await beginningOf(path)))) return;
  const problem = found.isFile()
    ? phrase('files.outputExists', { file: path })
    : phrase('files.outputNoFile', { file: path });
  throw new OperatorError('usage', problem, phrase('files.outputExistsHint'));
}

/** The first characters of a file; nothing where it can not be read, and so is not ours. */
async function beginningOf(path: string): Promise<string> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch(() => null);
  if (handle === null) return '';
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(BEGINNING_BYTES), 0, BEGINNING_BYTES, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function written<T>(file: string, operation: Promise<T>): Promise<T> {
  try {
    return await operation;
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new OperatorError('usage', phrase('files.noFolder', { file }), phrase('files.noFolderHint'));
    }
    throw cannotWrite(file, error);
  }
}
