import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { OperatorError } from '../errors.js';
import { isThere } from '../is-there.js';
import { phrase } from '../words/phrase.js';
import { errorCode } from './byte-source.js';
import { isWindows } from './host.js';

/** The files of one workspace, as absolute paths. */
export interface WorkspaceFiles {
  readonly folder: string;
  readonly config: string;
  readonly ledger: string;
  readonly key: string;
  /** The key that is about to take the place of `key`. */
  readonly nextKey: string;
  readonly rehearsals: string;
  /** Fingerprints of those who were erased: beside the ledger, so that they outlast its return from a backup. */
  readonly erasures: string;
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
    nextKey: at('ledger.key.next'),
    rehearsals: at('rehearsals'),
    erasures: at('ledger.erasures'),
  };
}

/** What a backup holds, by the names that it has here. */
export const BACKUP_NAMES = ['config', 'key', 'erasures', 'ledger'] as const;
export type BackupName = (typeof BACKUP_NAMES)[number];

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

/** The folder that was named, if one was: an empty variable names none. */
export function givenWorkspace(named: string | undefined, fromEnvironment: string | undefined): string | undefined {
  return named ?? (fromEnvironment === '' ? undefined : fromEnvironment);
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
  const given = givenWorkspace(named, fromEnvironment);
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

/** Names of the campaigns that were rehearsed, in order. */
export function rehearsalNames(files: WorkspaceFiles): readonly string[] {
  return entriesOf(files.rehearsals)
    .filter((name) => name.endsWith('.db'))
    .map((name) => name.slice(0, -'.db'.length))
    .sort();
}

/** What a killed program left of a ledger or a rehearsal that it was writing anew: it may be in clear. */
export function unfinishedCopies(files: WorkspaceFiles): readonly string[] {
  return [files.folder, files.rehearsals].flatMap((folder) =>
    entriesOf(folder)
      .filter((name) => RECODED.test(name))
      .map((name) => join(folder, name)),
  );
}

/** How the store names a database that is to take the place of another one, and SQLite what it keeps beside it. */
const RECODED = /\.db\.recoded(?:-(?:wal|shm|journal))?$/;

/**
 * Which files stand under these names at this moment: whatever writes a ledger or its key anew, or restores them, puts
 * other files in their place.
 */
export function standingOf(files: readonly string[]): string {
  return files.map((file) => statSync(file, { bigint: true, throwIfNoEntry: false })?.ino ?? '').join();
}

/** Whether there is such a file. */
export function hasFile(file: string): boolean {
  return isThere(file);
}

/** Whether a file stands there, where a folder is meant: as a rule somebody named `smsctl.toml` itself. */
export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** Names of the outboxes that rehearsals left. */
export function outboxNames(files: WorkspaceFiles): readonly string[] {
  return entriesOf(files.rehearsals).filter((name) => name.endsWith('.outbox.jsonl'));
}

/** Who may do what with a file: the nine bits of chmod(1). */
export interface FileMode {
  readonly file: string;
  readonly bits: number;
}

/** What the system grants on the folder, the configuration, and the files that hold personal data. */
interface WorkspaceModes {
  readonly folder: FileMode;
  readonly config: FileMode | null;
  /** The ledger, what SQLite keeps beside it, and every rehearsal. */
  readonly personal: readonly FileMode[];
}

/** Null on Windows, whose rights are not in these bits. */
export function readModes(files: WorkspaceFiles): WorkspaceModes | null {
  if (isWindows) return null;
  const rehearsals = entriesOf(files.rehearsals);
  const personal = [...ledgerFiles(files), files.erasures, ...rehearsals.map((name) => join(files.rehearsals, name))];
  return {
    folder: { file: files.folder, bits: bitsOf(files.folder) ?? 0 },
    config: modeOf(files.config),
    personal: personal.map(modeOf).filter((mode) => mode !== null),
  };
}

/** The names in a folder; none where there is no such folder. @throws OperatorError storeFailure (74) */
export function entriesOf(folder: string): readonly string[] {
  try {
    return isThere(folder) ? readdirSync(folder) : [];
  } catch (error) {
    throw unreadable(folder, error);
  }
}

function unreadable(file: string, cause: unknown): OperatorError {
  const isRefused = ['EACCES', 'EPERM'].includes(errorCode(cause));
  const hint = isRefused ? phrase('workspace.refusedHint') : phrase('workspace.unreadableHint');
  return new OperatorError('storeFailure', phrase('workspace.unreadable', { file }), hint, { cause });
}

function modeOf(file: string): FileMode | null {
  const bits = bitsOf(file);
  return bits === null ? null : { file, bits };
}

function bitsOf(file: string): number | null {
  try {
    const stat = statSync(file, { throwIfNoEntry: false });
    return stat === undefined ? null : stat.mode & 0o777;
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** The ledger and the files that SQLite keeps beside it while it is open, or after a crash. */
export function ledgerFiles({ ledger }: WorkspaceFiles): readonly string[] {
  return [ledger, `${ledger}-wal`, `${ledger}-shm`, `${ledger}-journal`];
}

/** A ledger that a restoration set aside, with the key that was set aside with it. */
interface SetAside {
  readonly ledger: string;
  readonly key: string;
}

/** Those that lie beside the ledger. */
export function setAsideLedgers({ folder, ledger, key }: WorkspaceFiles): readonly SetAside[] {
  return setAside(folder, ledger).map((file) => ({ ledger: file, key: `${key}${file.slice(ledger.length)}` }));
}

/** Bare keys that a restoration set aside: random bytes, in which nobody stands. */
export function setAsideKeys({ folder, key }: WorkspaceFiles): readonly string[] {
  return setAside(folder, key).filter((file) => statSync(file, { throwIfNoEntry: false })?.size === KEY_BYTES);
}

/** What restorations set aside of one file or folder of a workspace, oldest first. */
export function setAside(folder: string, file: string): readonly string[] {
  const name = `${basename(file)}.before-`;
  return entriesOf(folder)
    .filter((entry) => entry.startsWith(name) && /^\d{8}T\d{6}Z$/.test(entry.slice(name.length)))
    .sort()
    .map((entry) => join(folder, entry));
}

/** Files that only their locks are for. To open one and close it again would end this process's own lock on it. */
export function lockFiles({ ledger }: WorkspaceFiles): readonly string[] {
  return ['.run-lock', '.plan-lock'].map((suffix) => ledger.replace(/\.db$/, suffix));
}
