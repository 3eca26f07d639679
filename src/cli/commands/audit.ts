import { Command } from 'commander';
import type { App } from '../app.js';
import type { HelpWords } from '../program.js';
import { auditExportCommand } from './audit/export.js';
import { auditHeadCommand } from './audit/head.js';
import { auditListCommand } from './audit/list.js';
import { auditVerifyCommand } from './audit/verify.js';

export function auditCommand(app: () => App, words: HelpWords): Command {
  return new Command('audit')
    .addCommand(auditListCommand(app, words))
    .addCommand(auditExportCommand(app, words))
    .addCommand(auditVerifyCommand(app, words))
    .addCommand(auditHeadCommand(app, words));
}
