import { Command } from 'commander';
import { requireCampaign } from '../../flows/control-campaign.js';
import type { App } from '../app.js';
import type { HelpWords } from '../program.js';
import { runCampaign, type RunOptions } from './run-campaign.js';

export function resumeCommand(app: () => App, words: HelpWords): Command {
  return new Command('resume')
    .argument('<campaign>', words('help.argCampaign'))
    .option('--wait', words('help.wait'))
    .option('--rate <count>', words('help.rate'))
    .action((campaign: string, options: RunOptions) => runResume(app(), campaign, options));
}

async function runResume(app: App, name: string, options: RunOptions): Promise<void> {
  const workspace = app.workspace();
  await app.withCampaign(name, async (found) => {
    const campaign = await requireCampaign(name, found);
    await runCampaign(app, workspace, campaign, found, options);
  });
}
