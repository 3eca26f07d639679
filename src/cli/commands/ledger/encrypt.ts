import { Command } from 'commander';
import { readKeyFile } from '../../../files/key-file.js';
import { encryptWorkspace, type EncryptionDeps } from '../../../flows/encrypt-workspace.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';

export function ledgerEncryptCommand(app: () => App, words: HelpWords): Command {
  return new Command('encrypt').description(words('vault.helpEncrypt')).action(() => runEncrypt(app()));
}

async function runEncrypt(app: App): Promise<void> {
  const { files } = app.ownWorkspace();
  const isSealed = readKeyFile(files).kind === 'sealed';
  const deps = encryptionDeps(app);
  const passphrase = isSealed
    ? (app.keyDoor.passphraseOf(files) ?? '')
    : await app.keyDoor.newPassphrase(phrase('vault.askNew'));
  const encrypted = await app.holdingAll(files, () => Promise.resolve(encryptWorkspace(files, passphrase, deps)));
  if (app.globals.json) {
    app.out(JSON.stringify({ type: 'ledger_encrypt', ledger: files.ledger, files: encrypted }));
    return;
  }
  app.out(app.say(phrase('vault.encrypted', { files: encrypted, ledger: files.ledger })));
  if (encrypted === 0) return;
  app.note(app.say(phrase('vault.keepPassphrase')));
  app.note(app.say(phrase('vault.earlierCopies')));
}

/** @throws OperatorError notPermitted (77) without the passphrase of a sealed workspace. */
export function encryptionDeps(app: App): EncryptionDeps {
  const { files } = app.workspace();
  return {
    keys: app.keyDoor.keys(files),
    randomBytes: (length) => app.world.randomBytes(length),
    isInClear: (file) => app.isInClear(file),
    recode: (file, keyring, fileKey) => app.recode(file, keyring, fileKey),
  };
}
