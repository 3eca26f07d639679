import { Command, Option } from 'commander';
import { OperatorError } from '../../../errors.js';
import type { Lock } from '../../../files/key-file.js';
import { phrase, type Phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { leavingSecret, sealInKeychain, sealUnder, settledKeys } from './lock-deps.js';

interface PassphraseOptions {
  readonly newPassphraseFile?: string;
  readonly keychain?: boolean;
}

export function ledgerPassphraseCommand(app: () => App, words: HelpWords): Command {
  return new Command('passphrase')
    .description(words('vault.helpPassphrase'))
    .option('--new-passphrase-file <file>', words('vault.helpNewPassphraseFile'))
    .addOption(new Option('--keychain', words('keychain.helpInstead')).conflicts('newPassphraseFile'))
    .action((options: PassphraseOptions) => runPassphrase(app(), options));
}

async function runPassphrase(app: App, { newPassphraseFile, keychain = false }: PassphraseOptions): Promise<void> {
  const { files } = app.ownWorkspace();
  settledKeys(app);
  const former = app.keyDoor.lockOf(files);
  if (former === null) {
    const problem = phrase('vault.notSealed', { ledger: files.ledger });
    throw new OperatorError('usage', problem, phrase('vault.notSealedHint'));
  }
  // The variable names the passphrase that opens; the new one has a flag of its own.
  if (!keychain && newPassphraseFile === undefined && !app.prompts.canAsk) {
    throw new OperatorError('usage', phrase('vault.newNeeded'), phrase('vault.newNeededHint'));
  }
  const passphrase = keychain
    ? null
    : await app.keyDoor.newPassphrase(phrase('vault.askNew'), newPassphraseFile ?? null);
  const leftInKeychain = await app.holdingAll(files, () =>
    leavingSecret(app, () =>
      passphrase === null ? sealInKeychain(app) : sealUnder(app, { kind: 'passphrase', passphrase }),
    ),
  );
  if (app.globals.json) {
    app.out(JSON.stringify({ type: 'ledger_passphrase', key: files.key, keychain, leftInKeychain }));
    return;
  }
  const [done, ...notes] = changePhrases(former.kind, keychain);
  app.out(app.say(done));
  for (const words of notes) app.note(app.say(words));
}

/** What was done, then what to know about it. */
function changePhrases(former: Lock['kind'], isInKeychain: boolean): readonly [Phrase, ...Phrase[]] {
  if (!isInKeychain) {
    return former === 'passphrase'
      ? [phrase('vault.passphraseChanged')]
      : [phrase('keychain.toPassphrase'), phrase('vault.keepPassphrase')];
  }
  const aboutCopies = former === 'passphrase' ? [phrase('keychain.formerPassphrase')] : [];
  return [phrase('keychain.toKeychain'), ...aboutCopies, phrase('keychain.keepBackup')];
}
