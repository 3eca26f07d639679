import { Command } from 'commander';
import { isoInstant } from '../../core/schedule/instant.js';
import { requireCampaign } from '../../flows/control-campaign.js';
import type { App } from '../app.js';
import type { HelpWords } from '../program.js';
import { discouragedWarnings } from '../report/plan-forecast.js';
import { tellWarnings } from '../report/warnings.js';
import { instantOption, localZone, refuseOver } from './campaign-options.js';
import { refuseCost } from './cost-limit.js';
import { campaignForecast, runCampaign, type RunOptions } from './run-campaign.js';

interface ResumeOptions extends RunOptions {
  readonly maxCost?: string;
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
    refuseCost(workspace, campaign, await ledger.campaignCounts(campaign.id), options);
    // After the last window that was confirmed nothing leaves without a later end.
    const until = notAfter === null ? (campaign.notAfter ?? campaign.lastClose) : isoInstant(notAfter);
    const forecast = await campaignForecast(app, { ...campaign, notAfter: until }, found, options);
    const warnings = discouragedWarnings(forecast);
    tellWarnings(app, warnings);
    await runCampaign(app, workspace, campaign, found, { ...options, extendTo: notAfter, warnings });
  });
}
