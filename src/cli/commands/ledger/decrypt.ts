import { Command } from 'commander';
import { decryptWorkspace } from '../../../flows/encrypt-workspace.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { encryptionDeps } from './encrypt.js';
import { leavingSecret } from './lock-deps.js';

export function ledgerDecryptCommand(app: () => App, words: HelpWords): Command {
  return new Command('decrypt').description(words('vault.helpDecrypt')).action(() => runDecrypt(app()));
}

async function runDecrypt(app: App): Promise<void> {
  const { files } = app.ownWorkspace();
  const deps = encryptionDeps(app);
  let decrypted = 0;
  const leftInKeychain = await leavingSecret(app, async () => {
    decrypted = await app.holdingAll(files, () => Promise.resolve(decryptWorkspace(files, deps)));
  });
  if (app.globals.json) {
    app.out(JSON.stringify({ type: 'ledger_decrypt', ledger: files.ledger, files: decrypted, leftInKeychain }));
  } else app.out(app.say(phrase('vault.decrypted', { files: decrypted, ledger: files.ledger })));
}
