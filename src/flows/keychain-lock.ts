import { readKeyFile, type Lock } from '../files/key-file.js';
import { hasFile, KEY_BYTES, type WorkspaceFiles } from '../files/workspace.js';
import type { Keychain } from '../keychain/keychain.js';
import type { LedgerStanding } from '../store/store.js';

export interface KeychainLockDeps {
  readonly keychain: Keychain;
  randomBytes(length: number): Buffer;
}

/** Bytes by which the secrets of one ledger are told apart. */
const NAME_BYTES = 8;

/**
 * Keeps a new secret in the keychain while `use` seals the keys under it. No secret takes the place of another one: what
 * `ledger.key` opens with stays until nothing needs it, whenever the machine stops. A secret that came to no use is
 * erased again.
 */
export async function withNewSecret<T>(
  files: WorkspaceFiles,
  ledgerId: string,
  { keychain, randomBytes }: KeychainLockDeps,
  use: (lock: Lock) => T | Promise<T>,
): Promise<T> {
  const account = `${ledgerId}.${randomBytes(NAME_BYTES).toString('hex')}`;
  const lock = { kind: 'keychain', account, secret: randomBytes(KEY_BYTES) } as const;
  keychain.keep(account, lock.secret);
  try {
    return await use(lock);
  } catch (error) {
    if (!mayOpenWith(files, account)) eraseIfPossible(keychain, account);
    throw error;
  }
}

/** A key file that can not be read at this moment may name it. */
function mayOpenWith(files: WorkspaceFiles, account: string): boolean {
  try {
    return hasFile(files.key) && accountOf(files) === account;
  } catch {
    return true;
  }
}

/** The account whose secret opens `ledger.key`; null where none does. @throws OperatorError what reading it throws. */
export function accountOf(files: WorkspaceFiles): string | null {
  const keyFile = readKeyFile(files);
  return keyFile.kind === 'sealed' && keyFile.sealed.lock.kind === 'keychain' ? keyFile.sealed.lock.account : null;
}

/**
 * Erases the secret that opened the keys until now, unless something opens with it still: a copy that nobody has adopted
 * shares it with its original.
 *
 * @param standing Of the ledger, before its keys changed.
 * @returns Whether it is still there.
 */
export function forgetSecret(
  files: WorkspaceFiles,
  account: string,
  standing: LedgerStanding,
  keychain: Keychain,
): boolean {
  if (standing === 'copied' || accountOf(files) === account) return true;
  return !eraseIfPossible(keychain, account);
}

/** What it opened is open to nobody any more: a secret that stays is untidy, and no reason to fail. */
function eraseIfPossible(keychain: Keychain, account: string): boolean {
  try {
    keychain.erase(account);
    return true;
  } catch {
    return false;
  }
}
