import { Command } from 'commander';
import { formatHead } from '../../../core/audit/chain.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { withLog } from './log-options.js';

interface AuditHeadOptions {
  readonly campaign?: string;
}

export function auditHeadCommand(app: () => App, words: HelpWords): Command {
  return new Command('head')
    .description(words('audit.helpHead'))
    .option('--campaign <name>', words('audit.helpCampaignLog'))
    .action((options: AuditHeadOptions) => runAuditHead(app(), options));
}

async function runAuditHead(app: App, options: AuditHeadOptions): Promise<void> {
  const { head, rehearsal } = await withLog(app, options.campaign, 'read', async (ledger, _, isRehearsal) => ({
    head: formatHead(await ledger.auditHead()),
    rehearsal: isRehearsal,
  }));
  if (app.globals.json) {
    app.out(JSON.stringify({ type: 'audit_head', head, rehearsal }));
    return;
  }
  app.out(head);
  app.note(app.say(phrase('audit.keepHead')));
}
