import type { DateTime } from 'luxon';
import type { Forecast, Leg } from '../../core/schedule/forecast.js';
import { firstSubmission } from '../../flows/campaign-times.js';
import type { PlanResult } from '../../flows/plan-campaign.js';
import { phrase, type Phrase } from '../../words/phrase.js';

/** From where an instant is told. */
interface Viewpoint {
  readonly now: DateTime;
  /** The sender's own zone. */
  readonly zone: string;
}

/** When the messages of a plan leave, in words; nothing when none can. */
export function forecastLines({ forecast }: Pick<PlanResult, 'forecast'>, view: Viewpoint): readonly Phrase[] {
  const { legs, unplaced } = forecast;
  const last = legs.at(-1);
  const told = legs.map(({ count, start, end }) => ({
    count,
    start: { at: start, ...view },
    end: { at: end, ...view },
  }));
  return [
    ...(last === undefined ? [] : [phrase('plan.legs', { legs: told })]),
    ...(last === undefined || legs.length === 1 ? [] : [phrase('plan.lastLeaves', { at: last.end, ...view })]),
    ...(unplaced === 0 ? [] : [phrase('report.unplaced', { count: unplaced })]),
  ];
}

/** What is not as the operator may expect it: nothing leaves at once, or not all in the first window, or not in time. */
export function forecastWarnings(
  { forecast, times }: Pick<PlanResult, 'forecast' | 'times'>,
  campaign: string,
  { now, zone }: Viewpoint,
): readonly Phrase[] {
  const { legs, late } = forecast;
  const { notAfter } = times;
  const asked = firstSubmission(times, now);
  const [first, second] = legs;
  const tellAt = (at: DateTime): { at: DateTime; now: DateTime; zone: string } => ({ at, now, zone });
  const total = countOf(legs);
  return [
    ...(first !== undefined && first.start > asked ? [phrase('plan.closedNow', tellAt(first.start))] : []),
    ...(first !== undefined && second !== undefined
      ? [
          phrase('plan.pastWindow', {
            later: total - first.count,
            total,
            from: tellAt(second.start),
            campaign,
          }),
        ]
      : []),
    ...discouragedWarnings(forecast),
    ...(late > 0 && notAfter !== null ? [phrase('plan.late', { count: late, notAfter: tellAt(notAfter) })] : []),
  ];
}

/** Messages that leave on a Sunday or a public holiday under a profile that tolerates that, one warning a kind. */
export function discouragedWarnings({ discouraged }: Pick<Forecast, 'discouraged'>): readonly Phrase[] {
  return (['sunday', 'holiday'] as const).flatMap((why) => {
    const days = discouraged.filter((day) => day.why === why);
    const count = days.reduce((sum, day) => sum + day.count, 0);
    return count === 0 ? [] : [phrase('plan.discouraged', { why, count, days })];
  });
}

function countOf(legs: readonly Leg[]): number {
  return legs.reduce((sum, { count }) => sum + count, 0);
}
