import type { Lock, WorkspaceKeys } from '../../../files/key-file.js';
import { changeLock } from '../../../flows/encrypt-workspace.js';
import { accountOf, forgetSecret, withNewSecret, type KeychainLockDeps } from '../../../flows/keychain-lock.js';
import { phrase, type Phrase } from '../../../words/phrase.js';
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
 * @returns The account of that secret where it stays in the keychain; null where there is none.
 */
export async function leavingSecret(app: App, change: () => Promise<void>): Promise<string | null> {
  const { files } = app.workspace();
  const account = accountOf(files);
  if (account === null) {
    await change();
    return null;
  }
  const tell = (words: Phrase): void => {
    if (!app.globals.json) app.note(app.say(words));
  };
  const standing = await app.withLedger('read', (ledger) => ledger.standing());
  await change();
  if (!forgetSecret(files, account, standing, app.keychain)) {
    tell(phrase('keychain.formerErased'));
    return null;
  }
  tell(standing === 'copied' ? phrase('keychain.shared', { account }) : phrase('keychain.stays', { account }));
  return account;
}
