import { Command } from 'commander';
import type { App } from '../app.js';
import type { HelpWords } from '../program.js';
import { checkContactsCommand } from './check/contacts.js';
import { checkHoursCommand } from './check/hours.js';
import { checkNumberCommand } from './check/number.js';
import { checkReplyCommand } from './check/reply.js';
import { checkTextCommand } from './check/text.js';

/** Asks one judge directly, inside a workspace or outside. The answer is the result: the exit code is 0 either way. */
export function checkCommand(app: () => App, words: HelpWords): Command {
  return new Command('check')
    .helpCommand(false)
    .addCommand(checkTextCommand(app, words))
    .addCommand(checkNumberCommand(app, words))
    .addCommand(checkHoursCommand(app, words))
    .addCommand(checkReplyCommand(app, words))
    .addCommand(checkContactsCommand(app, words));
}
