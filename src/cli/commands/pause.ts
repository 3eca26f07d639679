import { Command } from 'commander';
import { pauseCampaign } from '../../flows/control-campaign.js';
import { phrase } from '../../words/phrase.js';
import type { App } from '../app.js';
import type { HelpWords } from '../program.js';
import { tellRehearsal } from '../report/run-report.js';

export function pauseCommand(app: () => App, words: HelpWords): Command {
  return new Command('pause')
    .argument('<campaign>', words('help.argCampaign'))
    .action((campaign: string) => runPause(app(), campaign));
}

async function runPause(app: App, name: string): Promise<void> {
  await app.withCampaign(name, async ({ ledger, clock, isRehearsal }) => {
    const state = await pauseCampaign(name, await app.isRunHeld(ledger), { ledger, clock, actor: app.actor });
    if (app.globals.json) {
      const changed = state === 'running';
      app.out(JSON.stringify({ type: 'paused', campaign: name, changed, state, rehearsal: isRehearsal }));
      return;
    }
    tellRehearsal(app, isRehearsal);
    const words =
      state === 'running'
        ? phrase('report.paused', { campaign: name })
        : phrase('report.notRunning', { campaign: name, state });
    app.note(app.say(words));
  });
}
