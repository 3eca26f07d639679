import { Command, Option } from 'commander';
import { formatMicros } from '../../core/campaign/cost.js';
import { shownNumber } from '../../core/contact/phone-number.js';
import { OperatorError } from '../../errors.js';
import { approvePlan, planToApprove } from '../../flows/approve-plan.js';
import { unpricedOf } from '../../flows/destinations.js';
import { requireCampaign } from '../../flows/control-campaign.js';
import { recordRevealed } from '../../flows/export-records.js';
import { writtenText } from '../../flows/export-shapes.js';
import { phrase } from '../../words/phrase.js';
import type { App } from '../app.js';
import type { HelpWords } from '../program.js';
import { tellRehearsal } from '../report/run-report.js';
import { shownText } from '../report/shown-text.js';
import { countOption } from './campaign-options.js';

interface ApproveOptions {
  readonly confirm?: string;
  readonly yes?: boolean;
  readonly reveal?: boolean;
}

export function approveCommand(app: () => App, words: HelpWords): Command {
  return new Command('approve')
    .argument('<campaign>', words('help.argCampaign'))
    .addOption(new Option('--confirm <count>', words('oversight.helpConfirm')).conflicts('yes'))
    .option('--yes', words('oversight.helpYes'))
    .option('--reveal', words('consent.helpReveal'))
    .action((campaign: string, options: ApproveOptions) => runApprove(app(), campaign, options));
}

/** How many texts are shown: enough to know what it is about. */
const SAMPLES = 3;

async function runApprove(app: App, name: string, options: ApproveOptions): Promise<void> {
  const { config } = app.workspace();
  const confirm = countOption('--confirm', options.confirm, 0);
  await app.withCampaign(name, async (found) => {
    const { ledger, clock, isRehearsal } = found;
    const campaign = await requireCampaign(name, found);
    const { hash, count, costMicros } = await planToApprove(campaign, config, { ledger, actor: app.actor });
    tellRehearsal(app, isRehearsal);
    const revealing = { reveal: options.reveal === true };
    if (!app.globals.json) {
      if (revealing.reveal) {
        const { actor } = app;
        await recordRevealed({ what: 'plan', campaign: name }, { ledger, clock, actor });
      }
      const { purpose, sender, currency } = campaign;
      const unpriced = unpricedOf(config, await ledger.costlessCountries(campaign.id, 'waiting'));
      const cost = { amount: formatMicros(costMicros), currency, unpriced };
      app.note(app.say(phrase('oversight.toApprove', { campaign: name, count, ...cost, purpose, sender })));
      for (const { number, text } of await ledger.intents(campaign.id, { limit: SAMPLES, isWaiting: true })) {
        if (number !== null) app.note(`  ${shownNumber(number, revealing)}`);
        for (const line of shownText(app, writtenText(text, number, revealing))) app.note(`    ${line}`);
      }
    }
    if (!(await isMeant(app, count, confirm, options.yes === true))) return;
    const deps = { ledger, clock, actor: app.actor };
    const approved = await approvePlan(campaign, config, hash, deps);
    const planHash = approved.hash.toString('hex');
    if (app.globals.json) {
      const { operator, login } = app.actor;
      const document = { type: 'approval', campaign: name, planned: approved.count, planHash, operator, login };
      app.out(JSON.stringify({ ...document, verdict: approved.verdict, rehearsal: isRehearsal }));
    } else app.out(app.say(phrase('oversight.approved', { campaign: name, count: approved.count, planHash })));
  });
}

/** @throws OperatorError usage (64) when another number waits, or nobody can be asked. */
async function isMeant(app: App, count: number, confirm: number | null, yes: boolean): Promise<boolean> {
  if (confirm !== null && confirm !== count) {
    throw new OperatorError(
      'usage',
      phrase('report.confirmDiffers', { expected: confirm, count }),
      phrase('report.confirmDiffersHint', { count }),
    );
  }
  if (confirm !== null || yes) return true;
  if (app.prompts.canAsk) return app.prompts.confirm(app.say(phrase('oversight.ask', { count })));
  throw new OperatorError(
    'usage',
    phrase('oversight.confirmNeeded', { count }),
    phrase('oversight.confirmNeededHint', { count }),
  );
}
