import type { DateTime } from 'luxon';
import { decideEligibility, receivedSince } from '../core/audience/eligibility.js';
import type { StopReason } from '../core/campaign/stop-rules.js';
import type { SendOutcome } from '../core/delivery/send-outcome.js';
import { earliest } from '../core/schedule/forecast.js';
import { invariant } from '../errors.js';
import type { OutgoingMessage } from '../providers/provider.js';
import type { BeginAnswer, Candidate, CandidateBatch, SubmissionFacts } from '../store/store.js';
import { stampOf, type SendDeps } from './deps.js';
import { Patience, type HeldBack } from './patience.js';
import { PlannedQueue, type JudgedOn } from './planned-queue.js';
import {
  endsNow,
  isOver,
  overFrom,
  type CampaignEnds,
  type RunEnd,
  type RunEvent,
  type RunRequest,
  type RunRules,
} from './run.js';
import type { RunWatch } from './run-watch.js';
import { RunWindows } from './run-windows.js';

/**
 * Intents fetched and judged at a time: enough that a fetch costs little, few enough that little is judged in vain. More
 * would grow old in the queue, and what is old costs its collector more than all else.
 */
const BATCH = 128;
/** A wait that grows by less is the same one. */
const TOLD_AGAIN = { seconds: 1 };
const NOT_NOW = { kind: 'not_now' } as const;

/** What a submission that may begin goes by. */
interface Terms {
  readonly sendBefore: DateTime | null;
  readonly facts: SubmissionFacts;
  /** The round of throttling in which it begins. */
  readonly round: number;
}

/** Whether a message leaves now. */
type Judged =
  | { readonly kind: 'may'; readonly terms: Terms }
  | { readonly kind: 'skip'; readonly reason: string }
  | { readonly kind: 'not_now' };

/** What became of a message on its way to the disk. */
interface Recording {
  isOver: boolean;
  /** Resolves when it is there, or the stretch has failed. Never rejects. */
  ended: Promise<void>;
}

/** One stretch of sending, from an opening to the end of the work or of every window. */
export class SendingStretch {
  private readonly queue = new PlannedQueue(
    (held) => this.readNext(held),
    () => this.end !== null || this.watch.isAwaitingCanary,
  );
  /** The campaign's end as the ledger has it: a person may move it while the run goes on. */
  private ends: CampaignEnds;
  /** From this instant on nothing leaves, whatever window is open: what the operator's own end says. */
  private over: DateTime | null;
  private readonly windows: RunWindows;
  private readonly patience = new Patience();
  /** Until when the provider asked to wait, as it was told last. */
  private heldUntil: DateTime | null = null;
  private end: RunEnd | null = null;
  private failure: { readonly error: unknown } | null = null;
  /** Aborts with {@link end}, so that no worker waits for a slot that it will not use. */
  private readonly ended = new AbortController();

  constructor(
    private readonly request: RunRequest,
    private rules: RunRules,
    private readonly deps: SendDeps,
    private readonly watch: RunWatch,
    private readonly onEvent: (event: RunEvent) => void,
    private readonly stop: AbortSignal,
  ) {
    this.windows = new RunWindows(request.campaign.id, rules.hours, deps);
    this.ends = request.campaign;
    this.over = overFrom(this.ends.notAfter);
  }

  /** @throws What the ledger or, by a defect, the provider threw; whatever was under way then is settled later. */
  async go(): Promise<RunEnd> {
    invariant(this.request.workers >= 1, 'somebody does the work');
    const interrupt = (): void => this.finish({ kind: 'interrupted' });
    this.stop.addEventListener('abort', interrupt);
    try {
      if (this.stop.aborted) interrupt();
      for (;;) {
        // Before the first message of all leaves; later ones leave while somebody looks.
        await this.look();
        await this.windows.read();
        await Promise.all(Array.from({ length: this.request.workers }, () => this.work()));
        if (this.failure !== null) throw this.failure.error;
        const end = await this.endSoFar();
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
    let last: Recording = { isOver: true, ended: Promise.resolve() };
    try {
      while (this.end === null) {
        const next = await this.sendNext(last);
        if (next === null) break;
        last = next;
      }
    } catch (error) {
      this.fail(error);
    }
    await last.ended;
  }

  private fail(error: unknown): void {
    this.failure ??= { error };
    this.finish({ kind: 'interrupted' });
  }

  /** The story of one message: of a fast run it is most of the work, so nothing is waited for that is there. */
  private async sendNext(last: Recording): Promise<Recording | null> {
    const { ledger, clock, pace, provider } = this.deps;
    const slot = pace.take() ?? (await pace.reserve(this.ended.signal));
    if (slot === null) return null;
    try {
      if (this.watch.isLookDue) await this.look();
      const candidate = this.queue.atHand() ?? (await this.queue.next());
      if (candidate === null) return null;
      const { intentId } = candidate;
      let recording: Recording | null = null;
      try {
        if (isOver(this.ends, clock.now())) await this.readEnds();
        const judged = this.judge(candidate);
        if (judged.kind === 'skip') await this.skip(candidate, judged.reason);
        if (judged.kind !== 'may') return last;
        // Of the facts that it was judged on nothing is kept while it is under way.
        const { terms } = judged;
        const message = this.messageOf(candidate, terms);
        this.watch.began(candidate.costMicros);
        const answer = await ledger.beginSubmission(intentId, candidate.factsVersion, clock.now());
        if (!last.isOver) await last.ended;
        if (answer !== 'begun') {
          await this.notBegun(candidate, answer);
          return last;
        }
        const outcome = await provider.send(message, () => slot.use());
        // A provider that does not tell the moment had the slot until now.
        if (outcome.kind !== 'unsent') slot.use();
        this.heed(outcome, candidate, terms);
        recording = this.record(intentId, terms, outcome);
        return recording;
      } finally {
        if (recording === null) this.queue.release(intentId);
      }
    } finally {
      // A slot that was used stays used.
      slot.release();
    }
  }

  /** Whether the rules are still the same, and what came of the run so far. */
  private async look(): Promise<void> {
    const rules = await this.request.rules();
    if (rules !== this.rules) await this.heedRules(rules);
    this.heedRule(await this.watch.look());
  }

  /** Everyone not yet begun is judged by other rules from now on. */
  private async heedRules(rules: RunRules): Promise<void> {
    this.rules = rules;
    this.windows.keep(rules.hours);
    this.queue.forget();
    const failures = await rules.gates();
    if (failures.length > 0) this.finish({ kind: 'gated', failures });
  }

  private record(intentId: number, { facts }: Terms, outcome: SendOutcome): Recording {
    const recording = { isOver: false, ended: Promise.resolve() };
    const keep = async (): Promise<void> => {
      try {
        await this.deps.ledger.recordOutcome(intentId, outcome, facts, stampOf(this.deps));
        this.onEvent({ kind: 'ended', outcome: outcome.kind });
      } catch (error) {
        this.fail(error);
      }
      this.queue.release(intentId);
      recording.isOver = true;
    };
    recording.ended = keep();
    return recording;
  }

  private async skip({ intentId }: JudgedOn, reason: string): Promise<void> {
    await this.deps.ledger.recordSkip(intentId, reason, stampOf(this.deps));
    this.onEvent({ kind: 'ended', outcome: 'skipped' });
  }

  private async readNext(held: ReadonlySet<number>): Promise<CandidateBatch | null> {
    const { ledger, clock } = this.deps;
    const { campaign } = this.request;
    await this.readEnds();
    const { policy } = this.rules;
    const now = clock.now();
    for (const closingTogether of this.windows.gatesAt(now).open) {
      const batch = await ledger.nextPlanned(campaign.id, closingTogether, held, BATCH, receivedSince(policy, now));
      if (batch.candidates.length > 0) return batch;
    }
    return null;
  }

  /** Judges once more, by the facts that were read last and the hour that it is. */
  private judge(candidate: JudgedOn): Judged {
    const { campaign } = this.request;
    const { policy } = this.rules;
    const now = this.deps.clock.now();
    const gate = this.windows.gatesAt(now).gateOf.get(candidate.territoryId);
    if (this.end !== null || gate?.kind !== 'open') return NOT_NOW;
    if (isOver(this.ends, now)) {
      this.finish({ kind: 'closed', opensAt: null });
      return NOT_NOW;
    }
    if (!this.rules.mayText(candidate.number)) return { kind: 'skip', reason: 'country_not_allowed' };
    const asPlanned = candidate.again === policy.again ? policy : { ...policy, again: candidate.again };
    const verdict = decideEligibility(candidate.facts, candidate.textHash, asPlanned, now);
    if (verdict.kind === 'excluded') return { kind: 'skip', reason: verdict.reason };
    if (this.watch.isAwaitingCanary) return NOT_NOW;
    const { profile = '', code = '', country = '' } = this.windows.territory(candidate.territoryId) ?? {};
    const tooDear = this.watch.tooDear(candidate.costMicros, country);
    if (tooDear !== null) {
      this.heedRule(tooDear);
      return NOT_NOW;
    }
    const { seq } = verdict.consent;
    const facts = { provider: campaign.provider, profile, territory: code, consentSeq: seq };
    return { kind: 'may', terms: { sendBefore: gate.sendBefore, facts, round: this.patience.round } };
  }

  private async notBegun({ costMicros }: JudgedOn, answer: Exclude<BeginAnswer, 'begun'>): Promise<void> {
    this.watch.returned(costMicros);
    if (answer === 'stale') this.queue.forget();
    if (answer === 'halted') await this.heedWish();
  }

  private messageOf({ ref, number, text, segments }: Candidate, { sendBefore }: Terms): OutgoingMessage {
    const { campaign } = this.request;
    const last = this.over === null ? sendBefore : earliest([sendBefore, this.over]);
    return {
      ref,
      to: number,
      from: campaign.sender,
      ...this.rules.submissionOf(number, text),
      segments,
      sendBefore: last,
    };
  }

  private async readEnds(): Promise<void> {
    this.ends = await endsNow(this.request.campaign, this.deps);
    this.over = overFrom(this.ends.notAfter);
  }

  /** Another process asked this run to end. */
  private async heedWish(): Promise<void> {
    const wish = await this.deps.ledger.readControl(this.request.campaign.id);
    if (wish !== null) this.finish({ kind: wish === 'cancel' ? 'cancelled' : 'paused' });
  }

  private heed(outcome: SendOutcome, { costMicros }: JudgedOn, { round }: Terms): void {
    if (outcome.kind === 'refused') this.finish({ kind: 'refused', reason: outcome.reason });
    this.heedRule(this.watch.answered(outcome.kind, costMicros));
    if (outcome.kind === 'throttled' || outcome.kind === 'unsent') return this.heedHeldBack(outcome, round);
    const end = this.patience.answered(outcome);
    if (end !== null) this.finish(end);
  }

  private heedHeldBack(outcome: HeldBack, round: number): void {
    const now = this.deps.clock.now();
    const end = this.patience.heldBack(outcome, round, now);
    if (end !== null) return this.finish(end);
    this.deps.pace.pauseFor(outcome.retryAfterMs);
    if (outcome.kind === 'throttled') this.tellHeld(now.plus({ milliseconds: outcome.retryAfterMs }));
  }

  /** What is under way together is held back together, and told once unless it is for longer. */
  private tellHeld(until: DateTime): void {
    if (this.heldUntil !== null && until < this.heldUntil.plus(TOLD_AGAIN)) return;
    this.heldUntil = until;
    this.onEvent({ kind: 'held', until });
  }

  private heedRule(reason: StopReason | null): void {
    if (reason !== null) this.finish({ kind: 'stopped', reason });
  }

  /** Ends the stretch; the first reason stays, unless it was only that the provider asks to wait. */
  private finish(end: RunEnd): void {
    if (this.end === null || (this.end.kind === 'throttled' && end.kind !== 'throttled')) this.end = end;
    this.ended.abort();
  }

  /** A rule that the last message breaks holds nobody back: such a run is done. */
  private async endSoFar(): Promise<RunEnd | null> {
    if (this.end !== null && this.end.kind !== 'stopped' && this.end.kind !== 'gated') return this.end;
    const end = await this.endOfWork();
    const isAtEnd = end?.kind === 'done' || end?.kind === 'cancelled';
    return isAtEnd ? end : (this.end ?? end);
  }

  /** No worker found anything more to do. Null: in the meantime there is. */
  private async endOfWork(): Promise<RunEnd | null> {
    const { ledger } = this.deps;
    const { campaign } = this.request;
    const wish = await ledger.readControl(campaign.id);
    const { remaining, unconfirmed } = await ledger.campaignCounts(campaign.id);
    if (wish === 'cancel') return { kind: 'cancelled' };
    if (remaining === unconfirmed) return { kind: 'done' };
    if (wish === 'pause') return { kind: 'paused' };
    const gates = await this.windows.gatesOfConfirmed(unconfirmed);
    return gates.open.length > 0 ? null : { kind: 'closed', opensAt: gates.opensAt };
  }
}
