import { Command } from 'commander';
import { planCampaign } from '../../flows/plan-campaign.js';
import { preparePlan } from '../../flows/prepare-plan.js';
import { phrase } from '../../words/phrase.js';
import type { App, CampaignLedger, Workspace } from '../app.js';
import type { HelpWords } from '../program.js';
import { showPlan, type ShownPlan } from '../report/plan-report.js';
import { progressLine } from '../report/progress.js';
import { addCampaignOptions, campaignRequest, countOption, localZone, type CampaignOptions } from './campaign-options.js';

export function planCommand(app: () => App, words: HelpWords): Command {
  return addCampaignOptions(new Command('plan').argument('<contacts>', words('help.argContacts')), words).action(
    (contacts: string, options: CampaignOptions) => runPlan(app(), contacts, options),
  );
}

async function runPlan(app: App, contacts: string, options: CampaignOptions): Promise<void> {
  const workspace = app.workspace();
  const shown = await makePlan(app, workspace, contacts, options, true);
  showPlan(app, shown);
  const campaign = shown.prepared.request.terms.name;
  if (app.globals.json) return;
  app.note(
    shown.unconfirmed === 0
      ? app.say(phrase('report.nobody'))
      : app.say(phrase('report.frozen', { campaign, count: shown.unconfirmed })),
  );
}

/** Plans, and returns what the operator is to be shown. `keep` false judges without keeping anything. */
export async function makePlan(
  app: App,
  workspace: Workspace,
  contacts: string,
  options: CampaignOptions,
  keep: boolean,
): Promise<ShownPlan> {
  const asked = await campaignRequest(app, workspace, contacts, options, keep);
  const rate = app.rate(countOption('--rate', options.rate));
  const around = { config: workspace.config, isRehearsing: workspace.isRehearsing, rate, stdin: app.world.stdin };
  const prepared = await preparePlan(asked, around);
  const book = await app.holidayBook();
  const use = async ({ ledger, clock, isRehearsal }: CampaignLedger): Promise<ShownPlan> => {
    const progress = progressLine(app, phrase('report.planning'));
    try {
      const deps = { ledger, clock, book, actor: app.actor, keyring: workspace.keyring };
      const plan = (): ReturnType<typeof planCampaign> =>
        planCampaign(prepared.request, deps, (rows) => progress.update(rows, null), app.interrupted);
      const result = keep ? await app.holdingPlan(ledger, plan) : await plan();
      const unconfirmed = result.campaign === null ? 0 : (await ledger.campaignCounts(result.campaign.id)).unconfirmed;
      const now = clock.now();
      const zone = localZone(app, workspace);
      return { prepared, result, isRehearsal, isDryRun: !keep, unconfirmed, now, zone };
    } finally {
      progress.end();
      await prepared.request.table.close();
    }
  };
  return app.withPlanning(asked.campaign, { fresh: options.fresh === true, keep }, use);
}
