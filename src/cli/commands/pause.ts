import { Command } from 'commander';
import { pauseCampaign } from '../../flows/control-campaign.js';
import { phrase } from '../../words/phrase.js';
import type { App } from '../app.js';
import type { HelpWords } from '../program.js';

export function pauseCommand(app: () => App, words: HelpWords): Command {
  return new Command('pause')
    .argument('<campaign>', words('help.argCampaign'))
    .action((campaign: string) => runPause(app(), campaign));
}

async function runPause(app: App, name: string): Promise<void> {
  await app.withCampaign(name, async ({ ledger, clock, isRehearsal }) => {
    const state = await pauseCampaign(name, { ledger, clock, actor: app.actor });
    if (app.globals.json) app.out(JSON.stringify({ type: 'paused', campaign: name, state, rehearsal: isRehearsal }));
    else app.note(app.say(phrase('report.paused', { campaign: name })));
  });
}
