import { Command } from 'commander';
import { OperatorError } from '../../../errors.js';
import { readKeyFile } from '../../../files/key-file.js';
import { changePassphrase } from '../../../flows/encrypt-workspace.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';

interface PassphraseOptions {
  readonly newPassphraseFile?: string;
}

export function ledgerPassphraseCommand(app: () => App, words: HelpWords): Command {
  return new Command('passphrase')
    .description(words('vault.helpPassphrase'))
    .option('--new-passphrase-file <file>', words('vault.helpNewPassphraseFile'))
    .action((options: PassphraseOptions) => runPassphrase(app(), options));
}

async function runPassphrase(app: App, { newPassphraseFile }: PassphraseOptions): Promise<void> {
  const { files } = app.ownWorkspace();
  if (readKeyFile(files).kind === 'bare') {
    const problem = phrase('vault.notSealed', { ledger: files.ledger });
    throw new OperatorError('usage', problem, phrase('vault.notSealedHint'));
  }
  const keys = app.keyDoor.keys(files);
  // The variable names the passphrase that opens; the new one has a flag of its own.
  if (newPassphraseFile === undefined && !app.prompts.canAsk) {
    throw new OperatorError('usage', phrase('vault.newNeeded'), phrase('vault.newNeededHint'));
  }
  const passphrase = await app.keyDoor.newPassphrase(phrase('vault.askNew'), newPassphraseFile ?? null);
  const stamp = { ...app.actor, at: app.world.clock.now() };
  await app.withLedger('write', (ledger) => changePassphrase(files, keys, passphrase, ledger, stamp));
  if (app.globals.json) app.out(JSON.stringify({ type: 'ledger_passphrase', key: files.key }));
  else app.out(app.say(phrase('vault.passphraseChanged')));
}
