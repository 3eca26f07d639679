import type { DateTime } from 'luxon';
import { formatMicros } from '../../core/campaign/cost.js';
import type { StopReason } from '../../core/campaign/stop-rules.js';
import { isoInstant } from '../../core/schedule/instant.js';
import { exitCodeOf, exitCodes } from '../../errors.js';
import type { RunResult } from '../../flows/send-campaign.js';
import type { Onward } from '../../flows/onward.js';
import { stateOf, type Lateness, type RunEnd } from '../../flows/run.js';
import { gateWarnings } from '../../flows/way-out.js';
import type { Campaign, CampaignCounts } from '../../store/store.js';
import { phrase, type Phrase, type PhraseKey } from '../../words/phrase.js';
import type { App } from '../app.js';
import { spokenWarnings } from './warnings.js';

interface ShownRun {
  readonly campaign: Campaign;
  readonly result: RunResult;
  /** Countries of messages that may have left, and of which nobody knows the price. */
  readonly unpriced: readonly string[];
  /** How what remains goes on; the end of a run may know the opening better. */
  readonly onward: Onward;
  readonly isRehearsal: boolean;
  readonly outbox: string | null;
  /** Of the plan; a screen showed them before the run. */
  readonly warnings: readonly Phrase[];
  readonly now: DateTime;
  readonly zone: string;
}

/** Shows how a run ended and sets the exit code. */
export function showRun(app: App, shown: ShownRun): void {
  const { end, counts } = shown.result;
  if (app.globals.json) {
    app.out(JSON.stringify(summaryDocument(app, shown)));
  } else {
    for (const line of runLines(app, shown)) app.out(line);
  }
  for (const code of exitCodesOf(end, counts)) app.setExitCode(code);
}

function summaryDocument(
  app: App,
  { campaign, result: { end, counts }, unpriced, onward, warnings, isRehearsal, now, zone }: ShownRun,
): Record<string, unknown> {
  const { planned, accepted, rejected, unknown, skipped, remaining, unconfirmed, inFlight, segments } = counts;
  const opensAt = resumableAt(end, onward);
  const late = end.kind === 'late' ? end : onward.late;
  const waiting = unconfirmed === 0 ? [] : [unconfirmedPhrase(campaign.name, unconfirmed, late, { now, zone })];
  return {
    type: 'summary',
    campaign: campaign.name,
    state: summaryState(end),
    planned,
    accepted,
    rejected,
    unknown,
    skipped,
    remaining,
    unconfirmed,
    inFlight,
    segments,
    cost: { amount: formatMicros(counts.costMicros), currency: campaign.currency },
    unpricedCountries: unpriced,
    opensAt: opensAt === null ? null : isoInstant(opensAt),
    ...(end.kind === 'late' ? { reason: 'late', message: app.say(latePhrase(campaign.name, end, { now, zone })) } : {}),
    ...(end.kind === 'throttled' ? { reason: 'throttled', message: app.say(phrase('report.throttled')) } : {}),
    ...(end.kind === 'cancelled'
      ? { reason: 'cancelled', message: app.say(cancelledPhrase(campaign.name, counts)) }
      : {}),
    ...(end.kind === 'refused' ? { reason: end.reason, message: app.say(phrase('refusal.run', end)) } : {}),
    ...(end.kind === 'stopped' ? { reason: end.reason.rule, message: app.say(stopPhrase(end.reason)) } : {}),
    ...(end.kind === 'unavailable'
      ? { reason: end.why, message: app.say(phrase('provider.unreachable', { why: end.why })) }
      : {}),
    ...(end.kind === 'gated' ? { reason: 'gates', gates: end.failures.map(({ kind }) => kind) } : {}),
    warnings: spokenWarnings(app, warningsAfter(counts, [...warnings, ...waiting])),
    rehearsal: isRehearsal,
  };
}

/** A run whose campaign was cancelled meanwhile was stopped: a summary knows four states. */
function summaryState(end: RunEnd): 'done' | 'paused' | 'closed' | 'stopped' {
  const state = stateOf(end);
  return state === 'cancelled' ? 'stopped' : state;
}

function cancelledPhrase(campaign: string, { skipped }: CampaignCounts): Phrase {
  return phrase('report.cancelled', { campaign, count: skipped['cancelled'] ?? 0 });
}

/** The word of a campaign's state; `isConfirmed` tells of a planned one that nothing of it waits for anybody's word. */
export function stateWord(state: string, isConfirmed: boolean): string {
  return state === 'planned' && isConfirmed ? 'confirmed' : state;
}

/** Of what was not to leave in time it is known by now what became of it. */
function warningsAfter({ remaining, skipped }: CampaignCounts, warnings: readonly Phrase[]): readonly Phrase[] {
  const expired = skipped['expired'] ?? 0;
  const mayStillLeave = remaining > 0 && expired === 0;
  return [
    ...warnings.filter(({ key }) => mayStillLeave || key !== 'plan.late'),
    ...(expired > 0 ? [phrase('delivery.expired', { count: expired })] : []),
  ];
}

/** When `resume` sends more, where the run ended for want of that: of a campaign that is late nothing leaves by itself. */
function resumableAt(end: RunEnd, { opensAt, late }: Onward): DateTime | null {
  if (end.kind === 'closed') return end.opensAt;
  // The instant that the provider named may be over by the time it is told: null would say that a person has to decide.
  return end.kind === 'throttled' && late === null ? (opensAt ?? end.retryAt) : null;
}

function exitCodesOf(end: RunEnd, counts: CampaignCounts): readonly number[] {
  const partial = counts.rejected + counts.unknown > 0 ? [exitCodes.partial] : [];
  switch (end.kind) {
    case 'done':
    case 'cancelled':
      return partial;
    case 'closed':
    case 'late':
    case 'paused':
    case 'throttled':
      return [exitCodeOf.notNow, ...partial];
    case 'unavailable':
      return [exitCodeOf.unavailable, ...partial];
    case 'refused':
    case 'gated':
    case 'stopped':
      return [exitCodeOf.notPermitted, ...partial];
    case 'interrupted':
      return [];
  }
}

function runLines(
  app: App,
  { campaign, result, unpriced, onward, isRehearsal, outbox, now, zone }: ShownRun,
): readonly string[] {
  const { end, counts } = result;
  const say = app.say.bind(app);
  const goesOn = end.kind === 'closed' ? { opensAt: end.opensAt, late: null } : onward;
  return [
    ...(isRehearsal ? [app.paint.out.bold(say(phrase('cli.rehearsal')))] : []),
    say(phrase('report.summary', { campaign: campaign.name, state: end.kind === 'late' ? 'late' : stateOf(end) })),
    ...countLines(app, counts),
    say(phrase('report.cost', { amount: formatMicros(counts.costMicros), currency: campaign.currency, unpriced })),
    ...(outbox === null ? [] : [say(phrase('report.outbox', { file: outbox }))]),
    ...(end.kind === 'refused' ? [say(phrase('refusal.run', end))] : []),
    ...(end.kind === 'stopped' ? [say(stopPhrase(end.reason))] : []),
    ...(end.kind === 'gated' ? gateWarnings(end.failures, zone).map(say) : []),
    ...(end.kind === 'throttled' ? [say(phrase('report.throttled'))] : []),
    ...(end.kind === 'unavailable' ? [say(phrase('provider.unreachable', { why: end.why }))] : []),
    ...(counts.unknown > 0 ? [say(phrase('report.unknownRetry', { campaign: campaign.name }))] : []),
    ...onwardLines(app, campaign.name, end.kind === 'late' ? { ...goesOn, late: end } : goesOn, counts, now, zone),
  ];
}

/** Which rule ended the run, and by what. */
function stopPhrase(reason: StopReason): Phrase {
  switch (reason.rule) {
    case 'canary':
      return phrase('delivery.stoppedCanary', reason);
    case 'cost':
      return phrase('delivery.stoppedCost', { limit: formatMicros(reason.limitMicros), currency: reason.currency });
    case 'price':
      return phrase('delivery.stoppedPrice', reason);
    case 'balance':
      return phrase('delivery.stoppedBalance', {
        amount: formatMicros(reason.balanceMicros),
        currency: reason.currency,
      });
    default:
      return phrase('delivery.stoppedShare', reason);
  }
}

/** Says on standard error that what follows is a rehearsal. */
export function tellRehearsal(app: App, isRehearsal: boolean): void {
  if (isRehearsal && !app.globals.json) app.note(app.paint.err.bold(app.say(phrase('cli.rehearsal'))));
}

/** The last lines: what will not leave by itself, and the exact command that goes on. */
export function onwardLines(
  app: App,
  campaign: string,
  { opensAt, late }: Onward,
  counts: CampaignCounts,
  now: DateTime,
  zone: string,
): readonly string[] {
  const { unconfirmed } = counts;
  const count = counts.remaining - unconfirmed;
  const expired = counts.skipped['expired'] ?? 0;
  const say = app.say.bind(app);
  return [
    ...(expired > 0 ? [say(phrase('delivery.expired', { count: expired }))] : []),
    ...(unconfirmed > 0 ? [say(unconfirmedPhrase(campaign, unconfirmed, late, { now, zone }))] : []),
    ...(count === 0
      ? []
      : late !== null
        ? [say(latePhrase(campaign, late, { now, zone }))]
        : opensAt === null
          ? [say(phrase('report.resumeNow', { count, campaign }))]
          : [say(phrase('report.resumeAt', { count, campaign, at: opensAt, now, zone }))]),
  ];
}

/** Who waits for the operator's word. After the campaign's own end it is taken no more. */
function unconfirmedPhrase(
  campaign: string,
  count: number,
  late: Lateness | null,
  { now, zone }: { readonly now: DateTime; readonly zone: string },
): Phrase {
  return late?.isOwn === true && now > late.since
    ? phrase('delivery.unconfirmedEnded', { count, campaign, at: late.since, zone })
    : phrase('report.unconfirmed', { count, campaign });
}

/** Why nothing more leaves by itself, and what a person can do about it. */
function latePhrase(
  campaign: string,
  { isOwn, since, opensAt }: Lateness,
  { now, zone }: { readonly now: DateTime; readonly zone: string },
): Phrase {
  return phrase(isOwn ? 'delivery.lateOwn' : 'delivery.late', { campaign, since, opensAt, now, zone });
}

/** One line a count; those that are nought and need no word are left out. */
export function countLines(app: App, counts: CampaignCounts): readonly string[] {
  const { number } = app.formats;
  const line = (count: number, words: string): string => `  ${number(count).padStart(6)}  ${words}`;
  const counted: readonly (readonly [number, PhraseKey])[] = [
    [counts.planned, 'report.countPlanned'],
    [counts.accepted, 'report.countAccepted'],
    [counts.delivered, 'report.countDelivered'],
    [counts.undelivered, 'report.countUndelivered'],
    [counts.rejected, 'report.countRejected'],
    [counts.unknown, 'report.countUnknown'],
    [counts.inFlight, 'report.countInFlight'],
    [counts.remaining, 'report.countRemaining'],
    [counts.optedOut, 'report.countOptedOut'],
  ];
  const always: readonly PhraseKey[] = ['report.countPlanned', 'report.countAccepted'];
  return [
    ...counted
      .filter(([count, key]) => count > 0 || always.includes(key))
      .map(([count, key]) => line(count, app.say({ key, values: { count } }))),
    ...Object.entries(counts.skipped).map(([reason, count]) =>
      line(count, app.say(phrase('report.countSkipped', { reason, count }))),
    ),
  ];
}
