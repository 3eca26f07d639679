import { chmodSync, mkdirSync, readdirSync, renameSync, rmdirSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { OperatorError, throwIfInterrupted } from '../errors.js';
import { makeFolder } from '../make-folder.js';
import { syncFolder } from '../sync-folder.js';
import { phrase } from '../words/phrase.js';
import type { BackupManifest, BackupSink } from './backup-file.js';
import { errorCode } from './byte-source.js';
import { cannotWrite, removeTree } from './durable-file.js';
import { copyingFolder } from './leftovers.js';
import { BACKUP_NAMES, ledgerFiles, workspaceFiles, type BackupName, type WorkspaceFiles } from './workspace.js';

/**
 * Makes the folder for copies under way, and takes it away in the end. What a killed program left in it goes first.
 *
 * @throws OperatorError storeFailure (74), naming the folder where it can not be taken away; what failed before that is told
 *   with it.
 */
export async function inScratch<T>(files: WorkspaceFiles, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = copyingFolder(files);
  removeTree(folder);
  guarded(folder, () => mkdirSync(folder, { mode: 0o700 }));
  let result: T;
  try {
    result = await use(folder);
  } catch (error) {
    throw copyLeft(folder, error) ?? error;
  }
  const left = copyLeft(folder);
  if (left !== null) throw left;
  return result;
}

/** Null when the folder could be taken away. */
function copyLeft(file: string, first?: unknown): OperatorError | null {
  try {
    removeTree(file);
    return null;
  } catch (cause) {
    const told = first instanceof OperatorError ? first : null;
    return new OperatorError(
      told?.kind ?? 'storeFailure',
      told?.problem ?? phrase('backup.copyLeft', { file }),
      phrase('backup.copyLeftHint', { file }),
      { cause: first ?? cause, details: { ...told?.details, left: [file] } },
    );
  }
}

/** Writes the contents of a backup into a new folder, each under the name that it has in a workspace, and synchronises them. */
export async function extractTo(
  folder: string,
  signal: AbortSignal,
  read: (sink: BackupSink) => Promise<BackupManifest>,
): Promise<BackupManifest> {
  const files = workspaceFiles(folder);
  guarded(folder, () => mkdirSync(folder, { mode: 0o700 }));
  let current: { readonly name: BackupName; readonly handle: FileHandle } | null = null;
  const close = async (): Promise<void> => {
    if (current === null) return;
    const { handle } = current;
    current = null;
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  };
  const sink: BackupSink = {
    begin: () => undefined,
    async write({ name }, bytes) {
      throwIfInterrupted(signal);
      if (!isBackupName(name)) return; // of a newer version, which keeps more than this one knows
      if (current?.name !== name) {
        await close();
        current = { name, handle: await written(files[name], open(files[name], 'wx', 0o600)) };
      }
      await written(files[name], current.handle.appendFile(bytes));
    },
  };
  try {
    return await read(sink);
  } finally {
    await close();
  }
}

function isBackupName(name: string): name is BackupName {
  return (BACKUP_NAMES as readonly string[]).includes(name);
}

/**
 * Puts restored files into a workspace. Those that stand there already stay beside, under a name with the date.
 *
 * `smsctl.toml` goes first and comes last, for it is what makes a folder a workspace: a machine that stops half-way leaves
 * none, and nothing lost. When a step fails, those before it are undone.
 *
 * @param suffix What is added to the names of the old ones.
 * @param whenUndone Undoes what was done before; not where something has kept another name.
 * @returns The new names of the old files.
 * @throws OperatorError storeFailure (74), naming what has kept another name where it could not be undone.
 */
export function installWorkspace(
  from: WorkspaceFiles,
  to: WorkspaceFiles,
  suffix: string,
  { whenUndone = () => undefined }: { readonly whenUndone?: () => void } = {},
): readonly string[] {
  const moves: Move[] = [];
  const move = (old: string, as: string): void => {
    renameSync(old, as);
    moves.push({ from: old, to: as });
  };
  const kept: string[] = [];
  const setAside = (file: string, as = `${file}${suffix}`): void => {
    if (!readdirSync(dirname(file)).includes(basename(file))) return;
    move(file, as);
    kept.push(as);
  };
  try {
    chmodSync(to.folder, 0o700);
    setAside(to.config);
    // SQLite finds the log of a ledger by its name.
    const [ledger = to.ledger, ...beside] = ledgerFiles(to);
    setAside(ledger);
    for (const file of beside) setAside(file, `${ledger}${suffix}${file.slice(ledger.length)}`);
    setAside(to.key);
    setAside(to.rehearsals);
    syncFolder(to.folder);
    for (const name of ['key', 'ledger', 'config'] as const) move(from[name], to[name]);
    syncFolder(to.folder);
    return kept;
  } catch (error) {
    const left = takeBack(moves);
    if (left.length === 0) whenUndone();
    throw notInstalled(to, error, left);
  }
}

/** One file or folder that got another name. */
interface Move {
  readonly from: string;
  readonly to: string;
}

/**
 * Gives the old names back, the last one first, and ends where that fails: a key beside the ledger of another would be worse
 * than no workspace.
 *
 * @returns What has kept its new name.
 */
function takeBack(moves: readonly Move[]): readonly Move[] {
  const left = [...moves];
  try {
    for (let last = left.at(-1); last !== undefined; last = left.at(-1)) {
      renameSync(last.to, last.from);
      left.pop();
    }
  } catch {
    return left;
  }
  return left;
}

function notInstalled({ folder }: WorkspaceFiles, cause: unknown, left: readonly Move[]): OperatorError {
  const problem = phrase('files.cannotWrite', { file: folder, code: errorCode(cause) });
  if (left.length === 0) return new OperatorError('storeFailure', problem, phrase('backup.undoneHint'), { cause });
  const kept = left.filter(({ from }) => dirname(from) === folder).map(({ to }) => to);
  return new OperatorError('storeFailure', problem, phrase('backup.halfWayHint', { files: kept }), {
    ...{ cause, details: { kept } },
  });
}

async function written<T>(file: string, operation: Promise<T>): Promise<T> {
  try {
    return await operation;
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

function guarded<T>(file: string, use: () => T): T {
  try {
    return use();
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

/** Makes a folder for one user alone where there is none; takes it away again, if it is still empty, when `use` fails. */
export async function inFolder<T>(folder: string, use: () => Promise<T>): Promise<T> {
  const made = guarded(folder, () => makeFolder(folder));
  try {
    return await use();
  } catch (error) {
    if (made !== null && readdirSync(folder).length === 0) rmdirSync(folder);
    throw error;
  }
}
