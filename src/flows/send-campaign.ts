import type { DateTime } from 'luxon';
import { earliest } from '../core/schedule/forecast.js';
import type { StopReason } from '../core/campaign/stop-rules.js';
import { OperatorError } from '../errors.js';
import type { Campaign, CampaignCounts } from '../store/store.js';
import { phrase } from '../words/phrase.js';
import { REST_MS } from './campaign-times.js';
import { collectReceipts } from './collect-receipts.js';
import { markAbandoned } from './control-campaign.js';
import { stampOf, type SendDeps } from './deps.js';
import { RunWatch } from './run-watch.js';
import {
  endOf,
  endsNow,
  isOver,
  latenessOf,
  overFrom,
  stateOf,
  type RunEnd,
  type RunEvent,
  type RunRequest,
} from './run.js';
import { SendingStretch } from './sending-stretch.js';

/** A run that waits for an opening looks this often whether it was paused or cancelled. */
const NAP = { minutes: 1 };
/** One that is throttled out waits for no less: whoever asks for a moment again and again would keep it here for ever. */
const WORTH_WAITING = { minutes: 1 };

export interface RunResult {
  readonly end: RunEnd;
  readonly counts: CampaignCounts;
}

/**
 * Sends what is confirmed and still planned. Every intent is durably under way before its request; its outcome and its
 * audit row are one commit; what is in doubt is never sent again. Eligibility and the window are judged once more, on
 * fresh facts, just before each submission.
 *
 * The caller holds the lock on the ledger's runs: what is found under way at the start was left by a dead one. What was
 * asked of an earlier run it has had forgotten.
 *
 * @param stop Aborts when no further submission may begin; those in flight are finished.
 * @throws OperatorError of the ledger. What was under way then is `unknown` to the next run.
 */
export async function sendCampaign(
  request: RunRequest,
  deps: SendDeps,
  onEvent: (event: RunEvent) => void,
  stop: AbortSignal,
): Promise<RunResult> {
  const { ledger, provider, timer } = deps;
  const { campaign } = request;
  await markAbandoned(campaign, deps);
  const watch = await RunWatch.begin(request, deps, onEvent);
  await ledger.setState(campaign.id, 'running');
  await collectReceipts(provider, deps);
  const before = await ledger.campaignCounts(campaign.id);
  onEvent({ kind: 'counted', counts: before });
  if (before.remaining > before.unconfirmed) await timer.sleep(REST_MS, stop);
  const end = await settle(await sendThroughWindows(request, deps, watch, onEvent, stop), campaign, deps, stop);
  await collectReceipts(provider, deps);
  const counts = await ledger.campaignCounts(campaign.id);
  await ledger.setState(campaign.id, stateAfter(end, counts));
  if (end.kind === 'stopped') await recordStop(campaign, end.reason, deps);
  return { end, counts };
}

/** One stretch of sending, or one after every opening when the operator asked to wait. */
async function sendThroughWindows(
  request: RunRequest,
  deps: SendDeps,
  watch: RunWatch,
  onEvent: (event: RunEvent) => void,
  stop: AbortSignal,
): Promise<RunEnd> {
  for (;;) {
    // With nothing left to leave a campaign is done, however old the STOPs are by now.
    const { remaining, unconfirmed } = await deps.ledger.campaignCounts(request.campaign.id);
    const rules = await request.rules();
    const failures = remaining > unconfirmed ? await rules.gates() : [];
    if (failures.length > 0) return { kind: 'gated', failures };
    const end = await new SendingStretch(request, rules, deps, watch, onEvent, stop).go();
    const goesOnAt = request.wait ? goesOnAfter(end, deps.clock.now()) : null;
    if (goesOnAt === null) return end;
    // Nothing leaves after the campaign's end: there is no sense in waiting for a later opening.
    const until = earliest([goesOnAt, overFrom(endOf(await endsNow(request.campaign, deps)))]) ?? goesOnAt;
    const why = end.kind === 'throttled' ? 'throttled' : 'closed';
    if (until > deps.clock.now()) onEvent({ kind: 'waiting', until, why: until === goesOnAt ? why : 'end' });
    await sleepUntil(until, request.campaign, deps, stop);
    if (stop.aborted) return end.kind === 'closed' ? end : { kind: 'interrupted' };
    // One that was throttled looks once more, and finds the campaign over.
    if (end.kind === 'closed' && isOver(await endsNow(request.campaign, deps), deps.clock.now())) return end;
    await collectReceipts(deps.provider, deps);
  }
}

/** When a run that may wait goes on after a stretch; null: it ends. A provider that names no time worth waiting for has lost us. */
function goesOnAfter(end: RunEnd, now: DateTime): DateTime | null {
  if (end.kind === 'closed') return end.opensAt;
  return end.kind === 'throttled' && end.retryAt !== null && end.retryAt >= now.plus(WORTH_WAITING)
    ? end.retryAt
    : null;
}

/** Waits in naps; a wish of another process ends the wait. */
async function sleepUntil(until: DateTime, campaign: Campaign, deps: SendDeps, stop: AbortSignal): Promise<void> {
  const { clock, ledger } = deps;
  for (let now = clock.now(); now < until && !stop.aborted; now = clock.now()) {
    if ((await ledger.readControl(campaign.id)) !== null) return;
    await clock.sleepUntil(earliest([until, now.plus(NAP)]) ?? until, stop);
  }
}

/**
 * A campaign that is over by the operator's own word keeps nothing planned that was confirmed; one that is only late, or
 * that no window opens for before its end, waits for a person. One that was interrupted while it waited is not just closed.
 */
async function settle(end: RunEnd, campaign: Campaign, deps: SendDeps, stop: AbortSignal): Promise<RunEnd> {
  if (end.kind !== 'closed') return end;
  const ends = await endsNow(campaign, deps);
  const now = deps.clock.now();
  if (ends.notAfter !== null && isOver(ends, now)) {
    await deps.ledger.skipRemaining(campaign.id, 'expired', stampOf(deps));
    return { kind: 'done' };
  }
  const late = latenessOf(ends, now, stop.aborted ? null : end.opensAt);
  if (late !== null) return { kind: 'late', ...late, opensAt: end.opensAt };
  return stop.aborted ? { kind: 'interrupted' } : end;
}

/** A run that a rule ended says so in the log, with what broke the rule. */
async function recordStop({ name }: Campaign, reason: StopReason, deps: SendDeps): Promise<void> {
  await deps.ledger.appendAudit({ kind: 'run_stopped', campaign: name, data: { ...reason } }, stampOf(deps));
}

function stateAfter(end: RunEnd, { unconfirmed }: CampaignCounts): Campaign['state'] {
  // Newcomers that were planned during the run wait for their confirmation.
  return end.kind === 'done' && unconfirmed > 0 ? 'planned' : stateOf(end);
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
