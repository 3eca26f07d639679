import type { Lock, WorkspaceKeys } from '../../../files/key-file.js';
import { changeLock } from '../../../flows/encrypt-workspace.js';
import { accountOf, forgetSecret, withNewSecret, type KeychainLockDeps } from '../../../flows/keychain-lock.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';

/** The keys of the workspace, once an exchange that was cut off is finished: the key that stood there may not be the one. */
export function settledKeys(app: App): WorkspaceKeys {
  const { files } = app.workspace();
  app.keyring(files);
  return app.keyDoor.keys(files);
}

export function keychainDeps({ keychain, world }: App): KeychainLockDeps {
  return { keychain, randomBytes: (length) => world.randomBytes(length) };
}

export function ledgerIdOf(app: App): Promise<string> {
  return app.withLedger('read', ({ ledgerId }) => Promise.resolve(ledgerId));
}

/** Seals the keys, as they are now, under another lock. The caller holds the locks on runs and plans. */
export function sealUnder(app: App, lock: Lock): Promise<void> {
  const { files } = app.workspace();
  const stamp = { ...app.actor, at: app.world.clock.now() };
  return app.withLedger('write', (ledger) => changeLock(files, app.keyDoor.keys(files), lock, ledger, stamp));
}

/** The same, under a new secret that the keychain keeps. */
export async function sealInKeychain(app: App): Promise<void> {
  const { files } = app.workspace();
  await withNewSecret(files, await ledgerIdOf(app), keychainDeps(app), (lock) => sealUnder(app, lock));
}

/**
 * Changes what opens the keys; then erases the secret that opened them until now, if the keychain has it.
 *
 * @returns The account that still stands in the keychain, which the operator is told; null: none that opened them.
 */
export async function leavingSecret(app: App, change: () => Promise<void>): Promise<string | null> {
  const { files } = app.workspace();
  const account = accountOf(files);
  const standing = account === null ? null : await app.withLedger('read', (ledger) => ledger.standing());
  await change();
  if (account === null || standing === null || !forgetSecret(files, account, standing, app.keychain)) return null;
  if (!app.globals.json)
    app.note(app.say(phrase(standing === 'copied' ? 'keychain.shared' : 'keychain.stays', { account })));
  return account;
}
