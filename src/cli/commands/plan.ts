import { Command } from 'commander';
import type { DateTime } from 'luxon';
import type { Micros } from '../../core/campaign/cost.js';
import { listSignPhrase } from '../../core/contact/list-signs.js';
import { OperatorError } from '../../errors.js';
import { planCampaign, type PlanResult } from '../../flows/plan-campaign.js';
import { countryAdvice, preparePlan, type CampaignRequest } from '../../flows/prepare-plan.js';
import { phrase } from '../../words/phrase.js';
import type { App, CampaignLedger, Workspace } from '../app.js';
import type { HelpWords } from '../program.js';
import { showPlan, type ShownPlan } from '../report/plan-report.js';
import { progressLine } from '../report/progress.js';
import {
  addCampaignOptions,
  campaignRequest,
  countOption,
  localZone,
  type CampaignOptions,
} from './campaign-options.js';
import { costAbove, costLimit, isAbove } from './cost-limit.js';

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
  const limit = costLimit(workspace, options);
  const zone = localZone(app, workspace);
  const prepared = await preparePlan(asked, around);
  const use = async ({ ledger, clock, isRehearsal }: CampaignLedger): Promise<ShownPlan> => {
    refuseOver(asked, clock.now(), zone);
    const book = await app.holidayBook();
    const progress = progressLine(app, phrase('report.planning'));
    try {
      const deps = { ledger, clock, book, actor: app.actor, keyring: workspace.keyring };
      const plan = (): ReturnType<typeof planCampaign> =>
        planCampaign(prepared.request, deps, (rows) => progress.update(rows, null), app.interrupted);
      const result = keep ? await app.holdingPlan(ledger, plan) : await plan();
      const kept = result.campaign === null ? null : await ledger.campaignCounts(result.campaign.id);
      // What was only looked at would wait for the operator's word too, once it is planned.
      const lookedAt = keep ? { count: 0, costMicros: 0 } : newcomersOf(result);
      const costMicros = (kept?.remainingCostMicros ?? 0) + lookedAt.costMicros;
      const { currency } = prepared.request.terms;
      const tooDear = isAbove(costMicros, limit) ? [costAbove(costMicros, limit, currency)] : [];
      const unconfirmed = (kept?.unconfirmed ?? 0) + lookedAt.count;
      const { unreadPlaces } = result.totals;
      const unread = unreadPlaces === null ? [] : [phrase('flows.unreadPlaces', unreadPlaces)];
      const reached = Object.keys(result.totals.territories);
      const advice = countryAdvice(prepared.request.terms.sender, workspace.config, reached);
      const signs = result.signs.map(listSignPhrase);
      const warnings = [...prepared.warnings, ...advice, ...unread, ...signs, ...tooDear];
      return { prepared, warnings, result, isRehearsal, unconfirmed, now: clock.now(), zone };
    } finally {
      progress.end();
    }
  };
  try {
    return await app.withPlanning(asked.campaign, { fresh: options.fresh === true, keep }, use);
  } finally {
    await prepared.request.table.close();
  }
}

function newcomersOf({ totals }: PlanResult): { readonly count: number; readonly costMicros: Micros } {
  return { count: totals.newcomers, costMicros: totals.newCostMicros };
}

/** A last instant that lies before the first one would end every message of the campaign unsent. */
function refuseOver({ startsAt, notAfter }: CampaignRequest, now: DateTime, zone: string): void {
  const first = startsAt !== null && startsAt > now ? startsAt : now;
  if (notAfter === null || notAfter > first) return;
  throw new OperatorError(
    'usage',
    phrase('report.notAfterOver', { at: notAfter, zone }),
    phrase('report.notAfterOverHint'),
  );
}
