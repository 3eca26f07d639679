import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { OperatorError } from '../errors.js';
import { phrase } from '../words/phrase.js';
import { removeTree } from './durable-file.js';
import { isAbandonedDraft } from './new-file.js';
import { isSearched } from './number-search.js';
import {
  entriesOf,
  setAside,
  setAsideLedgers,
  unfinishedCopies,
  workspaceFiles,
  type WorkspaceFiles,
} from './workspace.js';

/** Where a copy of the whole ledger is made or opened on its way into a backup, or out of one. */
const COPYING = 'ledger.copying';

/** What is written beside `ledger.key` or another file of the ledger before it takes its place. */
const OWN_DRAFT = /^ledger\..*\.part$/;

/** The folder for copies under way, beside the ledger and never beside the backup. */
export function copyingFolder({ folder }: Pick<WorkspaceFiles, 'folder'>): string {
  return join(folder, COPYING);
}

/**
 * What commands that were killed left in a workspace, and ledgers and keys that are copied or written anew at this
 * moment: whoever does that holds the locks on the ledger. What a program at work is exporting is not among them.
 */
export function leftovers(files: WorkspaceFiles): readonly string[] {
  const isOwn = (name: string): boolean => name === COPYING || OWN_DRAFT.test(name);
  const own = entriesOf(files.folder)
    .filter(isOwn)
    .map((name) => join(files.folder, name));
  return [...own, ...abandonedDrafts(files.folder), ...unfinishedCopies(files)].sort();
}

/** In the folder and the folders in it: an export may have been written to any of them. What can not be read is passed over. */
function abandonedDrafts(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return isSearched(entry.name) ? abandonedDrafts(path) : [];
      return entry.isFile() && isAbandonedDraft(entry.name) ? [path] : [];
    });
  } catch {
    return [];
  }
}

/**
 * Removes them, for people may stand in them in clear. Called while every lock on the ledger is held: nobody is at work
 * with them.
 *
 * @returns What was removed.
 * @throws OperatorError storeFailure (74)
 */
export function removeLeftovers(files: WorkspaceFiles): readonly string[] {
  const found = leftovers(files);
  for (const path of found) removeTree(path);
  return found;
}

/** What to do in a folder without configuration where a restoration was stopped; null where none was. */
export function strandedLedger(folder: string): OperatorError | null {
  const files = workspaceFiles(resolve(folder));
  const newest = existsSync(files.ledger) ? undefined : setAsideLedgers(files).at(-1);
  if (newest === undefined) return stoppedHalfWay(files);
  const { ledger, key } = newest;
  const config = `${files.config}${basename(ledger).slice(basename(files.ledger).length)}`;
  return new OperatorError(
    'badInput',
    phrase('leftovers.setAside', { folder: files.folder }),
    phrase('leftovers.setAsideHint', { ledger: basename(ledger), key: basename(key), config: basename(config) }),
  );
}

/** Before the old ledger was set aside, or after the new one had its name; or the copy of it was still being taken out. */
function stoppedHalfWay(files: WorkspaceFiles): OperatorError | null {
  const { folder } = files;
  const [config] = setAside(folder, files.config).slice(-1);
  const suffix = config?.slice(files.config.length);
  const aside = suffix === undefined ? [] : entriesOf(folder).filter((name) => name.endsWith(suffix));
  const copies = entriesOf(folder).filter((name) => name === COPYING);
  if (aside.length + copies.length === 0) return null;
  const left = { folder, aside: [...aside].sort(), copies };
  return new OperatorError('badInput', phrase('leftovers.halfWay', left), phrase('leftovers.halfWayHint', left));
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
