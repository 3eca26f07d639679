import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { OperatorError } from '../errors.js';
import { syncFolder } from '../sync-folder.js';
import { phrase } from '../words/phrase.js';
import { errorCode } from './byte-source.js';
import { isWindows } from './host.js';
import { strandedLedger } from './leftovers.js';
import { RIGHTS_OF_OTHERS } from './secret-file.js';
import { ledgerFiles, type WorkspaceFiles } from './workspace.js';

/**
 * Refuses a folder that holds a workspace, or parts of one: a stray `ledger.db-wal` would be played into a new ledger,
 * and beside a ledger that a restoration set aside a new never-list would be an empty one.
 *
 * @throws OperatorError badInput (65)
 */
export function refuseExistingWorkspace(files: WorkspaceFiles): void {
  if (existsSync(files.folder) && !statSync(files.folder).isDirectory()) {
    throw new OperatorError(
      'badInput',
      phrase('workspace.notAFolder', { file: files.folder }),
      phrase('workspace.notAFolderHint'),
    );
  }
  const [found] = existingParts(files);
  if (found !== undefined) throw workspaceExists(found);
  const stranded = existsSync(files.folder) ? strandedLedger(files.folder) : null;
  if (stranded !== null) throw stranded;
}

/** Whatever of a workspace stands in a folder already. */
export function existingParts(files: WorkspaceFiles): readonly string[] {
  return [files.config, files.key, ...ledgerFiles(files)].filter((file) => existsSync(file));
}

/**
 * Makes the folder of a new workspace and its files, for this user alone. All or nothing: when a step fails, those
 * before it are undone, and what was there already stays.
 *
 * `smsctl.toml` comes last, for it is what makes a folder a workspace; the key is on the disk before anything is
 * written under it.
 *
 * @param makeLedger Makes `files.ledger`.
 * @throws OperatorError badInput (65) when there is a workspace already; notPermitted (77) where files can not be closed to
 *   others; storeFailure (74) when nothing can be written; and what `makeLedger` throws.
 */
export function makeWorkspaceFiles(
  files: WorkspaceFiles,
  /** `key`: what `ledger.key` is to hold. */
  contents: { readonly configText: string; readonly key: Buffer },
  makeLedger: () => void,
  modeOf = (handle: number): number => fstatSync(handle).mode,
): void {
  refuseExistingWorkspace(files);
  const undo: (() => void)[] = [];
  try {
    makeFolder(files.folder, undo);
    writeDurably(files.key, contents.key, undo, (handle) => refuseShared(files.key, modeOf(handle)));
    undo.push(() => ledgerFiles(files).forEach((file) => rmSync(file, { force: true })));
    makeLedger();
    writeDurably(files.config, contents.configText, undo);
    syncFolder(files.folder);
  } catch (error) {
    undoAll(undo);
    // What the system refused is the operator's to mend; anything else is not ours to rename.
    if (error instanceof OperatorError || errorCode(error) === 'unknown') throw error;
    throw new OperatorError(
      'storeFailure',
      phrase('workspace.unwritable', { folder: files.folder, code: errorCode(error) }),
      phrase('workspace.unwritableHint'),
      { cause: error },
    );
  }
}

/** Undoes the last step first. A folder that somebody else has put a file into by now stays. */
function undoAll(steps: readonly (() => void)[]): void {
  for (const step of [...steps].reverse()) {
    try {
      step();
    } catch {
      continue;
    }
  }
}

/** Makes `folder` and those above it that are missing. */
function makeFolder(folder: string, undo: (() => void)[]): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder), undo);
  mkdirSync(folder, { mode: 0o700 });
  undo.push(() => rmdirSync(folder));
}

/** Writes a file that must not exist, and waits until it is on the disk. */
function writeDurably(
  file: string,
  content: string | Buffer,
  undo: (() => void)[],
  judge: (handle: number) => void = () => undefined,
): void {
  const handle = openNew(file);
  undo.push(() => rmSync(file, { force: true }));
  try {
    judge(handle);
    writeFileSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * FAT and exFAT give every file the rights that they were mounted with. No later command would take such a key, and no
 * chmod mend it.
 */
function refuseShared(file: string, mode: number): void {
  if (isWindows || (mode & RIGHTS_OF_OTHERS) === 0) return;
  throw new OperatorError('notPermitted', phrase('workspace.noRights', { file }), phrase('workspace.noRightsHint'));
}

/** Of two that make a workspace in one folder at one moment, the slower is told that there is one. */
function openNew(file: string): number {
  try {
    return openSync(file, 'wx', 0o600);
  } catch (error) {
    throw errorCode(error) === 'EEXIST' ? workspaceExists(file) : error;
  }
}

function workspaceExists(file: string): OperatorError {
  return new OperatorError('badInput', phrase('workspace.exists', { file }), phrase('workspace.existsHint'));
}
