import { Command } from 'commander';
import type { App } from '../app.js';
import type { HelpWords } from '../program.js';
import { incidentsAddCommand } from './incidents/add.js';
import { incidentsCloseCommand } from './incidents/close.js';
import { incidentsListCommand } from './incidents/list.js';
import { incidentsUpdateCommand } from './incidents/update.js';

export function incidentsCommand(app: () => App, words: HelpWords): Command {
  return new Command('incidents')
    .addCommand(incidentsAddCommand(app, words))
    .addCommand(incidentsListCommand(app, words))
    .addCommand(incidentsUpdateCommand(app, words))
    .addCommand(incidentsCloseCommand(app, words));
}
