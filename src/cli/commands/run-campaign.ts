import type { DateTime } from 'luxon';
import type { Forecast } from '../../core/schedule/forecast.js';
import { hoursNow, type KeptHours } from '../../core/campaign/window-profile.js';
import { mayTextBy, submissionsOf, unpricedOf } from '../../flows/destinations.js';
import type { Config } from '../../config/config.js';
import type { Purpose } from '../../core/consent/purpose.js';
import { frequencyCapOf } from '../../config/frequency-cap.js';
import { forecastOf } from '../../flows/confirm-plan.js';
import { requireCampaign } from '../../flows/control-campaign.js';
import { stampOf } from '../../flows/deps.js';
import { refuseLostClock } from '../../flows/machine-clock.js';
import { onwardOf } from '../../flows/onward.js';
import { endOf, type RunRules } from '../../flows/run.js';
import { refuseUnsendable, sendCampaign, type RunResult } from '../../flows/send-campaign.js';
import { Interrupted, OperatorError } from '../../errors.js';
import type { Campaign, Ledger } from '../../store/store.js';
import { gatesOf, refuseClosedGates } from '../../flows/way-out.js';
import { hasFile, rehearsalFiles } from '../../files/workspace.js';
import { instantOf, isoInstant } from '../../core/schedule/instant.js';
import { phrase, type Phrase } from '../../words/phrase.js';
import type { App, CampaignLedger, Workspace } from '../app.js';
import { discouragedWarnings } from '../report/plan-forecast.js';
import { runProgress } from '../report/run-progress.js';
import { showRun } from '../report/run-report.js';
import { countOption, localZone } from './campaign-options.js';
import { costLimit } from './cost-limit.js';
import { purposeHint } from './purpose-option.js';

/** As many submissions may be under way as the rate lets begin in this time: a slow answer does not slow the run. */
const IN_FLIGHT_SECONDS = 10;
/** No more submissions are under way at once, whatever the rate. */
const MAX_IN_FLIGHT = 256;
/** A run that waits for its beginning looks this often whether it was paused or cancelled. */
const LOOK_MS = 1000;

export interface RunOptions {
  readonly wait?: boolean;
  readonly rate?: string;
  readonly maxCost?: string;
  /** A later end for the campaign. */
  readonly extendTo?: DateTime | null;
  /** What the plan that this run sends was warned about; its JSON has no other place for it. */
  readonly warnings?: readonly Phrase[];
}

/** Sends what is confirmed, shows how it went, and sets the exit code. */
export async function runCampaign(
  app: App,
  workspace: Workspace,
  campaign: Campaign,
  { ledger, clock, isRehearsal }: CampaignLedger,
  options: RunOptions,
): Promise<void> {
  const { config, keyring, files } = workspace;
  // Before anything changes: a run of what the configuration has no more is refused.
  purposeOf(campaign, workspace);
  const counts = await ledger.campaignCounts(campaign.id);
  refuseUnsendable(campaign, counts);
  const gates = gatesOf(campaign, config, { ledger, clock });
  const hasMore = counts.remaining > counts.unconfirmed;
  // With nothing left to leave, the end of a run is told all the same.
  if (hasMore && !isRehearsal) refuseLostClock(clock.now(), localZone(app, workspace));
  if (hasMore) refuseClosedGates(await gates(), campaign.name, localZone(app, workspace));
  const book = await app.holidayBook();
  const opened = { isRehearsal, clock };
  const { provider, pace, rate } = app.provider(campaign.name, opened, countOption('--rate', options.rate));
  const zone = localZone(app, workspace);
  const progress = runProgress(app, zone, () => clock.now());
  const deps = { clock, book, keyring, provider, pace, timer: app.world.timer, actor: app.actor };
  const run = async (running: Campaign, recording: Ledger): Promise<void> => {
    let latest = { config, rules: rulesOf(running, config, { ledger, clock, isRehearsal }) };
    const rules = async (): Promise<RunRules> => {
      const now = await app.configNow();
      if (now !== latest.config) latest = { config: now, rules: rulesOf(running, now, { ledger, clock, isRehearsal }) };
      return latest.rules;
    };
    const request = {
      campaign: running,
      rules,
      stopRules: config.stop,
      costLimit: costLimit(config, options, { currency: campaign.currency, isRehearsal }),
      wait: options.wait === true,
      workers: Math.min(MAX_IN_FLIGHT, Math.ceil(rate * IN_FLIGHT_SECONDS)),
    };
    try {
      // For what nobody has confirmed, or has left already, nobody waits.
      const wished = hasMore
        ? await awaitStart(app, running, { ledger, clock, isRehearsal }, (at) => {
            // Of how many, for who reads the lines: the wait may last a day.
            if (app.globals.json) progress.see({ kind: 'counted', counts });
            progress.waits(at, 'start');
          })
        : null;
      const result =
        wished ??
        (await sendCampaign(request, { ...deps, ledger: recording }, (event) => progress.see(event), app.interrupted));
      progress.end();
      // Made when the first message leaves: a run that ends before has none to show.
      const { outbox: written } = rehearsalFiles(files, campaign.name);
      const outbox = isRehearsal && hasFile(written) ? written : null;
      // The end as it is by now: it may have been moved meanwhile.
      const ended = await requireCampaign(campaign.name, { ledger });
      const onward = await onwardOf(ended, retryAt(result), hoursOf(ended, latest.config), { ledger, clock, book });
      const warnings = [...(options.warnings ?? []), ...progress.warnings()];
      const unpriced = unpricedOf(config, await ledger.costlessCountries(campaign.id, 'left'));
      const shown = { campaign: ended, unpriced, result, onward, isRehearsal, outbox, warnings };
      showRun(app, { ...shown, now: clock.now(), zone });
      if (result.end.kind === 'interrupted') throw new Interrupted(true);
    } finally {
      progress.end();
    }
  };
  const { seq: before } = await ledger.auditHead();
  await app.holdingRun(ledger, async () => {
    // What was asked of an earlier run. Whoever finds the lock taken, and asks from then on, means this one.
    await ledger.setWish(campaign.id, null, before);
    // Not before: a run that is refused changes nothing.
    const later = options.extendTo ?? null;
    if (later !== null) await ledger.extendCampaign(campaign.id, later, stampOf({ clock, actor: app.actor }));
    const running = await requireCampaign(campaign.name, { ledger });
    await app.recording({ ledger, isRehearsal }, rate, (recording) => run(running, recording));
  });
}

/** @throws OperatorError config (78) when a real campaign has another provider than the configuration. */
export function refuseOtherProvider(
  { name, provider }: Campaign,
  config: Config,
  { isRehearsal }: Pick<CampaignLedger, 'isRehearsal'>,
): void {
  if (isRehearsal || config.provider.use === provider) return;
  const hint = phrase('provider.realCampaignHint', { campaign: name });
  throw new OperatorError('config', phrase('provider.realCampaign', { campaign: name }), hint);
}

/**
 * What a configuration says of a campaign.
 *
 * @throws OperatorError config (78) when it does not have its purpose any more, or has another provider than the one by
 *   which its messages leave: the gates are that one's.
 */
function rulesOf(campaign: Campaign, config: Config, { ledger, clock, isRehearsal }: CampaignLedger): RunRules {
  const { name, again } = campaign;
  refuseOtherProvider(campaign, config, { isRehearsal });
  const purpose = purposeOf(campaign, { config });
  return {
    policy: { campaign: name, purpose, frequencyCap: frequencyCapOf(config, purpose), again },
    hours: hoursOf(campaign, config),
    mayText: mayTextBy(config),
    gates: gatesOf(campaign, config, { ledger, clock }),
    submissionOf: submissionsOf(config, purpose),
  };
}

/** @throws OperatorError config (78) when the configuration has it no more. */
function purposeOf({ purpose: name }: Campaign, settings: Pick<Workspace, 'config'>): Purpose {
  const purpose = settings.config.purposes.get(name);
  if (purpose !== undefined) return purpose;
  throw new OperatorError('config', phrase('report.unknownPurpose', { purpose: name }), purposeHint(settings));
}

function retryAt({ end }: RunResult): DateTime | null {
  return end.kind === 'throttled' ? end.retryAt : null;
}

/** The hours that a campaign keeps: those of its plan, and within them those of the configuration. */
export function hoursOf(
  { purpose, urgent }: Pick<Campaign, 'purpose' | 'urgent'>,
  { purposes, hours }: Config,
): KeptHours {
  return hoursNow(purposes.get(purpose) ?? null, urgent, hours);
}

/** When what a campaign still has to send would leave from now on. */
export async function campaignForecast(
  app: App,
  campaign: Campaign,
  { ledger, clock }: CampaignLedger,
  options: Pick<RunOptions, 'rate'>,
): Promise<Forecast> {
  const rate = app.rate(countOption('--rate', options.rate));
  const hours = hoursOf(campaign, app.workspace().config);
  return forecastOf(campaign, rate, hours, { ledger, clock, book: await app.holidayBook() });
}

/**
 * What a run of messages that were confirmed already is warned about. After the last window that was confirmed nothing
 * leaves without a later end.
 */
export async function runWarnings(
  app: App,
  campaign: Campaign,
  found: CampaignLedger,
  options: Pick<RunOptions, 'rate' | 'extendTo'>,
): Promise<readonly Phrase[]> {
  const { extendTo = null } = options;
  const notAfter = extendTo === null ? endOf(campaign) : isoInstant(extendTo);
  return discouragedWarnings(await campaignForecast(app, { ...campaign, notAfter }, found, options));
}

/** Waits for `--at`. Returns how it ended when someone paused or cancelled the campaign meanwhile. */
async function awaitStart(
  app: App,
  campaign: Campaign,
  { ledger, clock }: CampaignLedger,
  onWait: (until: DateTime) => void,
): Promise<RunResult | null> {
  const startsAt = campaign.startsAt === null ? null : instantOf(campaign.startsAt);
  if (startsAt === null || startsAt <= clock.now()) return null;
  await ledger.setState(campaign.id, 'running');
  onWait(startsAt);
  await sleepUnlessWished(app, startsAt, campaign, { ledger, clock });
  const wish = await ledger.readControl(campaign.id);
  if (wish === null) return null;
  const kind = wish === 'cancel' ? 'cancelled' : 'paused';
  await ledger.setState(campaign.id, kind);
  return { end: { kind }, counts: await ledger.campaignCounts(campaign.id) };
}

/** Sleeps until an instant; a pause or a cancellation by another process ends the wait. */
async function sleepUnlessWished(
  app: App,
  until: DateTime,
  campaign: Campaign,
  { ledger, clock }: Pick<CampaignLedger, 'ledger' | 'clock'>,
): Promise<void> {
  const ended = new AbortController();
  const end = (): void => ended.abort();
  // By real time: a rehearsal's clock is there at once, however far away the instant is.
  const look = async (): Promise<void> => {
    while (!ended.signal.aborted && (await ledger.readControl(campaign.id)) === null) {
      await app.world.timer.sleep(LOOK_MS, ended.signal);
    }
  };
  const sleep = clock.sleepUntil(until, AbortSignal.any([app.interrupted, ended.signal]));
  await Promise.all([sleep.finally(end), look().finally(end)]);
}
