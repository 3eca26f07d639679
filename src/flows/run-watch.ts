import type { DateTime } from 'luxon';
import { CostCeiling } from '../core/campaign/cost-ceiling.js';
import type { Micros } from '../core/campaign/cost.js';
import {
  awaitsReceipts,
  brokenShare,
  canaryLeft,
  canaryVerdict,
  isOtherCurrency,
  type CanaryReport,
  type StopReason,
} from '../core/campaign/stop-rules.js';
import type { SendOutcome } from '../core/delivery/send-outcome.js';
import { earliest } from '../core/schedule/forecast.js';
import type { CampaignCounts, StopMark } from '../store/store.js';
import { collectReceipts } from './collect-receipts.js';
import type { SendDeps } from './deps.js';
import type { RunEvent, RunRequest } from './run.js';

/** How often receipts and replies are asked for while messages leave. */
const LOOK_EVERY_MS = 1000;
/** How often the provider is asked what the account holds. */
const BALANCE_EVERY_MS = 60_000;
/** How often the receipts of the first messages are asked for while the others wait. */
const CANARY_NAP = { seconds: 5 };

/** What of a run's terms is watched over. */
type Watched = Pick<RunRequest, 'campaign' | 'stopRules' | 'costLimit'>;

/** Keeps an eye on one run: what came of it so far, and whether a rule ends it. */
export class RunWatch {
  private readonly tally = { accepted: 0, rejected: 0, unknown: 0, stops: 0 };
  private lookedMs = -Infinity;
  private balanceAskedMs = -Infinity;
  private hasToldCurrency = false;
  private readonly campaign: Watched['campaign'];
  private readonly rules: Watched['stopRules'];
  private readonly cost: CostCeiling;

  private constructor(
    { campaign, stopRules, costLimit }: Watched,
    private readonly deps: SendDeps,
    private readonly startedAt: DateTime,
    private readonly mark: StopMark,
    /** How many messages may still begin before receipts are awaited; null: any number. */
    private canaryLeft: number | null,
    private readonly onEvent: (event: RunEvent) => void,
  ) {
    this.campaign = campaign;
    this.rules = stopRules;
    this.cost = new CostCeiling(costLimit);
  }

  static async begin(watched: Watched, deps: SendDeps, onEvent: (event: RunEvent) => void): Promise<RunWatch> {
    const { ledger, clock } = deps;
    const { campaign, stopRules: rules } = watched;
    const { submitted } = canaryReport(await ledger.campaignCounts(campaign.id));
    const wasStopped = await ledger.wasStoppedBy('canary', campaign.name);
    const mark = await ledger.stopMark();
    return new RunWatch(watched, deps, clock.now(), mark, canaryLeft(submitted, wasStopped, rules), onEvent);
  }

  /** Whether the first messages have left, or are leaving, and the others wait for their receipts. */
  get isAwaitingCanary(): boolean {
    return this.canaryLeft !== null && this.canaryLeft <= 0;
  }

  /** Why a message may not leave in this run any more; null where it may. */
  tooDear(costMicros: Micros, country: string): StopReason | null {
    return this.cost.refusal(costMicros, country);
  }

  /** A message is about to be submitted. */
  began(costMicros: Micros): void {
    this.cost.began(costMicros);
    if (this.canaryLeft !== null) this.canaryLeft -= 1;
  }

  /** Takes an answer into account; the rule that it breaks, or null. */
  answered(outcome: SendOutcome['kind'], costMicros: Micros): StopReason | null {
    if (outcome === 'rejected') this.cost.returned(costMicros);
    if (outcome === 'accepted' || outcome === 'rejected' || outcome === 'unknown') {
      this.tally[outcome] += 1;
      return brokenShare(this.tally, this.rules);
    }
    this.returned(costMicros);
    return null;
  }

  /** A message that was about to be submitted, or that the provider did not take, is planned as before. */
  returned(costMicros: Micros): void {
    this.cost.returned(costMicros);
    if (this.canaryLeft !== null) this.canaryLeft += 1;
  }

  /** Whether it is time to look again. Asked before every message: a timer of its own would go on while none leaves. */
  get isLookDue(): boolean {
    return this.deps.timer.nowMs() - this.lookedMs >= LOOK_EVERY_MS;
  }

  /** Asks for receipts, replies and the balance where it is time to; the rule that they break, or null. */
  async look(): Promise<StopReason | null> {
    if (!this.isLookDue) return null;
    const nowMs = this.deps.timer.nowMs();
    this.lookedMs = nowMs;
    const low = await this.lowBalance(nowMs);
    if (low !== null) return low;
    await collectReceipts(this.deps.provider, this.deps);
    if (this.rules.replies === null) return null;
    this.tally.stops = await this.deps.ledger.stopsSince(this.campaign.id, this.startedAt, this.mark);
    return brokenShare(this.tally, this.rules);
  }

  /** A provider that does not tell, or not now, stops nobody: it refuses by itself when the account is empty. */
  private async lowBalance(nowMs: number): Promise<StopReason | null> {
    const { balanceMicros } = this.rules;
    const { provider } = this.deps;
    if (balanceMicros === null || nowMs - this.balanceAskedMs < BALANCE_EVERY_MS) return null;
    this.balanceAskedMs = nowMs;
    const balance = (await provider.balance?.()) ?? null;
    if (balance === null) return null;
    const { amount, currency } = balance;
    if (isOtherCurrency(currency, this.rules)) return this.tellOtherCurrency(currency);
    const held = Math.round(Number(amount) * 1_000_000);
    return held < balanceMicros ? { rule: 'balance', balanceMicros: held, currency } : null;
  }

  /** Once a run: it is said before the first message leaves. */
  private tellOtherCurrency(held: string): null {
    if (!this.hasToldCurrency) this.onEvent({ kind: 'other_currency', held, meant: this.rules.balanceCurrency });
    this.hasToldCurrency = true;
    return null;
  }

  /** Waits for the receipts of the first messages. Null: the others may follow, or nobody wants to wait any more. */
  async hearCanary(stop: AbortSignal): Promise<StopReason | null> {
    const { ledger, clock, provider } = this.deps;
    const deadline = clock.now().plus({ minutes: this.rules.canaryMinutes });
    for (;;) {
      await collectReceipts(provider, this.deps);
      const report = canaryReport(await ledger.campaignCounts(this.campaign.id));
      const now = clock.now();
      if (!awaitsReceipts(report) || now >= deadline) {
        this.canaryLeft = null;
        return canaryVerdict(report);
      }
      if (stop.aborted || (await ledger.readControl(this.campaign.id)) !== null) return null;
      await clock.sleepUntil(earliest([deadline, now.plus(CANARY_NAP)]) ?? deadline, stop);
    }
  }
}

function canaryReport({ accepted, rejected, unknown, delivered, undelivered }: CampaignCounts): CanaryReport {
  return { submitted: accepted + rejected + unknown, delivered, undelivered, lost: rejected + unknown };
}
