import { Command } from 'commander';
import type { App } from '../app.js';
import type { HelpWords } from '../program.js';
import { keyRotateCommand } from './key/rotate.js';

export function keyCommand(app: () => App, words: HelpWords): Command {
  return new Command('key').helpCommand(false).addCommand(keyRotateCommand(app, words));
}
