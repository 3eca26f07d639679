import { keyringOf, type Keyring } from '../core/contact/keyring.js';
import { invariant } from '../errors.js';
import { replaceDurably } from '../files/durable-file.js';
import { readKeyFile, sealKeys, type Lock, type WorkspaceKeys } from '../files/key-file.js';
import { removeLeftovers } from '../files/leftovers.js';
import { KEY_BYTES, rehearsalFiles, rehearsalNames, type WorkspaceFiles } from '../files/workspace.js';
import type { Ledger, Recoded, Stamp } from '../store/store.js';

export interface EncryptionDeps {
  /** The workspace's keys as they are; those of a sealed one opened. */
  readonly keys: WorkspaceKeys;
  randomBytes(length: number): Buffer;
  /** Whether a ledger or a rehearsal is in clear. */
  isInClear(file: string): boolean;
  /**
   * Writes a ledger or a rehearsal anew under another key, or in clear, and checks it; `takePlace` puts it in the place
   * of the old one. 75 while another program has it open.
   */
  recode(file: string, keyring: Keyring, fileKey: Buffer | null): Recoded;
}

/**
 * Encrypts a ledger and its rehearsals, and seals the keys. Everything is written and checked before anything takes its
 * place; then the sealed key comes first, since from then on each file is opened whether it is encrypted already or
 * not: a machine that stops half-way leaves a workspace that works, and the same command finishes.
 *
 * @param lock That of a workspace whose keys are sealed already, or a new one.
 * @returns How many files were encrypted; 0: all of them were.
 */
export function encryptWorkspace(files: WorkspaceFiles, lock: Lock, deps: EncryptionDeps): number {
  const keys = { key: deps.keys.key, fileKey: deps.keys.fileKey ?? deps.randomBytes(KEY_BYTES) };
  const inClear = databasesOf(files).filter((file) => deps.isInClear(file));
  removeLeftovers(files);
  const written = recodeAll(inClear, keyringOf(keys.key, keys.fileKey), keys.fileKey, deps);
  try {
    if (readKeyFile(files).kind === 'bare') replaceDurably(files.key, sealKeys(keys, lock));
    for (const one of written) one.takePlace();
  } catch (error) {
    for (const one of written) one.discard();
    throw error;
  }
  return inClear.length;
}

/** The way back; the bare key comes last. Returns how many files were decrypted. */
export function decryptWorkspace(files: WorkspaceFiles, deps: EncryptionDeps): number {
  const encrypted = databasesOf(files).filter((file) => !deps.isInClear(file));
  removeLeftovers(files);
  const written = recodeAll(encrypted, keyringOf(deps.keys.key, deps.keys.fileKey), null, deps);
  try {
    for (const one of written) one.takePlace();
    if (readKeyFile(files).kind === 'sealed') replaceDurably(files.key, deps.keys.key);
  } catch (error) {
    for (const one of written) one.discard();
    throw error;
  }
  return encrypted.length;
}

/** Seals the keys under another lock. The ledger itself is not rewritten: its key stays. */
export async function changeLock(
  files: WorkspaceFiles,
  { key, fileKey }: WorkspaceKeys,
  lock: Lock,
  ledger: Pick<Ledger, 'appendAudit'>,
  stamp: Stamp,
): Promise<void> {
  invariant(fileKey !== null, 'only sealed keys have a lock');
  replaceDurably(files.key, sealKeys({ key, fileKey }, lock));
  await ledger.appendAudit({ kind: 'passphrase_changed', data: { lock: lock.kind } }, stamp);
}

/** The ledger last: as long as it has not changed, nothing has. */
function databasesOf(files: WorkspaceFiles): readonly string[] {
  return [...rehearsalNames(files).map((name) => rehearsalFiles(files, name).ledger), files.ledger];
}

/** Writes all, or none. */
function recodeAll(
  databases: readonly string[],
  keyring: Keyring,
  fileKey: Buffer | null,
  { recode }: EncryptionDeps,
): readonly Recoded[] {
  const written: Recoded[] = [];
  try {
    for (const file of databases) written.push(recode(file, keyring, fileKey));
    return written;
  } catch (error) {
    for (const one of written) one.discard();
    throw error;
  }
}
