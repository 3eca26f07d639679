import { DateTime } from 'luxon';
import { formatMicros } from '../../core/campaign/cost.js';
import { planRemarks, type PlanTotals, type Sample } from '../../core/campaign/plan-tally.js';
import { shownNumber, type E164 } from '../../core/contact/phone-number.js';
import { isoInstant } from '../../core/schedule/instant.js';
import { recommendedWindows, type RecommendedWindows } from '../../core/schedule/profiles.js';
import { placeOfCodes } from '../../core/schedule/places.js';
import { coveringCountry } from '../../core/schedule/territory.js';
import type { ApprovalStanding } from '../../flows/approve-plan.js';
import { writtenNumber, writtenText } from '../../flows/export-shapes.js';
import type { PreparedPlan } from '../../flows/prepare-plan.js';
import type { PlanResult } from '../../flows/plan-campaign.js';
import { phrase, type Phrase } from '../../words/phrase.js';
import type { App } from '../app.js';
import { approvalDocument } from './approval-report.js';
import { forecastLines } from './plan-forecast.js';
import { shownText } from './shown-text.js';
import { textDocument, textLines } from './text-report.js';
import { spokenWarnings, tellWarnings } from './warnings.js';

/** A plan as the operator sees it before anything leaves. */
export interface ShownPlan {
  readonly prepared: PreparedPlan;
  /** What the operator should know first. */
  readonly warnings: readonly Phrase[];
  readonly result: PlanResult;
  /** Texts as they will leave. */
  readonly samples: readonly Sample[];
  /** The ways out that the provider appends by itself. */
  readonly appended: readonly string[];
  /** Countries of which nobody knows the price: of all who are planned, and of the newcomers. */
  readonly unpriced: { readonly all: readonly string[]; readonly newcomers: readonly string[] };
  readonly isRehearsal: boolean;
  /** Messages that wait for the operator's word: what `--confirm` must say. */
  readonly unconfirmed: number;
  /** Messages that were confirmed before and have not left. */
  readonly confirmed: number;
  /** Four eyes: who approved what waits; null where nobody has to. */
  readonly approval: ApprovalStanding | null;
  readonly now: DateTime;
  /** The zone in which hours are told: the sender's own. */
  readonly zone: string;
}

/** What the rows' own words led to: about place and country, and in the text. */
export function placeRemarks({ remarks, ownHolidaysNotKnown, nationalCalendars }: PlanTotals): readonly Phrase[] {
  const counted = planRemarks.flatMap((remark) => {
    const count = remarks[remark];
    return count === undefined ? [] : [phrase('plan.remark', { remark, ...count })];
  });
  const told = (key: 'plan.regionNotTold' | 'plan.ownHolidaysNotKnown', territories: readonly string[]): Phrase[] =>
    territories.length === 0 ? [] : [phrase(key, { territories })];
  return [
    ...counted,
    ...told('plan.regionNotTold', nationalCalendars),
    ...told('plan.ownHolidaysNotKnown', ownHolidaysNotKnown),
  ];
}

/** The plan as one JSON document. */
function planDocument(app: App, shown: ShownPlan): Record<string, unknown> {
  const { prepared, warnings, result, samples, appended, unpriced, isRehearsal, unconfirmed, approval } = shown;
  const notAfter = endOf(shown);
  const { terms } = prepared.request;
  const { totals, texts, forecast } = result;
  const { legs } = forecast;
  const [first, last] = [legs[0], legs.at(-1)];
  const advice = adviceFor(shown);
  return {
    type: 'plan',
    campaign: terms.name,
    purpose: terms.purpose,
    rows: totals.rows,
    planned: totals.planned,
    already: totals.already,
    new: totals.newcomers,
    unconfirmed,
    approval: approvalDocument(approval),
    excluded: totals.excluded,
    segments: totals.segments,
    distribution: totals.distribution,
    encodings: totals.encodings,
    ...textDocument(texts, terms.currency, prepared.request),
    appendedByProvider: appended,
    cost: { amount: formatMicros(totals.costMicros), currency: terms.currency },
    unpricedCountries: unpriced.all,
    newCost: { amount: formatMicros(totals.newCostMicros), currency: terms.currency },
    startsAt: first === undefined ? null : isoInstant(first.start),
    endsAt: last === undefined ? null : isoInstant(last.end),
    notAfter: notAfter === null ? null : isoInstant(notAfter),
    legs: legs.map(({ start, end, count }) => ({ startsAt: isoInstant(start), endsAt: isoInstant(end), count })),
    discouraged: forecast.discouraged,
    late: forecast.late,
    unplaced: forecast.unplaced,
    advised: advice === null ? null : { windows: windowTexts(advice), force: advice.force, source: advice.source },
    territories: totals.territories,
    ownHolidaysNotKnown: totals.ownHolidaysNotKnown,
    nationalCalendars: totals.nationalCalendars,
    remarks: totals.remarks,
    samples: samples.map(({ to, text, ...sample }) => ({
      to: writtenNumber(to as E164, prepared.request),
      text: writtenText(text, to as E164, prepared.request),
      ...sample,
    })),
    warnings: spokenWarnings(app, warnings),
    rehearsal: isRehearsal,
  };
}

/** When the campaign's time is over: as the operator said, now or before, else with the last window that it needs. */
function endOf({ result }: ShownPlan): DateTime | null {
  return result.times.notAfter ?? result.forecast.lastClose;
}

/** Shows a plan: as JSON on standard output, or as words. */
export function showPlan(app: App, shown: ShownPlan): void {
  if (app.globals.json) {
    app.out(JSON.stringify(planDocument(app, shown)));
    return;
  }
  tellFirst(app, shown);
  for (const line of planLines(app, shown, app.paint.out)) app.out(line);
}

/** Shows the plan of a run that will ask: as words on standard error, since standard output is for the result. */
export function showPlanBeforeSending(app: App, shown: ShownPlan): void {
  if (app.globals.json) return;
  tellFirst(app, shown);
  for (const line of planLines(app, shown, app.paint.err)) app.note(line);
}

function tellFirst(app: App, { warnings, prepared }: ShownPlan): void {
  tellWarnings(app, warnings);
  app.note(app.paint.err.dim(app.say(prepared.decision)));
}

function planLines(app: App, shown: ShownPlan, paint: App['paint']['out']): readonly string[] {
  const { prepared, result, appended, unpriced, isRehearsal, now, zone } = shown;
  const { terms } = prepared.request;
  const { totals, texts } = result;
  const say = app.say.bind(app);
  const reasons = Object.entries(totals.excluded).map(
    ([reason, count]) => `  ${app.formats.number(count).padStart(6)}  ${say(phrase('report.reason', { reason }))}`,
  );
  const samples = shown.samples.flatMap(({ to, text, segments }) => [
    `  ${say(phrase('report.sample', { to: shownNumber(to as E164, prepared.request), segments }))}`,
    ...shownText(app, writtenText(text, to as E164, prepared.request)).map((line) => `    ${line}`),
  ]);
  const when = forecastLines(result, { now, zone }).map((line) => `  ${say(line)}`);
  const notAfter = endOf(shown);
  const advice = adviceFor(shown);
  const distribution = Object.entries(totals.distribution).map(([length, count]) => [Number(length), count] as const);
  const { 'GSM-7': gsm7, 'UCS-2': ucs2 } = totals.encodings;
  return [
    ...(isRehearsal ? [paint.bold(say(phrase('cli.rehearsal')))] : []),
    paint.bold(say(phrase('report.planTitle', { campaign: terms.name, purpose: terms.purpose, sender: terms.sender }))),
    say(phrase('report.planRows', totals)),
    ...(totals.already > 0 ? [say(phrase('report.planAgain', totals))] : []),
    ...(reasons.length > 0 ? [say(phrase('report.leftOut')), ...reasons] : []),
    ...(samples.length > 0 ? [say(phrase('report.samples')), ...samples] : []),
    ...(totals.planned > 0
      ? [say(phrase('report.length', { segments: totals.segments, distribution, gsm7, ucs2 }))]
      : []),
    ...textLines(texts, terms.currency, prepared.request).map(
      ({ words, isDetail }) => `${isDetail ? '  ' : ''}${say(words)}`,
    ),
    ...(appended.length > 0 ? [say(phrase('texts.appended', { footers: appended }))] : []),
    say(
      phrase(totals.already > 0 ? 'report.costNew' : 'report.cost', {
        amount: formatMicros(totals.newCostMicros),
        currency: terms.currency,
        unpriced: unpriced.newcomers,
      }),
    ),
    ...(when.length > 0
      ? [say(isOneClock(shown) ? phrase('report.legsTitle') : phrase('report.legsTitleZone', { zone })), ...when]
      : []),
    ...(notAfter === null ? [] : [say(phrase('delivery.planNotAfter', { at: notAfter, zone }))]),
    ...(advice === null
      ? []
      : [say(phrase('report.advice', { windows: windowTexts(advice).join(', '), source: advice.source }))]),
  ];
}

/** Whether whoever is texted has the sender's own time of day: else an hour alone would mislead. */
function isOneClock({ result, now, zone }: ShownPlan): boolean {
  const { offset } = now.setZone(zone);
  const zones = Object.keys(result.totals.territories).flatMap((code) => placeOfCodes(code.split('|'))?.zones ?? []);
  return zones.every((one) => now.setZone(one).offset === offset);
}

/** The hours that are advised, not prescribed, where a promotional message goes; null elsewhere. */
function adviceFor({ prepared, result }: ShownPlan): RecommendedWindows | null {
  if (prepared.request.policy.purpose.kind !== 'promotional') return null;
  const isFrench = Object.keys(result.totals.territories).some((code) => coveringCountry(code.slice(0, 2)) === 'FR');
  return isFrench ? (recommendedWindows['FR'] ?? null) : null;
}

function windowTexts({ windows }: RecommendedWindows): readonly string[] {
  const clock = (minute: number): string =>
    DateTime.fromObject({ hour: Math.floor(minute / 60), minute: minute % 60 }, { zone: 'utc' }).toFormat('HH:mm');
  return windows.map(({ startMinute, endMinute }) => `${clock(startMinute)}–${clock(endMinute)}`);
}
