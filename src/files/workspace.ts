import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { OperatorError } from '../errors.js';
import { phrase } from '../words/phrase.js';
import { errorCode } from './byte-source.js';
import { isWindows } from './host.js';

/** The files of one workspace, as absolute paths. */
export interface WorkspaceFiles {
  readonly folder: string;
  readonly config: string;
  readonly ledger: string;
  readonly key: string;
  readonly rehearsals: string;
}

/** Bytes of `ledger.key`. */
export const KEY_BYTES = 32;

export function workspaceFiles(folder: string): WorkspaceFiles {
  const at = (name: string): string => join(folder, name);
  return {
    folder,
    config: at('smsctl.toml'),
    ledger: at('ledger.db'),
    key: at('ledger.key'),
    rehearsals: at('rehearsals'),
  };
}

/** The ledger and the outbox of one campaign's rehearsal. */
export function rehearsalFiles(
  files: WorkspaceFiles,
  campaign: string,
): { readonly ledger: string; readonly outbox: string } {
  return {
    ledger: join(files.rehearsals, `${campaign}.db`),
    outbox: join(files.rehearsals, `${campaign}.outbox.jsonl`),
  };
}

/**
 * Finds the workspace: the one named, else `SMSCTL_WORKSPACE`, else the nearest folder upward with `smsctl.toml`.
 *
 * @returns Null when there is none.
 */
export function findWorkspace(
  named: string | undefined,
  fromEnvironment: string | undefined,
  cwd: string,
): WorkspaceFiles | null {
  const given = named ?? (fromEnvironment === '' ? undefined : fromEnvironment);
  if (given !== undefined) {
    const files = workspaceFiles(resolve(cwd, given));
    return existsSync(files.config) ? files : null;
  }
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const files = workspaceFiles(folder);
    if (existsSync(files.config)) return files;
    if (dirname(folder) === folder) return null;
  }
}

/** @throws OperatorError noInput (66) */
export function readConfigText(files: WorkspaceFiles): string {
  try {
    return readFileSync(files.config, 'utf8');
  } catch (error) {
    throw new OperatorError(
      'noInput',
      phrase('workspace.configUnreadable', { file: files.config }),
      phrase('workspace.configUnreadableHint'),
      { cause: error },
    );
  }
}

/**
 * Reads `ledger.key`. A missing key is never made anew: under another key the never-list would recognise nobody.
 *
 * @throws OperatorError notPermitted (77) when it is missing or unreadable, has not 32 bytes, or can be read by others.
 */
export function readKey(files: WorkspaceFiles): Buffer {
  const file = files.key;
  const key = readSecret(file);
  if (key.length !== KEY_BYTES) {
    throw new OperatorError(
      'notPermitted',
      phrase('workspace.keyLength', { file, bytes: key.length, needed: KEY_BYTES }),
      phrase('workspace.keyMissingHint'),
    );
  }
  return key;
}

function readSecret(file: string): Buffer {
  try {
    if (!isWindows && (statSync(file).mode & 0o077) !== 0) {
      throw new OperatorError(
        'notPermitted',
        phrase('workspace.keyOpen', { file }),
        phrase('workspace.keyOpenHint', { file }),
      );
    }
    return readFileSync(file);
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    const isMissing = errorCode(error) === 'ENOENT';
    throw new OperatorError(
      'notPermitted',
      isMissing ? phrase('workspace.keyMissing', { file }) : phrase('workspace.keyUnreadable', { file }),
      isMissing ? phrase('workspace.keyMissingHint') : phrase('workspace.keyUnreadableHint'),
      { cause: error },
    );
  }
}

/** Names of the campaigns that were rehearsed, in order. */
export function rehearsalNames(files: WorkspaceFiles): readonly string[] {
  if (!existsSync(files.rehearsals)) return [];
  return readdirSync(files.rehearsals)
    .filter((name) => name.endsWith('.db'))
    .map((name) => name.slice(0, -'.db'.length))
    .sort();
}

/** Who may do what with a file: the nine bits of chmod(1). */
export interface FileMode {
  readonly file: string;
  readonly bits: number;
}

/** What the system grants on the folder, the configuration, and the files that hold personal data. */
export interface WorkspaceModes {
  readonly folder: FileMode;
  readonly config: FileMode | null;
  /** The ledger, what SQLite keeps beside it, and every rehearsal. */
  readonly personal: readonly FileMode[];
}

/** Null on Windows, whose rights are not in these bits. */
export function readModes(files: WorkspaceFiles): WorkspaceModes | null {
  if (isWindows) return null;
  const rehearsals = existsSync(files.rehearsals) ? readdirSync(files.rehearsals) : [];
  const personal = [...ledgerFiles(files), ...rehearsals.map((name) => join(files.rehearsals, name))];
  return {
    folder: { file: files.folder, bits: bitsOf(files.folder) ?? 0 },
    config: modeOf(files.config),
    personal: personal.map(modeOf).filter((mode) => mode !== null),
  };
}

function modeOf(file: string): FileMode | null {
  const bits = bitsOf(file);
  return bits === null ? null : { file, bits };
}

function bitsOf(file: string): number | null {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat === undefined ? null : stat.mode & 0o777;
}

/** The ledger and the files that SQLite keeps beside it while it is open, or after a crash. */
function ledgerFiles({ ledger }: WorkspaceFiles): readonly string[] {
  return [ledger, `${ledger}-wal`, `${ledger}-shm`, `${ledger}-journal`];
}

/**
 * Refuses a folder that holds a workspace, or parts of one: a stray `ledger.db-wal` would be played into a new ledger.
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
  const found = [files.config, files.key, ...ledgerFiles(files)].find((file) => existsSync(file));
  if (found !== undefined) throw workspaceExists(found);
}

/**
 * Makes the folder of a new workspace and its files, for this user alone. All or nothing: when a step fails, those
 * before it are undone, and what was there already stays.
 *
 * `smsctl.toml` comes last, for it is what makes a folder a workspace; the key is on the disk before anything is
 * written under it.
 *
 * @param makeLedger Makes `files.ledger`.
 * @throws OperatorError badInput (65) when there is a workspace already; storeFailure (74) when nothing can be written;
 *   and what `makeLedger` throws.
 */
export function makeWorkspaceFiles(
  files: WorkspaceFiles,
  contents: { readonly configText: string; readonly key: Buffer },
  makeLedger: () => void,
): void {
  refuseExistingWorkspace(files);
  const undo: (() => void)[] = [];
  try {
    makeFolder(files.folder, undo);
    writeDurably(files.key, contents.key, undo);
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
function writeDurably(file: string, content: string | Buffer, undo: (() => void)[]): void {
  const handle = openNew(file);
  undo.push(() => rmSync(file, { force: true }));
  try {
    writeFileSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Of two that make a workspace in one folder at one moment, the slower is told that there is one. */
function openNew(file: string): number {
  try {
    return openSync(file, 'wx', 0o600);
  } catch (error) {
    throw errorCode(error) === 'EEXIST' ? workspaceExists(file) : error;
  }
}

/** The names of new files are the folder's content. Windows can not open a folder, and keeps them by itself. */
function syncFolder(folder: string): void {
  if (isWindows) return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function workspaceExists(file: string): OperatorError {
  return new OperatorError(
    'badInput',
    phrase('workspace.exists', { file }),
    phrase('workspace.existsHint'),
  );
}
