import type { DateTime } from 'luxon';
import { heedInterruption, OperatorError } from '../errors.js';
import { mergeErasures } from '../files/erasure-file.js';
import { installWorkspace, inScratch } from '../files/backup-folder.js';
import { isWindows } from '../files/host.js';
import { existingParts } from '../files/new-workspace.js';
import { keysIn, readKeyFile } from '../files/key-file.js';
import { hasFile, type WorkspaceFiles } from '../files/workspace.js';
import type { Stamp } from '../store/store.js';
import { phrase } from '../words/phrase.js';
import { openBackup, type CopyDeps } from './backup-workspace.js';

interface RestoreRequest {
  readonly path: string;
  /** Sets aside a workspace that is there. */
  readonly force: boolean;
  readonly passphrase: string;
}

interface RestoreDeps extends Pick<CopyDeps, 'inspect' | 'holdAlone' | 'signal'> {
  /** Tells what stands there by now: a copy on the way that can not be taken away must not take that along. */
  tellRestored(restored: Restored): void;
}

export interface Restored {
  readonly madeAt: string;
  /** How many rows the log of the copy has. */
  readonly rows: number;
  /** Instant of the newest of them: nothing after it is known. */
  readonly newestAt: string;
  /** The new names of what stood there. */
  readonly kept: readonly string[];
}

/** @throws OperatorError usage (64) when a workspace, or a part of one, stands there, and it may not be set aside. */
export function refuseOverwriting(files: WorkspaceFiles, force: boolean): void {
  const [found] = existingParts(files);
  if (force || found === undefined) return;
  throw new OperatorError('usage', phrase('backup.exists', { file: found }), phrase('backup.existsHint'));
}

/**
 * Brings a workspace back from a backup. Everything is taken out and read to its end before anything that is there is
 * touched. What comes back is a copy: it sends nothing before it was adopted.
 *
 * @throws OperatorError notNow (75) while another program has the ledger open that stands there.
 */
export async function restoreWorkspace(
  files: WorkspaceFiles,
  request: RestoreRequest,
  { at }: Stamp,
  deps: RestoreDeps,
): Promise<void> {
  refuseOverwriting(files, request.force);
  // What a program went on recording in the old ledger would be set aside with it, unseen: nobody does, from now on.
  let letGo = deps.holdAlone(files.ledger, keysThere(files, request.passphrase));
  try {
    await inScratch(files, async (scratch) => {
      const opened = await openBackup(request.path, request.passphrase, `${scratch}/restored`, deps);
      await heedInterruption(deps.signal);
      letGo ??= deps.holdAlone(files.ledger, [opened.fileKey]);
      // Windows renames no file that a program has open, this one included: there the hold has to end, and is not needed.
      if (isWindows) letGo?.();
      // Both know erasures that the other may not.
      const forget = mergeErasures(opened.files.erasures, files.erasures);
      const kept = installWorkspace(opened.files, files, suffixOf(files, at), { whenUndone: forget });
      const { head, newestAt } = opened.snapshot;
      deps.tellRestored({ madeAt: opened.manifest.madeAt, rows: head.seq, newestAt, kept });
    });
  } finally {
    letGo?.();
  }
}

/** Keys by which the ledger that stands there may be opened without asking for anything; a broken key file has none. */
function keysThere(files: WorkspaceFiles, passphrase: string): readonly (Buffer | null)[] {
  try {
    const keys = keysIn(readKeyFile(files), { kind: 'passphrase', passphrase });
    return keys === null ? [] : [keys.fileKey];
  } catch (error) {
    if (error instanceof OperatorError) return [];
    throw error;
  }
}

/** The second of the restoration; a later one where another restoration has set its configuration, the first of all, aside as of it. */
function suffixOf(files: WorkspaceFiles, at: DateTime): string {
  const suffix = `.before-${at.toUTC().toFormat("yyyyMMdd'T'HHmmss'Z'")}`;
  const isTaken = hasFile(`${files.config}${suffix}`);
  return isTaken ? suffixOf(files, at.plus({ seconds: 1 })) : suffix;
}
