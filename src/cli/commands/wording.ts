import { Command } from 'commander';
import type { App } from '../app.js';
import type { HelpWords } from '../program.js';
import { wordingListCommand } from './wording/list.js';
import { wordingNewCommand } from './wording/new.js';
import { wordingPrintCommand } from './wording/print.js';

export function wordingCommand(app: () => App, words: HelpWords): Command {
  return new Command('wording')
    .addCommand(wordingNewCommand(app, words))
    .addCommand(wordingListCommand(app, words))
    .addCommand(wordingPrintCommand(app, words));
}
