import { Command } from 'commander';
import type { App } from '../app.js';
import type { HelpWords } from '../program.js';
import { requestsAddCommand } from './requests/add.js';
import { requestsAnswerCommand } from './requests/answer.js';
import { requestsExtendCommand } from './requests/extend.js';
import { requestsIdentifyCommand } from './requests/identify.js';
import { requestsListCommand } from './requests/list.js';

export function requestsCommand(app: () => App, words: HelpWords): Command {
  return new Command('requests')
    .addCommand(requestsAddCommand(app, words))
    .addCommand(requestsListCommand(app, words))
    .addCommand(requestsIdentifyCommand(app, words))
    .addCommand(requestsExtendCommand(app, words))
    .addCommand(requestsAnswerCommand(app, words));
}
