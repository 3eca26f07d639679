import { Command } from 'commander';
import type { App } from '../app.js';
import type { HelpWords } from '../program.js';
import { consentAddCommand } from './consent/add.js';
import { consentDueCommand } from './consent/due.js';
import { consentExportCommand } from './consent/export.js';
import { consentImportCommand } from './consent/import.js';
import { consentShowCommand } from './consent/show.js';
import { consentWithdrawCommand } from './consent/withdraw.js';

export function consentCommand(app: () => App, words: HelpWords): Command {
  return new Command('consent')
    .addCommand(consentImportCommand(app, words))
    .addCommand(consentAddCommand(app, words))
    .addCommand(consentWithdrawCommand(app, words))
    .addCommand(consentShowCommand(app, words))
    .addCommand(consentDueCommand(app, words))
    .addCommand(consentExportCommand(app, words));
}
