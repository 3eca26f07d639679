import { Command } from 'commander';
import { DateTime } from 'luxon';
import { formatMicros, type Micros } from '../../core/campaign/cost.js';
import type { CostLimit } from '../../core/campaign/cost-ceiling.js';
import { SAMPLE_COUNT, type PlanTotals, type Sample } from '../../core/campaign/plan-tally.js';
import { isoInstant } from '../../core/schedule/instant.js';
import { listSignPhrase } from '../../core/contact/list-signs.js';
import { approvalStanding } from '../../flows/approve-plan.js';
import { recordRevealed } from '../../flows/export-records.js';
import { planCampaign, type PlanResult } from '../../flows/plan-campaign.js';
import { appendedFooters, countryAdvice, priceAdvice, unpricedOf } from '../../flows/destinations.js';
import { preparePlan, type CampaignRequest } from '../../flows/prepare-plan.js';
import { strayDelimiterAdvice } from '../../flows/stray-delimiters.js';
import { gateWarnings, judgeWayOut } from '../../flows/way-out.js';
import type { Ledger } from '../../store/store.js';
import { phrase, type Phrase } from '../../words/phrase.js';
import type { App, CampaignLedger, Workspace } from '../app.js';
import type { HelpWords } from '../program.js';
import { approvalPhrase } from '../report/approval-report.js';
import { forecastWarnings } from '../report/plan-forecast.js';
import { textWarnings } from '../report/text-report.js';
import { placeRemarks, showPlan, type ShownPlan } from '../report/plan-report.js';
import { progressLine } from '../report/progress.js';
import {
  addCampaignOptions,
  campaignRequest,
  countOption,
  localZone,
  refuseOptionLike,
  refuseOver,
  refusePast,
  typedLimits,
  type CampaignOptions,
} from './campaign-options.js';
import { costAbove, costLimit, costUnknown, refuseUnknownCost } from './cost-limit.js';

export function planCommand(app: () => App, words: HelpWords): Command {
  return addCampaignOptions(new Command('plan').argument('<contacts>', words('help.argContacts')), words).action(
    (contacts: string, options: CampaignOptions) => runPlan(app(), contacts, options),
  );
}

async function runPlan(app: App, contacts: string, options: CampaignOptions): Promise<void> {
  const workspace = app.workspace();
  const shown = await makePlan(app, workspace, contacts, options, 'keep');
  showPlan(app, shown);
  const campaign = shown.prepared.request.terms.name;
  if (app.globals.json) return;
  const { unconfirmed: count, confirmed, approval, zone } = shown;
  if (count === 0) {
    const waiting = phrase('report.confirmedWait', { campaign, count: confirmed });
    app.note(app.say(confirmed === 0 ? phrase('report.nobody') : waiting));
    return;
  }
  if (approval !== null) app.note(app.say(approvalPhrase(approval, campaign, zone)));
  const limits = typedLimits(options);
  const frozen = approval?.length === 0 ? phrase('oversight.frozen', { campaign, count, limits }) : null;
  app.note(app.say(frozen ?? phrase('report.frozen', { campaign, count, limits })));
}

/** What a plan is made for: to be looked at alone, to be kept, or to be kept and sent at once. */
type PlanUse = 'look' | 'keep' | 'send';

/** Plans, and returns what the operator is to be shown. */
export async function makePlan(
  app: App,
  workspace: Workspace,
  contacts: string,
  options: CampaignOptions,
  planUse: PlanUse,
): Promise<ShownPlan> {
  const keep = planUse !== 'look';
  const asked = await campaignRequest(app, workspace, contacts, options, keep);
  const rate = app.rate(countOption('--rate', options.rate));
  const zone = localZone(app, workspace);
  const { config, isRehearsing } = workspace;
  const around = { config, isRehearsing, rate, zone, stdin: app.world.stdin };
  const limit = costLimit(config, options, { currency: config.provider.currency, isRehearsal: isRehearsing });
  const fresh = options.fresh === true;
  await refuseOptionLike(app, asked.campaign, fresh);
  const prepared = await preparePlan(asked, around);
  const use = async (opened: CampaignLedger): Promise<ShownPlan> => {
    await refuseTimes(asked, opened, zone);
    const { ledger, clock, isRehearsal } = opened;
    const book = await app.holidayBook();
    const progress = progressLine(app, phrase('report.planning'));
    try {
      const deps = { clock, book, actor: app.actor, keyring: workspace.keyring };
      const onProgress = (rows: number): void => progress.update(rows, null);
      const refuseWhole = (totals: PlanTotals): void => {
        prepared.request.refuseWhole(totals);
        if (planUse === 'send') refuseUnknownCost(limit, totals.newCostless);
      };
      const plan = (drafted: Ledger): ReturnType<typeof planCampaign> =>
        planCampaign({ ...prepared.request, refuseWhole }, { ...deps, ledger: drafted }, onProgress, app.interrupted);
      const result = keep ? await app.holdingPlan(ledger, () => app.drafting(ledger, plan)) : await plan(ledger);
      const approval =
        keep && result.campaign !== null ? await approvalStanding(result.campaign, workspace.config, ledger) : null;
      const kept = result.campaign === null ? null : await ledger.campaignCounts(result.campaign.id);
      // What was only looked at would wait for the operator's word too, once it is planned.
      const lookedAt = keep ? { count: 0, costMicros: 0, costless: [] } : newcomersOf(result);
      const costMicros = (kept?.remainingCostMicros ?? 0) + lookedAt.costMicros;
      const waiting = result.campaign === null ? [] : await ledger.costlessCountries(result.campaign.id, 'waiting');
      const costless = [...new Set([...waiting, ...lookedAt.costless])].sort();
      const { terms, policy } = prepared.request;
      const unconfirmed = (kept?.unconfirmed ?? 0) + lookedAt.count;
      const confirmed = (kept?.remaining ?? 0) - (kept?.unconfirmed ?? 0);
      const reached = Object.keys(result.totals.countries);
      const message = { sender: terms.sender, purpose: policy.purpose, template: terms.template };
      const advice = countryAdvice(message, config, reached);
      const { totals } = result;
      const unpriced = { all: unpricedOf(config, totals.costless), newcomers: unpricedOf(config, totals.newCostless) };
      const costs = costWarnings(unpriced.all, limit, { costMicros, costless }, planUse);
      const appended = appendedFooters(workspace.config, policy.purpose, reached);
      const signs = result.signs.map(listSignPhrase);
      const now = clock.now();
      const timing = forecastWarnings(result, terms.name, { now, zone });
      const places = placeRemarks(result.totals);
      const question = { promotional: terms.promotional, sender: terms.sender, countries: [] };
      // Whoever has no way out is left out of the plan already.
      const gates = isRehearsal ? [] : gateWarnings(await judgeWayOut(question, workspace.config, ledger, now), zone);
      // What an earlier plan left waiting leaves with the same word, whoever this file and its filter name.
      const earlier = unconfirmed - result.totals.newcomers;
      const { currency } = terms;
      const cost = { amount: formatMicros(costMicros), currency, unpriced: unpricedOf(config, costless) };
      const others = earlier > 0 ? [phrase('report.othersWait', { earlier, unconfirmed, ...cost })] : [];
      const samples = await samplesOf(ledger, result);
      // What was only looked at, and is no campaign, showed nothing but its own file.
      if (asked.reveal && result.campaign !== null) {
        const { actor } = app;
        await recordRevealed({ what: 'plan', campaign: asked.campaign }, { ledger, clock, actor });
      }
      const stray = strayDelimiterAdvice(prepared.request.table);
      const told = [...prepared.warnings, ...stray, ...textWarnings(result.texts), ...advice, ...places, ...signs];
      const warnings = [...told, ...timing, ...others, ...costs, ...gates];
      const counts = { unconfirmed, confirmed };
      return { prepared, warnings, result, samples, appended, unpriced, isRehearsal, ...counts, approval, now, zone };
    } finally {
      progress.end();
    }
  };
  try {
    // Before the rehearsal goes that is started over.
    if (fresh)
      await app.withPlanning(asked.campaign, { fresh, keep: false }, (found) => refuseTimes(asked, found, zone));
    return await app.withPlanning(asked.campaign, { fresh, keep }, use);
  } finally {
    await prepared.request.table.close();
  }
}

/** @throws OperatorError usage (64) for times that are over. */
async function refuseTimes(
  { campaign, startsAt, notAfter }: CampaignRequest,
  { ledger, clock }: CampaignLedger,
  zone: string,
): Promise<void> {
  const now = clock.now();
  // The same command once more, after an interruption, is no slip.
  const kept = startsAt === null ? null : await ledger.findCampaign(campaign);
  if (startsAt !== null && kept?.startsAt !== isoInstant(startsAt)) refusePast(startsAt, now, zone);
  if (notAfter !== null) refuseOver(notAfter, DateTime.max(startsAt ?? now, now), zone);
}

/** Texts of newcomers; where there are none, of those who wait from earlier plans. */
async function samplesOf(ledger: Ledger, { totals, campaign }: PlanResult): Promise<readonly Sample[]> {
  if (totals.samples.length > 0 || campaign === null) return totals.samples;
  const waiting = await ledger.intents(campaign.id, { limit: SAMPLE_COUNT, isWaiting: true });
  return waiting.flatMap(({ number, text, segments }) => (number === null ? [] : [{ to: number, text, segments }]));
}

/** What waits and would leave in one run: what it costs, and where that is not known. */
interface Waiting {
  readonly costMicros: Micros;
  readonly costless: readonly string[];
}

function newcomersOf({ totals }: PlanResult): Waiting & { readonly count: number } {
  return { count: totals.newcomers, costMicros: totals.newCostMicros, costless: totals.newCostless };
}

/** One line says of a country that it has no price: that a run would be refused for it, or that sums leave it out. */
function costWarnings(
  unpriced: readonly string[],
  limit: CostLimit | null,
  { costMicros, costless }: Waiting,
  planUse: PlanUse,
): readonly Phrase[] {
  const above = costAbove(costMicros, limit);
  const unknown = costUnknown(limit, costless, planUse === 'keep' ? 'flows.costUnknownKept' : 'flows.costUnknown');
  return [...(unknown === null ? priceAdvice(unpriced) : [unknown]), ...(above === null ? [] : [above])];
}
