import { Command, Option } from 'commander';
import type { DateTime } from 'luxon';
import { formatMicros } from '../../core/campaign/cost.js';
import { instantOf } from '../../core/schedule/instant.js';
import { BugError, OperatorError } from '../../errors.js';
import { requireApproval } from '../../flows/approve-plan.js';
import { refuseEnded, timesOf } from '../../flows/campaign-times.js';
import { confirmPlan } from '../../flows/confirm-plan.js';
import { requireCampaign } from '../../flows/control-campaign.js';
import { unpricedOf } from '../../flows/destinations.js';
import { refuseLostClock } from '../../flows/machine-clock.js';
import { gatesOf, refuseClosedGates } from '../../flows/way-out.js';
import type { Campaign, CampaignCounts, Ledger } from '../../store/store.js';
import type { Cost } from '../../words/cost-words.js';
import { phrase, type Phrase } from '../../words/phrase.js';
import type { App, CampaignLedger, Workspace } from '../app.js';
import type { HelpWords } from '../program.js';
import { forecastLines, forecastWarnings } from '../report/plan-forecast.js';
import { showPlan, showPlanBeforeSending } from '../report/plan-report.js';
import { tellRehearsal } from '../report/run-report.js';
import { textWarnings } from '../report/text-report.js';
import { tellWarnings } from '../report/warnings.js';
import {
  addCampaignOptions,
  campaignName,
  contactsNeeded,
  countOption,
  localZone,
  refusePlanOptions,
  typedLimits,
  type CampaignOptions,
} from './campaign-options.js';
import { refuseCost } from './cost-limit.js';
import { makePlan } from './plan.js';
import {
  campaignForecast,
  hoursOf,
  refuseOtherProvider,
  runCampaign,
  runWarnings,
  type RunOptions,
} from './run-campaign.js';

/** Whoever sends a plan that is older may have forgotten its text. */
const UNNOTICED_AGE = { days: 7 };

interface SendOptions extends CampaignOptions {
  readonly confirm?: string;
  readonly yes?: boolean;
  readonly wait?: boolean;
  readonly dryRun?: boolean;
}

export function sendCommand(app: () => App, words: HelpWords): Command {
  return addCampaignOptions(new Command('send').argument('[contacts]', words('help.argContacts')), words)
    .addOption(new Option('--confirm <count>', words('help.confirm')).conflicts('yes'))
    .option('--yes', words('help.yes'))
    .option('--wait', words('help.wait'))
    .option('--dry-run', words('help.dryRun'))
    .action((contacts: string | undefined, options: SendOptions) => runSend(app(), contacts, options));
}

async function runSend(app: App, contacts: string | undefined, options: SendOptions): Promise<void> {
  const workspace = app.workspace();
  const name = campaignName(options.campaign);
  // Before anything is planned: a slip of the pen leaves nothing behind.
  const confirm = countOption('--confirm', options.confirm, 0);
  if (contacts === undefined) {
    refusePlanOptions(options);
    if (options.dryRun === true) throw contactsNeeded('--dry-run');
    await app.withCampaign(name, async (found) => {
      tellRehearsal(app, found.isRehearsal);
      const warnings = await tellWhen(app, workspace, name, found, options);
      await confirmAndRun(app, workspace, name, found, { ...options, warnings });
    });
    return;
  }
  if (options.dryRun !== true) await refuseRealName(app, workspace, name);
  const shown = await makePlan(app, workspace, contacts, options, options.dryRun === true ? 'look' : 'send');
  if (options.dryRun === true) {
    showPlan(app, shown);
    if (!app.globals.json) app.note(app.say(phrase('report.dryRun')));
    return;
  }
  showPlanBeforeSending(app, shown);
  if (shown.unconfirmed > 0) refuseOtherCount(confirm, shown.unconfirmed);
  const told = { ...options, warnings: shown.warnings };
  await app.withCampaign(name, (found) => confirmAndRun(app, workspace, name, found, told));
}

/**
 * A real campaign wins over a rehearsal of its name: what is planned here would not be what is sent. Before it is planned,
 * so that no rehearsal is left behind, and none is lost that was there.
 *
 * @throws OperatorError config (78)
 */
async function refuseRealName(app: App, { config, isRehearsing }: Workspace, name: string): Promise<void> {
  if (!isRehearsing || app.globals.rehearsal === true) return;
  await app.withLedger('read', async (ledger) => {
    const campaign = await ledger.findCampaign(name);
    if (campaign !== null) refuseOtherProvider(campaign, config, { isRehearsal: false });
  });
}

/**
 * A plan that was frozen some time ago leaves at other hours than it showed then, and whoever sends it may not have seen
 * what it said of its texts. Returns what it is warned about.
 */
async function tellWhen(
  app: App,
  workspace: Workspace,
  name: string,
  found: CampaignLedger,
  options: SendOptions,
): Promise<readonly Phrase[]> {
  const { ledger, clock } = found;
  const campaign = await requireCampaign(name, found);
  if ((await ledger.campaignCounts(campaign.id)).unconfirmed === 0) {
    const warnings = await runWarnings(app, campaign, found, options);
    tellWarnings(app, warnings);
    return warnings;
  }
  const forecast = await campaignForecast(app, campaign, found, options);
  const zone = localZone(app, workspace);
  const times = timesOf(null, campaign);
  const view = { now: clock.now(), zone };
  const spoilt = await ledger.spoiltTexts(campaign.id);
  const warnings = [
    ...textWarnings({ spoilt }),
    ...ageWarnings(campaign, view),
    ...forecastWarnings({ forecast, times }, name, view),
  ];
  tellWarnings(app, warnings);
  if (app.globals.json) return warnings;
  const lines = forecastLines({ forecast }, view);
  if (lines.length > 0) app.note(app.say(phrase('report.legsTitle')));
  for (const line of lines) app.note(`  ${app.say(line)}`);
  const end = times.notAfter ?? forecast.lastClose;
  if (end !== null) app.note(app.say(phrase('delivery.planNotAfter', { at: end, zone })));
  return warnings;
}

/** A text is as old as its campaign: « Bonne année » in November. */
function ageWarnings(
  { name, createdAt }: Campaign,
  { now, zone }: { readonly now: DateTime; readonly zone: string },
): readonly Phrase[] {
  const at = instantOf(createdAt);
  return at.plus(UNNOTICED_AGE) < now ? [phrase('report.plannedLongAgo', { campaign: name, at, zone })] : [];
}

/** Asks for the operator's word where it is missing, then sends. */
async function confirmAndRun(
  app: App,
  workspace: Workspace,
  name: string,
  found: CampaignLedger,
  options: SendOptions & RunOptions,
): Promise<void> {
  const { ledger, clock } = found;
  const zone = localZone(app, workspace);
  const campaign = await requireCampaign(name, found);
  // What was shown may be a rehearsal of this name: the operator's word for it is none for the real plan.
  refuseOtherProvider(campaign, workspace.config, found);
  const counts = await ledger.campaignCounts(campaign.id);
  if (counts.remaining > 0 && !found.isRehearsal) refuseLostClock(clock.now(), zone);
  await refuseCost(workspace, campaign, counts, found, options);
  const confirm = countOption('--confirm', options.confirm, 0);
  const isRepeated = counts.unconfirmed === 0 && (await wasGiven(confirm, name, ledger));
  // Of one that was cancelled no count helps: what does is told with the run.
  if (!isRepeated && campaign.state !== 'cancelled') refuseOtherCount(confirm, counts.unconfirmed);
  // Before the operator's word is asked for: nothing is confirmed that may not leave.
  if (counts.unconfirmed > 0) refuseEnded(name, timesOf(null, campaign), clock.now(), zone);
  if (counts.remaining > 0) refuseClosedGates(await gatesOf(campaign, workspace.config, found)(), name, zone);
  if (counts.unconfirmed > 0) {
    const approved = await requireApproval(campaign, workspace.config, { ledger, actor: app.actor });
    if (
      confirm === null &&
      options.yes !== true &&
      !(await hasConfirmed(app, counts, await costOf(workspace, campaign, counts, ledger)))
    ) {
      const limits = typedLimits(options);
      app.note(app.say(phrase('report.notSent', { campaign: name, count: counts.unconfirmed, limits })));
      return;
    }
    // The question may have stood for a while: the campaign's end may be over by now.
    refuseEnded(name, timesOf(null, await requireCampaign(name, found)), clock.now(), zone);
    // And what another plan of this name brought meanwhile was never shown.
    const deps = { ledger, clock, book: await app.holidayBook(), actor: app.actor };
    const rate = app.rate(countOption('--rate', options.rate));
    const isConfirmed = await confirmPlan(
      campaign,
      counts.unconfirmed,
      rate,
      approved,
      hoursOf(campaign, workspace.config),
      deps,
    );
    if (!isConfirmed) {
      refuseOtherCount(counts.unconfirmed, (await ledger.campaignCounts(campaign.id)).unconfirmed);
      await requireApproval(campaign, workspace.config, { ledger, actor: app.actor });
      throw new BugError('a plan that differs has another count');
    }
  }
  // With the end that the confirmation gave it.
  await runCampaign(app, workspace, await requireCampaign(name, found), found, options);
}

/** Whether the word was given already: the same command once more, after an interruption, goes on. */
async function wasGiven(confirm: number | null, name: string, ledger: Ledger): Promise<boolean> {
  return confirm !== null && (await ledger.confirmedCounts(name)).includes(confirm);
}

async function hasConfirmed(app: App, { unconfirmed }: CampaignCounts, cost: Cost): Promise<boolean> {
  if (!app.prompts.canAsk) {
    throw new OperatorError(
      'usage',
      phrase('report.confirmNeeded', { count: unconfirmed }),
      phrase('report.confirmNeededHint', { count: unconfirmed }),
    );
  }
  return app.prompts.confirm(app.say(phrase('report.confirm', { count: unconfirmed, ...cost })));
}

/** What the messages cost that wait, as far as that is known. */
async function costOf(
  { config }: Workspace,
  { id, currency }: Campaign,
  { remainingCostMicros }: CampaignCounts,
  ledger: Ledger,
): Promise<Cost> {
  const unpriced = unpricedOf(config, await ledger.costlessCountries(id, 'waiting'));
  return { amount: formatMicros(remainingCostMicros), currency, unpriced };
}

function refuseOtherCount(expected: number | null, count: number): void {
  if (expected === null || expected === count) return;
  throw new OperatorError(
    'usage',
    phrase('report.confirmDiffers', { expected, count }),
    phrase('report.confirmDiffersHint', { count }),
  );
}
