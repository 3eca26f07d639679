import { Command } from 'commander';
import type { App } from '../app.js';
import type { HelpWords } from '../program.js';
import { inboxDoneCommand } from './inbox/done.js';
import { inboxImportCommand } from './inbox/import.js';
import { inboxListCommand } from './inbox/list.js';
import { inboxNoneCommand } from './inbox/none.js';
import { inboxPullCommand } from './inbox/pull.js';
import { inboxReviewCommand } from './inbox/review.js';

export function inboxCommand(app: () => App, words: HelpWords): Command {
  return new Command('inbox')
    .addCommand(inboxImportCommand(app, words))
    .addCommand(inboxPullCommand(app, words))
    .addCommand(inboxListCommand(app, words))
    .addCommand(inboxReviewCommand(app, words))
    .addCommand(inboxDoneCommand(app, words))
    .addCommand(inboxNoneCommand(app, words));
}
