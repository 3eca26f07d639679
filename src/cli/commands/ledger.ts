import { Command } from 'commander';
import type { App } from '../app.js';
import type { HelpWords } from '../program.js';
import { ledgerDecryptCommand } from './ledger/decrypt.js';
import { ledgerEncryptCommand } from './ledger/encrypt.js';
import { ledgerPassphraseCommand } from './ledger/passphrase.js';

export function ledgerCommand(app: () => App, words: HelpWords): Command {
  return new Command('ledger')
    .addCommand(ledgerEncryptCommand(app, words))
    .addCommand(ledgerDecryptCommand(app, words))
    .addCommand(ledgerPassphraseCommand(app, words));
}
