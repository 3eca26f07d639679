import { Command } from 'commander';
import { requireCampaign } from '../../flows/control-campaign.js';
import type { App } from '../app.js';
import type { HelpWords } from '../program.js';
import { tellWarnings } from '../report/warnings.js';
import { instantOption, localZone, refuseOver } from './campaign-options.js';
import { refuseCost } from './cost-limit.js';
import { runCampaign, runWarnings, type RunOptions } from './run-campaign.js';

interface ResumeOptions extends RunOptions {
  readonly notAfter?: string;
}

export function resumeCommand(app: () => App, words: HelpWords): Command {
  return new Command('resume')
    .argument('<campaign>', words('help.argCampaign'))
    .option('--wait', words('help.wait'))
    .option('--rate <count>', words('help.rate'))
    .option('--not-after <instant>', words('delivery.helpNotAfter'))
    .option('--max-cost <amount>', words('help.maxCost'))
    .action((campaign: string, options: ResumeOptions) => runResume(app(), campaign, options));
}

async function runResume(app: App, name: string, options: ResumeOptions): Promise<void> {
  const workspace = app.workspace();
  const notAfter = instantOption('--not-after', options.notAfter, localZone(app, workspace));
  await app.withCampaign(name, async (found) => {
    const { ledger, clock } = found;
    const campaign = await requireCampaign(name, found);
    if (notAfter !== null) refuseOver(notAfter, clock.now(), localZone(app, workspace));
    await refuseCost(workspace, campaign, await ledger.campaignCounts(campaign.id), found, options);
    const run = { ...options, extendTo: notAfter };
    const warnings = await runWarnings(app, campaign, found, run);
    tellWarnings(app, warnings);
    await runCampaign(app, workspace, campaign, found, { ...run, warnings });
  });
}
