import type { AuditData } from '../core/audit/chain.js';
import { keyringOf, type Keyring } from '../core/contact/keyring.js';
import { OperatorError } from '../errors.js';
import { moveDurably, replaceDurably } from '../files/durable-file.js';
import { keysIn, readKeyFile, sealKeys, type Lock, type WorkspaceKeys } from '../files/key-file.js';
import { hasFile, KEY_BYTES, rehearsalNames, type WorkspaceFiles } from '../files/workspace.js';
import type { Recoded } from '../store/store.js';
import { phrase } from '../words/phrase.js';

export interface RotationDeps {
  readonly keys: WorkspaceKeys;
  /** That of a sealed workspace; null where its key is bare. */
  readonly lock: Lock | null;
  randomBytes(length: number): Buffer;
  /** Writes the ledger anew under new keys: everyone whose number is known gets a new fingerprint. */
  rekey(file: string, from: { readonly key: Buffer; readonly keyring: Keyring }, to: Keyring): Recoded;
  /** Takes the rehearsals away, or refuses to; no new one can be made at that moment. */
  clearRehearsals(): void;
}

/** @throws OperatorError usage (64): a rehearsal is a copy under the old key, and nothing in it is worth another one. */
export function refuseRehearsals(files: WorkspaceFiles): void {
  const names = rehearsalNames(files);
  if (names.length === 0) return;
  throw new OperatorError('usage', phrase('rotation.rehearsals', { names }), phrase('rotation.rehearsalsHint'));
}

/**
 * Exchanges the keys of a workspace. The new key is on the disk before the ledger that needs it takes its place: a machine
 * that stops in between leaves both keys, and {@link settleRotation} finds out which one the ledger opens with.
 *
 * @returns What the log tells of it.
 * @throws OperatorError notNow (75) while another program has the ledger or a rehearsal open; usage (64) for a rehearsal
 *   that is to be kept; storeFailure (74).
 */
export function rotateKey(files: WorkspaceFiles, deps: RotationDeps): AuditData {
  const { keys, lock } = deps;
  const next = {
    key: deps.randomBytes(KEY_BYTES),
    fileKey: keys.fileKey === null ? null : deps.randomBytes(KEY_BYTES),
  };
  const from = { key: keys.key, keyring: keyringOf(keys.key, keys.fileKey) };
  const written = deps.rekey(files.ledger, from, keyringOf(next.key, next.fileKey));
  try {
    // Not before: an exchange that is refused costs nobody a rehearsal.
    deps.clearRehearsals();
    const { fileKey } = next;
    const isSealed = fileKey !== null && lock !== null;
    replaceDurably(files.nextKey, isSealed ? sealKeys({ key: next.key, fileKey }, lock) : next.key);
    written.takePlace();
  } catch (error) {
    written.discard();
    throw error;
  }
  moveDurably(files.nextKey, files.key);
  return written.told;
}

/**
 * Finishes an exchange that was cut off after the ledger had taken its place. One that was cut off before, or that
 * another program is making at this moment, is left alone.
 *
 * @param opensWith Whether the ledger was made with these keys.
 * @returns Whether there are new keys to be read.
 */
export function settleRotation(
  files: WorkspaceFiles,
  lock: Lock | null,
  opensWith: (keyring: Keyring) => boolean,
): boolean {
  if (!hasFile(files.nextKey)) return false;
  const keys = keysIn(readKeyFile({ key: files.nextKey }), lock);
  if (keys === null || !opensWith(keyringOf(keys.key, keys.fileKey))) return false;
  moveDurably(files.nextKey, files.key);
  return true;
}
