import { Command } from 'commander';
import type { App } from '../app.js';
import type { HelpWords } from '../program.js';
import { subjectAccessCommand } from './subject/access.js';
import { subjectEraseCommand } from './subject/erase.js';
import { subjectObjectCommand } from './subject/object.js';
import { subjectRectifyCommand } from './subject/rectify.js';
import { subjectRestrictCommand } from './subject/restrict.js';

export function subjectCommand(app: () => App, words: HelpWords): Command {
  return new Command('subject')
    .addCommand(subjectAccessCommand(app, words))
    .addCommand(subjectRectifyCommand(app, words))
    .addCommand(subjectObjectCommand(app, words))
    .addCommand(subjectRestrictCommand(app, words))
    .addCommand(subjectEraseCommand(app, words));
}
