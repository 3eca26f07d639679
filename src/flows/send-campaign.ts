import type { DateTime } from 'luxon';
import { decidePermission, decideRepetition, SAME_TEXT_DAYS, type EligibilityPolicy } from '../core/audience/eligibility.js';
import { ANY_HOUR, windowProfile } from '../core/campaign/window-profile.js';
import type { SendOutcome } from '../core/delivery/send-outcome.js';
import { gateOf, type Gate } from '../core/schedule/gate.js';
import { earliest } from '../core/schedule/forecast.js';
import { isoInstant } from '../core/schedule/instant.js';
import { BugError, OperatorError } from '../errors.js';
import type { OutgoingMessage, Slot } from '../providers/provider.js';
import type { Campaign, CampaignCounts, Candidate, TerritoryRow } from '../store/store.js';
import { phrase } from '../words/phrase.js';
import { collectReceipts } from './collect-receipts.js';
import { stampOf, type SendDeps } from './deps.js';

/** Intents fetched and judged at a time. */
const BATCH = 100;
/** So many throttled answers in a row, without one message taken, and the provider wants us gone for now. */
const THROTTLED_IN_A_ROW = 50;
/** A run that ended a moment ago may have used the whole rate: a new one waits this long. */
const SECOND_MS = 1000;

export interface RunRequest {
  readonly campaign: Campaign;
  readonly policy: EligibilityPolicy;
  /** Sleep to the next opening instead of ending. */
  readonly wait: boolean;
  /** Submissions at the same time. */
  readonly workers: number;
}

/** How a run ended. */
export type RunEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'closed'; readonly opensAt: DateTime | null }
  | { readonly kind: 'paused' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'throttled' }
  | { readonly kind: 'refused'; readonly reason: string };

export interface RunResult {
  readonly end: RunEnd;
  readonly counts: CampaignCounts;
}

export type RunEvent =
  | { readonly kind: 'counted'; readonly counts: CampaignCounts }
  | { readonly kind: 'ended'; readonly outcome: SendOutcome['kind'] | 'skipped' }
  | { readonly kind: 'waiting'; readonly until: DateTime };

/**
 * Sends what is confirmed and still planned. Every intent is durably under way before its request; its outcome and its
 * audit row are one commit; what is in doubt is never sent again. Eligibility and the window are judged once more, on
 * fresh facts, just before each submission.
 *
 * @param stop Aborts when no further submission may begin; those in flight are finished.
 */
export async function sendCampaign(
  request: RunRequest,
  deps: SendDeps,
  onEvent: (event: RunEvent) => void,
  stop: AbortSignal,
): Promise<RunResult> {
  const { ledger, provider, clock, timer } = deps;
  const { campaign } = request;
  await ledger.markAbandonedSubmissions(campaign.id, stampOf(deps));
  await ledger.setWish(campaign.id, null);
  await ledger.setState(campaign.id, 'running');
  await collectReceipts(provider, deps);
  onEvent({ kind: 'counted', counts: await ledger.campaignCounts(campaign.id) });
  await timer.sleep(SECOND_MS, stop);
  let end: RunEnd;
  do {
    end = await new Run(request, deps, onEvent, stop).go();
  } while (await waited(end, request, deps, onEvent, stop));
  if (end.kind === 'closed' && isOver(campaign, clock.now())) {
    await ledger.skipRemaining(campaign.id, 'expired', stampOf(deps));
    end = { kind: 'done' };
  }
  if (stop.aborted && end.kind === 'closed') end = { kind: 'interrupted' };
  await collectReceipts(provider, deps);
  await ledger.setState(campaign.id, stateAfter(end));
  return { end, counts: await ledger.campaignCounts(campaign.id) };
}

function isOver(campaign: Campaign, now: DateTime): boolean {
  return campaign.notAfter !== null && isoInstant(now) > campaign.notAfter;
}

async function waited(
  end: RunEnd,
  { wait }: RunRequest,
  deps: SendDeps,
  onEvent: (event: RunEvent) => void,
  stop: AbortSignal,
): Promise<boolean> {
  if (end.kind !== 'closed' || end.opensAt === null || !wait || stop.aborted) return false;
  onEvent({ kind: 'waiting', until: end.opensAt });
  await deps.clock.sleepUntil(end.opensAt, stop);
  await collectReceipts(deps.provider, deps);
  return !stop.aborted;
}

function stateAfter(end: RunEnd): Campaign['state'] {
  switch (end.kind) {
    case 'done':
    case 'closed':
    case 'cancelled':
      return end.kind;
    case 'paused':
    case 'interrupted':
      return 'paused';
    case 'throttled':
    case 'refused':
      return 'stopped';
  }
}

/** The gates of a campaign's territories at one moment, good until one of them changes. */
interface Gates {
  readonly gateOf: ReadonlyMap<number, Gate>;
  readonly open: readonly number[];
  readonly opensAt: DateTime | null;
  readonly goodUntil: DateTime | null;
}

/** A candidate with the state of the ledger that its facts come from. */
type JudgedOn = Candidate & { readonly factsVersion: string };

/** One stretch of sending, from an opening to the end of the work or of the window. */
class Run {
  private readonly queue: JudgedOn[] = [];
  /** Intents in the queue or with a worker, so that no batch brings them a second time. */
  private readonly held = new Set<number>();
  private territories: readonly TerritoryRow[] = [];
  private gates: Gates = { gateOf: new Map(), open: [], opensAt: null, goodUntil: null };
  private refilling: Promise<boolean> | null = null;
  private throttledInARow = 0;
  private halt: RunEnd | null = null;

  constructor(
    private readonly request: RunRequest,
    private readonly deps: SendDeps,
    private readonly onEvent: (event: RunEvent) => void,
    private readonly stop: AbortSignal,
  ) {}

  async go(): Promise<RunEnd> {
    const { ledger } = this.deps;
    const { campaign, workers } = this.request;
    this.territories = await ledger.territoriesOf(campaign.id);
    this.gates = this.openGates();
    const results = await Promise.allSettled(Array.from({ length: workers }, () => this.work()));
    const failure = results.find((result) => result.status === 'rejected');
    if (failure !== undefined) throw failure.reason;
    return this.halt ?? (await this.endOfWork());
  }

  /** The story of one message, over and over. */
  private async work(): Promise<void> {
    const { ledger, provider, pace, clock } = this.deps;
    while (this.halt === null) {
      const slot = await pace.reserve(this.stop);
      if (slot === null) {
        this.halt ??= { kind: 'interrupted' };
        return;
      }
      const candidate = await this.guard(slot, () => this.nextCandidate());
      if (candidate === null) return slot.release();
      try {
        const begun = await this.guard(slot, () => this.begin(candidate));
        if (begun === null) {
          slot.release();
          continue;
        }
        slot.use();
        const outcome = await this.guard(slot, () => provider.send(this.messageFor(candidate, begun.sendBefore)));
        await this.guard(slot, () => ledger.recordOutcome(candidate.intentId, outcome, begun.facts, stampOf(this.deps)));
        this.heed(outcome);
        this.onEvent({ kind: 'ended', outcome: outcome.kind });
      } finally {
        this.held.delete(candidate.intentId);
      }
      if (clock.now() >= (this.gates.goodUntil ?? clock.now().plus(1))) this.gates = this.openGates();
    }
  }

  private messageFor({ ref, number, text, segments }: Candidate, sendBefore: DateTime | null): OutgoingMessage {
    return { ref, to: number, from: this.request.campaign.sender, text, segments, sendBefore };
  }

  /** A failure of the ledger ends the run for every worker: nothing new begins. */
  private async guard<T>(slot: Slot, use: () => Promise<T>): Promise<T> {
    try {
      return await use();
    } catch (error) {
      slot.release();
      this.halt ??= { kind: 'interrupted' };
      throw error;
    }
  }

  /** The next intent of an open territory; null when there is none. */
  private async nextCandidate(): Promise<JudgedOn | null> {
    for (;;) {
      if (this.halt !== null || this.stop.aborted) return null;
      const candidate = this.queue.shift();
      if (candidate !== undefined) return candidate;
      this.refilling ??= this.refill().finally(() => {
        this.refilling = null;
      });
      if (!(await this.refilling)) return null;
    }
  }

  private async refill(): Promise<boolean> {
    const { ledger, clock } = this.deps;
    const { campaign, policy } = this.request;
    this.gates = this.openGates();
    if (this.gates.open.length === 0) return false;
    const days = Math.max(SAME_TEXT_DAYS, policy.frequencyCap?.days ?? 0);
    const since = clock.now().minus({ days });
    // Whoever is held by a worker is still planned in the ledger: ask for as many more.
    const batch = await ledger.nextPlanned(campaign.id, this.gates.open, 0, BATCH + this.held.size, since);
    const { factsVersion } = batch;
    const fresh = batch.candidates.filter((one) => !this.held.has(one.intentId)).map((one) => ({ ...one, factsVersion }));
    for (const one of fresh) this.held.add(one.intentId);
    this.queue.push(...fresh);
    return fresh.length > 0;
  }

  /** Judges once more and durably begins; null when this message does not leave now. */
  private async begin(
    candidate: JudgedOn,
  ): Promise<{ readonly sendBefore: DateTime | null; readonly facts: Parameters<SendDeps['ledger']['recordOutcome']>[2] } | null> {
    const { ledger, clock } = this.deps;
    const { policy, campaign } = this.request;
    const now = clock.now();
    const gate = this.gates.gateOf.get(candidate.territoryId);
    if (gate?.kind !== 'open' || (gate.sendBefore !== null && now >= gate.sendBefore)) return null;
    if (isOver(campaign, now)) {
      this.halt ??= { kind: 'closed', opensAt: null };
      return null;
    }
    const permission = decidePermission(candidate.facts, policy, now);
    const reason =
      permission.kind === 'excluded'
        ? permission.reason
        : decideRepetition(candidate.facts, candidate.textHash, policy, now);
    if (permission.kind === 'excluded' || reason !== null) {
      await ledger.recordSkip(candidate.intentId, reason ?? 'suppressed', stampOf(this.deps));
      this.onEvent({ kind: 'ended', outcome: 'skipped' });
      return null;
    }
    const begun = await ledger.beginSubmission(candidate.intentId, candidate.factsVersion, clock.now());
    if (begun === 'stale') this.forget();
    if (begun === 'halted') this.halt ??= await this.wished();
    if (begun !== 'begun') return null;
    const territory = this.territories.find((one) => one.id === candidate.territoryId);
    return {
      sendBefore: gate.sendBefore,
      facts: {
        provider: campaign.provider,
        profile: territory?.profile ?? '',
        territory: territory?.code ?? '',
        consentSeq: permission.consent.seq,
      },
    };
  }

  /** Someone's consent or the never-list changed: everyone not yet begun is judged again. */
  private forget(): void {
    for (const one of this.queue.splice(0)) this.held.delete(one.intentId);
  }

  private async wished(): Promise<RunEnd> {
    const wish = await this.deps.ledger.readControl(this.request.campaign.id);
    return wish === 'cancel' ? { kind: 'cancelled' } : { kind: 'paused' };
  }

  private heed(outcome: SendOutcome): void {
    this.throttledInARow = outcome.kind === 'throttled' ? this.throttledInARow + 1 : 0;
    if (outcome.kind === 'throttled') {
      this.deps.pace.pauseFor(outcome.retryAfterMs);
      if (this.throttledInARow >= THROTTLED_IN_A_ROW) this.halt ??= { kind: 'throttled' };
    }
    if (outcome.kind === 'refused') this.halt ??= { kind: 'refused', reason: outcome.reason };
  }

  private openGates(): Gates {
    const { clock, book } = this.deps;
    const now = clock.now();
    const gates = this.territories.map((territory) => {
      const profile = windowProfile(territory.profile);
      if (profile === null && territory.profile !== ANY_HOUR) {
        throw new BugError(`a plan names the unknown profile ${territory.profile}`);
      }
      return { id: territory.id, gate: gateOf(territory, profile, now, book) };
    });
    const changes = gates.flatMap(({ gate }) => (gate.kind === 'open' ? gate.sendBefore : gate.opensAt) ?? []);
    const openings = gates.flatMap(({ gate }) => (gate.kind === 'closed' ? (gate.opensAt ?? []) : []));
    return {
      gateOf: new Map(gates.map(({ id, gate }) => [id, gate])),
      open: gates.filter(({ gate }) => gate.kind === 'open').map(({ id }) => id),
      opensAt: earliest(openings),
      goodUntil: earliest(changes),
    };
  }

  /** No worker found anything more to do: because all is done, or because the rest has to wait for its window. */
  private async endOfWork(): Promise<RunEnd> {
    const { ledger } = this.deps;
    const { campaign } = this.request;
    if (this.stop.aborted) return { kind: 'interrupted' };
    const wish = await ledger.readControl(campaign.id);
    if (wish !== null) return this.wished();
    const { remaining, unconfirmed } = await ledger.campaignCounts(campaign.id);
    if (remaining - unconfirmed === 0) return { kind: 'done' };
    this.territories = await ledger.territoriesOf(campaign.id);
    this.gates = this.openGates();
    return { kind: 'closed', opensAt: this.gates.opensAt };
  }
}

/** Refuses to run a campaign that has nothing confirmed, was cancelled, or is unknown. */
export function refuseUnsendable(campaign: Campaign, counts: CampaignCounts): void {
  if (campaign.state === 'cancelled') {
    throw new OperatorError(
      'badInput',
      phrase('flows.nameCancelled', { campaign: campaign.name }),
      phrase('flows.newNameHint'),
    );
  }
  if (counts.planned > 0 && counts.unconfirmed === counts.planned) {
    throw new OperatorError(
      'usage',
      phrase('flows.notConfirmed', { campaign: campaign.name }),
      phrase('flows.notConfirmedHint', { campaign: campaign.name, count: counts.unconfirmed }),
    );
  }
}
