import type { DateTime } from 'luxon';
import { decideEligibility, receivedSince } from '../core/audience/eligibility.js';
import type { StopReason } from '../core/campaign/stop-rules.js';
import { areGatesGood, judgeTerritories, type TerritoryGates } from '../core/campaign/territory-gates.js';
import type { SendOutcome } from '../core/delivery/send-outcome.js';
import { earliest } from '../core/schedule/forecast.js';
import { instantOf } from '../core/schedule/instant.js';
import { invariant } from '../errors.js';
import type { OutgoingMessage } from '../providers/provider.js';
import type { Candidate, SubmissionFacts, TerritoryRow } from '../store/store.js';
import { stampOf, type SendDeps } from './deps.js';
import { Patience } from './patience.js';
import { endsNow, isOver, type CampaignEnds, type RunEnd, type RunEvent, type RunRequest } from './run.js';
import type { RunWatch } from './run-watch.js';

/** Intents fetched and judged at a time: enough that a fetch costs little, few enough that little is judged in vain. */
const BATCH = 500;
const NOBODY: ReadonlySet<number> = new Set();

/** A candidate with the state of the ledger that its facts come from. */
type JudgedOn = Candidate & { readonly factsVersion: string };

/** A submission that is durably under way. */
interface Begun {
  readonly sendBefore: DateTime | null;
  readonly facts: SubmissionFacts;
  /** The round of throttling in which it began. */
  readonly round: number;
}

/** A message that was submitted, or was not after all. */
interface Sent {
  /** Resolves when what became of it is durable. */
  readonly recorded: Promise<void>;
}

/** One stretch of sending, from an opening to the end of the work or of every window. */
export class SendingStretch {
  private readonly queue: JudgedOn[] = [];
  /** Intents in the queue or with a worker, so that no batch brings them a second time. */
  private readonly held = new Set<number>();
  /** The campaign's end as the ledger has it: a person may move it while the run goes on. */
  private ends: CampaignEnds;
  private territories: ReadonlyMap<number, TerritoryRow> = new Map();
  private gates: TerritoryGates;
  private refilling: Promise<boolean> | null = null;
  private readonly patience = new Patience();
  private end: RunEnd | null = null;
  private failure: { readonly error: unknown } | null = null;
  /** Aborts with {@link end}, so that no worker waits for a slot that it will not use. */
  private readonly ended = new AbortController();

  constructor(
    private readonly request: RunRequest,
    private readonly deps: SendDeps,
    private readonly watch: RunWatch,
    private readonly onEvent: (event: RunEvent) => void,
    private readonly stop: AbortSignal,
  ) {
    this.gates = judgeTerritories([], deps.clock.now(), deps.book);
    this.ends = request.campaign;
  }

  /** @throws What the ledger or, by a defect, the provider threw; whatever was under way then is settled later. */
  async go(): Promise<RunEnd> {
    invariant(this.request.workers >= 1, 'somebody does the work');
    const interrupt = (): void => this.finish({ kind: 'interrupted' });
    this.stop.addEventListener('abort', interrupt);
    try {
      if (this.stop.aborted) interrupt();
      for (;;) {
        await this.judgeAgain();
        await Promise.all(Array.from({ length: this.request.workers }, () => this.work()));
        if (this.failure !== null) throw this.failure.error;
        const end = this.end ?? (await this.endOfWork());
        if (end !== null) return end;
        if (this.watch.isAwaitingCanary) this.heedRule(await this.watch.hearCanary(this.ended.signal));
      }
    } finally {
      this.stop.removeEventListener('abort', interrupt);
    }
  }

  /** Never rejects: a failure ends the stretch for every worker, and each finishes what it has under way. */
  private async work(): Promise<void> {
    // What became of the last message is recorded while the next one begins: the two share a commit, in this order, so
    // that never more is in doubt than there are workers.
    let recorded: Promise<void> = Promise.resolve();
    try {
      while (this.end === null) {
        const sent = await this.sendNext(recorded);
        if (sent === null) break;
        recorded = sent.recorded;
      }
    } catch (error) {
      this.fail(error);
    }
    await recorded;
  }

  private fail(error: unknown): void {
    this.failure ??= { error };
    this.finish({ kind: 'interrupted' });
  }

  /** The story of one message. Null when there is nothing more to do. */
  private async sendNext(before: Promise<void>): Promise<Sent | null> {
    const { provider, pace } = this.deps;
    const slot = await pace.reserve(this.ended.signal);
    if (slot === null) return null;
    try {
      const candidate = await this.nextCandidate();
      if (candidate === null) return null;
      const letGo = (): void => void this.held.delete(candidate.intentId);
      try {
        const begun = await this.begin(candidate);
        await before;
        if (begun === null) {
          letGo();
          return { recorded: before };
        }
        const outcome = await provider.send(this.messageOf(candidate, begun), () => slot.use());
        // A provider that does not tell the moment had the slot until now.
        if (outcome.kind !== 'unsent') slot.use();
        this.heed(outcome, begun);
        return { recorded: this.record(candidate, begun, outcome).finally(letGo) };
      } catch (error) {
        letGo();
        throw error;
      }
    } finally {
      // A slot that was used stays used.
      slot.release();
    }
  }

  /** Never rejects, as {@link work} does not. */
  private async record({ intentId }: JudgedOn, { facts }: Begun, outcome: SendOutcome): Promise<void> {
    try {
      await this.deps.ledger.recordOutcome(intentId, outcome, facts, stampOf(this.deps));
      this.onEvent({ kind: 'ended', outcome: outcome.kind });
    } catch (error) {
      this.fail(error);
    }
  }

  /** The next intent of an open territory; null when there is none. */
  private async nextCandidate(): Promise<JudgedOn | null> {
    for (;;) {
      if (this.end !== null || this.watch.isAwaitingCanary) return null;
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
    this.heedRule(await this.watch.look());
    await this.readEnds();
    const now = clock.now();
    const { open } = this.gatesAt(now);
    if (open.length === 0) return false;
    // Whoever is held by a worker is still planned in the ledger.
    const { candidates, factsVersion } = await ledger.nextPlanned(
      campaign.id,
      open,
      this.held,
      BATCH,
      receivedSince(policy, now),
    );
    const fresh = candidates.map((one) => ({ ...one, factsVersion }));
    for (const one of fresh) this.held.add(one.intentId);
    this.queue.push(...fresh);
    return fresh.length > 0;
  }

  /** Judges once more and durably begins; null when this message does not leave now. */
  private async begin(candidate: JudgedOn): Promise<Begun | null> {
    const { ledger, clock } = this.deps;
    const { policy, campaign } = this.request;
    if (isOver(this.ends, clock.now())) await this.readEnds();
    const now = clock.now();
    const gate = this.gatesAt(now).gateOf.get(candidate.territoryId);
    if (this.end !== null || gate?.kind !== 'open') return null;
    if (isOver(this.ends, now)) {
      this.finish({ kind: 'closed', opensAt: null });
      return null;
    }
    const verdict = decideEligibility(candidate.facts, candidate.textHash, policy, now);
    if (verdict.kind === 'excluded') {
      await ledger.recordSkip(candidate.intentId, verdict.reason, stampOf(this.deps));
      this.onEvent({ kind: 'ended', outcome: 'skipped' });
      return null;
    }
    if (this.watch.isAwaitingCanary) return null;
    this.watch.began();
    const answer = await ledger.beginSubmission(candidate.intentId, candidate.factsVersion, clock.now());
    if (answer !== 'begun') this.watch.returned();
    if (answer === 'stale') this.forget();
    if (answer === 'halted') await this.heedWish();
    if (answer !== 'begun') return null;
    const { profile = '', code = '' } = this.territories.get(candidate.territoryId) ?? {};
    const { seq } = verdict.consent;
    const facts = { provider: campaign.provider, profile, territory: code, consentSeq: seq };
    return { sendBefore: gate.sendBefore, facts, round: this.patience.round };
  }

  private messageOf({ ref, number, text, segments }: Candidate, { sendBefore }: Begun): OutgoingMessage {
    const { campaign, submissionOf } = this.request;
    // What may leave at the time given may leave in its whole millisecond.
    const { notAfter } = this.ends;
    const over = notAfter === null ? null : instantOf(notAfter).plus({ milliseconds: 1 });
    const last = earliest([sendBefore, over]);
    return { ref, to: number, from: campaign.sender, ...submissionOf(number, text), segments, sendBefore: last };
  }

  /** Someone's consent or the never-list changed: everyone not yet begun is judged again. */
  private forget(): void {
    for (const one of this.queue.splice(0)) this.held.delete(one.intentId);
  }

  private async readEnds(): Promise<void> {
    this.ends = await endsNow(this.request.campaign, this.deps);
  }

  /** Another process asked this run to end. */
  private async heedWish(): Promise<void> {
    const wish = await this.deps.ledger.readControl(this.request.campaign.id);
    if (wish !== null) this.finish({ kind: wish === 'cancel' ? 'cancelled' : 'paused' });
  }

  private heed(outcome: SendOutcome, { round }: Begun): void {
    if (outcome.kind === 'refused') this.finish({ kind: 'refused', reason: outcome.reason });
    this.heedRule(this.watch.answered(outcome.kind));
    if (outcome.kind !== 'throttled' && outcome.kind !== 'unsent') return this.patience.answered();
    this.deps.pace.pauseFor(outcome.retryAfterMs);
    const end = this.patience.heldBack(outcome, round);
    if (end !== null) this.finish(end);
  }

  private heedRule(reason: StopReason | null): void {
    if (reason !== null) this.finish({ kind: 'stopped', reason });
  }

  /** Ends the stretch; the first reason stays. */
  private finish(end: RunEnd): void {
    this.end ??= end;
    this.ended.abort();
  }

  private gatesAt(now: DateTime): TerritoryGates {
    if (!areGatesGood(this.gates, now)) this.gates = judgeTerritories(this.territories.values(), now, this.deps.book);
    return this.gates;
  }

  /** Reads the territories that still wait: a plan that was confirmed during the run may have brought new ones. */
  private async judgeAgain(): Promise<void> {
    const { ledger, clock, book } = this.deps;
    const rows = await ledger.territoriesOf(this.request.campaign.id);
    this.territories = new Map(rows.map((row) => [row.id, row]));
    this.gates = judgeTerritories(rows, clock.now(), book);
  }

  /** No worker found anything more to do. Null: in the meantime there is. */
  private async endOfWork(): Promise<RunEnd | null> {
    const { ledger, clock, book } = this.deps;
    const { campaign } = this.request;
    const wish = await ledger.readControl(campaign.id);
    const { remaining, unconfirmed } = await ledger.campaignCounts(campaign.id);
    if (wish === 'cancel') return { kind: 'cancelled' };
    if (remaining === unconfirmed) return { kind: 'done' };
    if (wish === 'pause') return { kind: 'paused' };
    const rows = await ledger.territoriesOf(campaign.id);
    const waiting = unconfirmed === 0 ? rows : await this.confirmedAmong(rows);
    const gates = judgeTerritories(waiting, clock.now(), book);
    return gates.open.length > 0 ? null : { kind: 'closed', opensAt: gates.opensAt };
  }

  /** What nobody has confirmed yet opens no window. */
  private async confirmedAmong(rows: readonly TerritoryRow[]): Promise<readonly TerritoryRow[]> {
    const { ledger, clock } = this.deps;
    const waiting: TerritoryRow[] = [];
    for (const row of rows) {
      const { candidates } = await ledger.nextPlanned(this.request.campaign.id, [row.id], NOBODY, 1, clock.now());
      if (candidates.length > 0) waiting.push(row);
    }
    return waiting;
  }
}
