import { formatHead } from '../core/audit/chain.js';
import { keyringOf, type Keyring } from '../core/contact/keyring.js';
import { isoInstant } from '../core/schedule/instant.js';
import { heedInterruption, OperatorError, throwIfInterrupted } from '../errors.js';
import { beginsLikeBackup, contentOf, readBackup, writeBackup, type BackupManifest } from '../files/backup-file.js';
import { replaceDurably } from '../files/durable-file.js';
import { extractTo, inScratch } from '../files/backup-folder.js';
import { keysIn, readKeyFile } from '../files/key-file.js';
import { openNewFile, refuseUnfitName, type DraftFile } from '../files/new-file.js';
import { BACKUP_NAMES, workspaceFiles, type WorkspaceFiles } from '../files/workspace.js';
import type { Snapshot, Stamp } from '../store/store.js';
import { phrase } from '../words/phrase.js';

export interface CopyDeps {
  snapshot(file: string, keyring: Keyring, target: string): void;
  /** Null when it is not whole. */
  inspect(file: string, keyring: Keyring): Snapshot | null;
  /**
   * Holds a ledger that is about to be set aside; returns what ends that, null where nothing could be held.
   *
   * @throws OperatorError notNow (75) while another program has it open.
   */
  holdAlone(file: string, fileKeys: readonly (Buffer | null)[]): (() => void) | null;
  /** Ends a copy between two steps, and leaves nothing of it. */
  readonly signal: AbortSignal;
}

interface BackupRequest {
  readonly path: string;
  /** Lets it take the place of an older file of that name. */
  readonly force: boolean;
  readonly passphrase: string;
  /** What lies in the backup as `ledger.key`; null: what stands there. */
  readonly keyFile: Buffer | null;
}

/**
 * Puts ledger, key and configuration into one sealed file, while the ledger may be in use. What was written is opened
 * and read to its end before it gets its name: a backup that can not be restored is none.
 */
export async function backupWorkspace(
  files: WorkspaceFiles,
  request: BackupRequest,
  keyring: Keyring,
  { at }: Stamp,
  deps: CopyDeps,
): Promise<BackupManifest> {
  const target = await openNewFile(request.path, replacing(request));
  try {
    const manifest = await inScratch(files, async (scratch) => {
      const copy = workspaceFiles(scratch);
      deps.snapshot(files.ledger, keyring, copy.ledger);
      await heedInterruption(deps.signal);
      const { ledgerId, head } = wholeSnapshot(copy.ledger, keyring, deps);
      if (request.keyFile !== null) replaceDurably(copy.key, request.keyFile);
      const sources = { ...files, ledger: copy.ledger, key: request.keyFile === null ? files.key : copy.key };
      const contents = BACKUP_NAMES.flatMap((name) => contentOf(name, sources[name]) ?? []);
      const about = { madeAt: isoInstant(at), ledgerId, head: formatHead(head) };
      await heedInterruption(deps.signal);
      await writeBackup(heeding(target, deps.signal), request.passphrase, about, contents);
      return verifyBackup(target.draft, request.passphrase, scratch, about.head, deps);
    });
    await heedInterruption(deps.signal);
    await target.finish();
    return manifest;
  } catch (error) {
    await target.discard();
    throw error;
  }
}

/** @throws OperatorError usage (64): the backup could not be written there; nobody need think of a passphrase for it. */
export function refuseUnfitBackup(request: Pick<BackupRequest, 'path' | 'force'>): Promise<void> {
  return refuseUnfitName(request.path, replacing(request));
}

function replacing({ force }: Pick<BackupRequest, 'force'>): { readonly mayReplace?: typeof beginsLikeBackup } {
  return force ? { mayReplace: beginsLikeBackup } : {};
}

function heeding(target: DraftFile, signal: AbortSignal): Pick<DraftFile, 'put'> {
  return {
    put(content) {
      throwIfInterrupted(signal);
      return target.put(content);
    },
  };
}

/** Opens what was written as a restoration would, and holds it against what was to be written. */
async function verifyBackup(
  path: string,
  passphrase: string,
  scratch: string,
  head: string,
  deps: CopyDeps,
): Promise<BackupManifest> {
  const { manifest, snapshot } = await openBackup(path, passphrase, `${scratch}/verified`, deps);
  if (manifest.head === head && formatHead(snapshot.head) === head) return manifest;
  throw new OperatorError('storeFailure', phrase('backup.damaged', { file: path }), phrase('backup.againHint'));
}

interface OpenedBackup {
  /** Where the contents stand now. */
  readonly files: WorkspaceFiles;
  readonly manifest: BackupManifest;
  readonly snapshot: Snapshot;
  /** The key that the ledger in it is encrypted under. */
  readonly fileKey: Buffer | null;
}

/**
 * Takes a backup apart into a folder and reads the ledger in it from end to end.
 *
 * @throws OperatorError what {@link readBackup} throws; badInput (65) when something is missing in it. Interrupted.
 */
export async function openBackup(
  path: string,
  passphrase: string,
  folder: string,
  deps: Pick<CopyDeps, 'inspect' | 'signal'>,
): Promise<OpenedBackup> {
  const files = workspaceFiles(folder);
  const manifest = await extractTo(folder, deps.signal, (sink) => readBackup(path, passphrase, sink));
  const names = manifest.entries.map(({ name }) => name);
  if (!['config', 'ledger', 'key'].every((name) => names.includes(name))) {
    throw new OperatorError('badInput', phrase('backup.damaged', { file: path }), phrase('backup.damagedHint'));
  }
  // A sealed key lies in a backup under the same passphrase.
  const keys = keysIn(readKeyFile(files), { kind: 'passphrase', passphrase });
  const snapshot = keys === null ? null : deps.inspect(files.ledger, keyringOf(keys.key, keys.fileKey));
  if (snapshot !== null && snapshot.ledgerId === manifest.ledgerId) {
    return { files, manifest, snapshot, fileKey: keys?.fileKey ?? null };
  }
  throw new OperatorError('badInput', phrase('backup.damaged', { file: path }), phrase('backup.damagedHint'));
}

function wholeSnapshot(file: string, keyring: Keyring, deps: CopyDeps): Snapshot {
  const snapshot = deps.inspect(file, keyring);
  if (snapshot !== null) return snapshot;
  throw new OperatorError('storeFailure', phrase('backup.sourceDamaged'), phrase('store.corruptHint'));
}
