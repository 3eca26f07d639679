import type { Config } from '../../src/config/config.js';
import type { CostLimit } from '../../src/core/campaign/cost-ceiling.js';
import type { EligibilityPolicy } from '../../src/core/audience/eligibility.js';
import { noStopRules, type StopRules } from '../../src/core/campaign/stop-rules.js';
import { builtInPurposes, type Purpose } from '../../src/core/consent/purpose.js';
import { openHolidayBook, type HolidayBook } from '../../src/core/schedule/holidays.js';
import type { SendDeps } from '../../src/flows/deps.js';
import { hoursNow } from '../../src/core/campaign/window-profile.js';
import { mayTextBy, submissionsOf } from '../../src/flows/destinations.js';
import { gatesOf } from '../../src/flows/way-out.js';
import { sendCampaign, type RunResult } from '../../src/flows/send-campaign.js';
import type { RunEvent, RunRules } from '../../src/flows/run.js';
import { invariant } from '../../src/errors.js';
import type { Provider } from '../../src/providers/provider.js';
import { slidingPace } from '../../src/providers/sliding-pace.js';
import { windowGuard } from '../../src/providers/wrap/window-guard.js';
import type { Campaign, Ledger } from '../../src/store/store.js';
import type { FakeWorld } from './fake-world.js';
import { CONFIG } from './planned-run.js';
import { KEYRING, STAMP } from './temp-ledger.js';

type FrequencyCap = EligibilityPolicy['frequencyCap'];

interface SendRun {
  readonly ledger: Ledger;
  readonly provider: Provider;
  readonly world: FakeWorld;
  readonly workers?: number;
  readonly rate?: number;
  readonly wait?: boolean;
  /** Other than that of {@link CONFIG}. */
  readonly config?: Config;
  /** What it has become while the run goes on. */
  readonly configNow?: () => Config;
  readonly frequencyCap?: FrequencyCap;
  /** What that has become while the run goes on, by the configuration that it has then. */
  readonly capBy?: (config: Config) => FrequencyCap;
  readonly stopRules?: Partial<StopRules>;
  readonly costLimit?: CostLimit;
  readonly stop?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
}

let book: Promise<HolidayBook> | null = null;

/** What a run works with, put together as the program does it: the window guards the provider, a pace holds the rate. */
async function sendDeps({ ledger, provider, world, rate = 1000 }: SendRun): Promise<SendDeps> {
  const { clock, timer } = world;
  return {
    ledger,
    clock,
    timer,
    book: await (book ??= openHolidayBook()),
    keyring: KEYRING,
    provider: windowGuard(provider, clock),
    pace: slidingPace(rate, timer),
    actor: { operator: STAMP.operator, login: STAMP.login },
  };
}

/** Sends what is confirmed of a campaign. */
export async function runCampaign(name: string, run: SendRun): Promise<RunResult> {
  const { ledger, workers = 1, wait = false, frequencyCap = null, capBy = () => frequencyCap } = run;
  const campaign = await campaignNamed(ledger, name);
  const purpose = purposeOf(campaign);
  const rulesBy = (config: Config): RunRules => ({
    policy: { campaign: name, purpose, frequencyCap: capBy(config), again: campaign.again },
    hours: hoursNow(purpose, campaign.urgent, config.hours),
    mayText: mayTextBy(config),
    gates: gatesOf(campaign, config, { ledger, clock: run.world.clock }),
    submissionOf: submissionsOf(config, purpose),
  });
  const config = run.config ?? CONFIG;
  const stopRules = { ...noStopRules, ...run.stopRules };
  let latest = { config, rules: rulesBy(config) };
  const rules = (): Promise<RunRules> => {
    const now = run.configNow?.() ?? config;
    if (now !== latest.config) latest = { config: now, rules: rulesBy(now) };
    return Promise.resolve(latest.rules);
  };
  const { signal } = new AbortController();
  await ledger.setWish(campaign.id, null);
  return sendCampaign(
    { campaign, rules, wait, workers, stopRules, costLimit: run.costLimit ?? null },
    await sendDeps(run),
    run.onEvent ?? (() => undefined),
    run.stop ?? signal,
  );
}

export async function campaignNamed(ledger: Ledger, name: string): Promise<Campaign> {
  const campaign = await ledger.findCampaign(name);
  invariant(campaign !== null, 'the campaign of a test exists');
  return campaign;
}

export function purposeOf({ purpose }: Pick<Campaign, 'purpose'>): Purpose {
  const found = builtInPurposes.get(purpose);
  invariant(found !== undefined, 'the purposes of tests are built in');
  return found;
}
