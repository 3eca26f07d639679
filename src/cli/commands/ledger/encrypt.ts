import { Command } from 'commander';
import { OperatorError } from '../../../errors.js';
import { encryptWorkspace, type EncryptionDeps } from '../../../flows/encrypt-workspace.js';
import { withNewSecret } from '../../../flows/keychain-lock.js';
import type { Lock } from '../../../files/key-file.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { keychainDeps, ledgerIdOf, settledKeys } from './lock-deps.js';

interface EncryptOptions {
  readonly keychain?: boolean;
}

export function ledgerEncryptCommand(app: () => App, words: HelpWords): Command {
  return new Command('encrypt')
    .description(words('vault.helpEncrypt'))
    .option('--keychain', words('keychain.help'))
    .action((options: EncryptOptions) => runEncrypt(app(), options));
}

async function runEncrypt(app: App, { keychain = false }: EncryptOptions): Promise<void> {
  const { files } = app.ownWorkspace();
  const deps = encryptionDeps(app);
  const encryptUnder = async (lock: Lock): Promise<{ readonly lock: Lock; readonly encrypted: number }> => {
    const encrypted = await app.holdingAll(files, () => Promise.resolve(encryptWorkspace(files, lock, deps)));
    return { lock, encrypted };
  };
  const present = app.keyDoor.lockOf(files);
  if (keychain && present?.kind === 'passphrase') {
    const problem = phrase('keychain.underPassphrase', { ledger: files.ledger });
    throw new OperatorError('usage', problem, phrase('keychain.underPassphraseHint'));
  }
  const { lock, encrypted } = await (present !== null
    ? encryptUnder(present)
    : keychain
      ? withNewSecret(files, await ledgerIdOf(app), keychainDeps(app), encryptUnder)
      : encryptUnder({ kind: 'passphrase', passphrase: await app.keyDoor.newPassphrase(phrase('vault.askNew')) }));
  const isInKeychain = lock.kind === 'keychain';
  // What was cut off is finished under the lock that it has; with nothing to finish, another lock was meant.
  if (encrypted === 0 && isInKeychain && !keychain) {
    const problem = phrase('keychain.underKeychain', { ledger: files.ledger });
    throw new OperatorError('usage', problem, phrase('keychain.underKeychainHint'));
  }
  if (app.globals.json) {
    app.out(JSON.stringify({ type: 'ledger_encrypt', ledger: files.ledger, files: encrypted, keychain: isInKeychain }));
    return;
  }
  const told = { files: encrypted, ledger: files.ledger };
  app.out(app.say(isInKeychain ? phrase('keychain.encrypted', told) : phrase('vault.encrypted', told)));
  if (encrypted === 0) return;
  app.note(app.say(isInKeychain ? phrase('keychain.keepBackup') : phrase('vault.keepPassphrase')));
  app.note(app.say(phrase('vault.earlierCopies')));
}

/** @throws OperatorError notPermitted (77) without what opens a sealed workspace. */
export function encryptionDeps(app: App): EncryptionDeps {
  return {
    keys: settledKeys(app),
    randomBytes: (length) => app.world.randomBytes(length),
    isInClear: (file) => app.isInClear(file),
    recode: (file, keyring, fileKey) => app.recode(file, keyring, fileKey),
  };
}
