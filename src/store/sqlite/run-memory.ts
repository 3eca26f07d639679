import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { formatHead, parseHead, type AuditHead } from '../../core/audit/chain.js';
import { isThere } from '../../is-there.js';
import { makeFolder } from '../../make-folder.js';
import { replaceSynced } from '../../sync-folder.js';
import { realPathOf } from './real-path.js';

/**
 * How far the real runs of a ledger have come: the newest row of its log, at their beginning and at their end. An older
 * copy that was written over the ledger keeps its file, but has no such row.
 *
 * It is kept beside the ledger, and once more by this computer, outside the workspace: whoever copies a whole folder back,
 * or a whole disk, takes back what lies beside the ledger as well.
 */
export interface RunMemory {
  /** Both heads, as far as they were kept and can be read. */
  recall(): readonly AuditHead[];
  /** The head that lies beside the ledger; null: none, or none that can be read. */
  recallBeside(): AuditHead | null;
  /** Waits until the head is on the disk, beside the ledger first. Where this computer can not keep it, that stands alone. */
  keep(head: AuditHead): void;
  /** Where this computer keeps it; null: no folder is known. */
  readonly onComputer: string | null;
  /** Whether this computer has, or could make, a memory that can be read and written. */
  isKept(): boolean;
}

/** @param stateFolder Where programs of this user keep what they have to remember on this computer; null: not known. */
export function runMemory(ledgerFile: string, ledgerId: string, stateFolder: string | null): RunMemory {
  const beside = `${realPathOf(ledgerFile).replace(/\.db$/, '')}.last-run`;
  const onComputer = stateFolder === null ? null : computerFile(stateFolder, ledgerId, '.last-run');
  const recallBeside = (): AuditHead | null => recalled(beside);
  return {
    onComputer,
    recallBeside,
    recall: () =>
      [recallBeside(), onComputer === null ? null : orNull(() => recalled(onComputer))].filter((head) => head !== null),
    keep(head) {
      const line = `${formatHead(head)}\n`;
      replaceSynced(beside, line);
      if (onComputer === null) return;
      orNull(() => {
        makeFolder(dirname(onComputer));
        replaceSynced(onComputer, line);
      });
    },
    isKept: () => onComputer !== null && (orNull(() => isUsable(onComputer)) ?? false),
  };
}

/** A file of this computer's about one ledger, wherever that lies. What an id may hold is not trusted to be a name. */
export function computerFile(stateFolder: string, ledgerId: string, suffix: string): string {
  return join(stateFolder, `${encodeURIComponent(ledgerId)}${suffix}`);
}

/** Null where nothing, or nothing that can be read as a head, was kept. */
function recalled(file: string): AuditHead | null {
  return isThere(file) ? parseHead(readFileSync(file, 'utf8').trim()) : null;
}

/** Looks without writing: doctor changes nothing. */
function isUsable(file: string): boolean {
  if (existsSync(file) && recalled(file) === null) return false;
  let folder = dirname(file);
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  accessSync(folder, constants.W_OK | constants.X_OK);
  return statSync(folder).isDirectory();
}

/** What this computer can not remember stops nobody: the memory beside the ledger remains. */
function orNull<T>(use: () => T): T | null {
  try {
    return use();
  } catch {
    return null;
  }
}
