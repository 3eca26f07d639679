import { Command } from 'commander';
import type { App } from '../app.js';
import type { HelpWords } from '../program.js';
import { suppressAddCommand } from './suppress/add.js';
import { suppressCheckCommand } from './suppress/check.js';
import { suppressExportCommand } from './suppress/export.js';
import { suppressImportCommand } from './suppress/import.js';
import { suppressListCommand } from './suppress/list.js';
import { suppressUndoCommand } from './suppress/undo.js';

export function suppressCommand(app: () => App, words: HelpWords): Command {
  return new Command('suppress')
    .addCommand(suppressAddCommand(app, words))
    .addCommand(suppressImportCommand(app, words))
    .addCommand(suppressUndoCommand(app, words))
    .addCommand(suppressListCommand(app, words))
    .addCommand(suppressCheckCommand(app, words))
    .addCommand(suppressExportCommand(app, words));
}
