import { existsSync, lstatSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { OperatorError } from '../errors.js';
import { phrase } from '../words/phrase.js';
import { removeFile } from './durable-file.js';
import { entriesOf, setAsideLedgers, unfinishedCopies, workspaceFiles, type WorkspaceFiles } from './workspace.js';

/** Drafts of backups, exports and keys (`.export.csv.1a2b3c4d.part`, `ledger.key.part`), and the folder of a copy under way. */
const DRAFT = /^(?:\..+\.[0-9a-f]{8}\.part|ledger\..*\.part|ledger\.copying)$/;

/** What commands that were killed left in a workspace, or are writing at this moment. */
export function leftovers(files: WorkspaceFiles): readonly string[] {
  const drafts = entriesOf(files.folder)
    .filter((name) => DRAFT.test(name))
    .map((name) => join(files.folder, name));
  return [...drafts, ...unfinishedCopies(files)].sort();
}

/**
 * Removes ledgers and rehearsals that a killed program was writing anew. Called while the locks of sending and planning
 * are held: whoever writes one holds them.
 */
export function removeUnfinishedCopies(files: WorkspaceFiles): void {
  for (const file of unfinishedCopies(files)) removeFile(file);
}

/** What to do about a ledger that a restoration set aside before it was stopped; null where there is none. */
export function strandedLedger(folder: string): OperatorError | null {
  const files = workspaceFiles(resolve(folder));
  const newest = existsSync(files.ledger) ? undefined : setAsideLedgers(files).at(-1);
  if (newest === undefined) return null;
  const { ledger, key } = newest;
  const config = `${files.config}${basename(ledger).slice(basename(files.ledger).length)}`;
  return new OperatorError(
    'badInput',
    phrase('leftovers.setAside', { folder: files.folder }),
    phrase('leftovers.setAsideHint', { ledger: basename(ledger), key: basename(key), config: basename(config) }),
  );
}

/** @throws OperatorError notPermitted (77): what is written through a link leaves the workspace, past erasure and backup. */
export function refuseLinkedRehearsals({ rehearsals: folder }: WorkspaceFiles): void {
  if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return;
  throw new OperatorError(
    'notPermitted',
    phrase('leftovers.rehearsalsLink', { folder }),
    phrase('leftovers.rehearsalsLinkHint'),
  );
}
