import type { DateTime } from 'luxon';
import {
  byCountry,
  judgeCandidate,
  screenContact,
  type AudiencePolicy,
  type Contact,
  type Message,
  type Screened,
} from '../core/audience/audience-judge.js';
import { receivedSince, type ExclusionReason, type RecipientFacts } from '../core/audience/eligibility.js';
import { changedTerms, type CampaignTerms } from '../core/campaign/campaign.js';
import { PlanTally, type PlanTotals } from '../core/campaign/plan-tally.js';
import { TextTally, type TextTotals } from '../core/campaign/text-tally.js';
import { hoursNow, plannedHours, windowProfile, windowProfileId } from '../core/campaign/window-profile.js';
import { ListWatch, neighbours, type ListSign } from '../core/contact/list-signs.js';
import { NumberSet } from '../core/contact/number-set.js';
import type { E164 } from '../core/contact/phone-number.js';
import { renderFooter } from '../core/template/footer.js';
import { forecast, type Forecast } from '../core/schedule/forecast.js';
import { lacksRegionalHolidays, type Territory } from '../core/schedule/territory.js';
import { WaitingTally } from '../core/schedule/waiting-tally.js';
import { invariant, OperatorError, throwIfInterrupted } from '../errors.js';
import type { RawRow, Table } from '../files/table.js';
import type { Campaign, ExclusionDraft, IntentDraft, PlannedBefore, TerritoryDraft } from '../store/store.js';
import { phrase } from '../words/phrase.js';
import {
  firstInstant,
  firstSubmission,
  refuseEnded,
  refuseOtherTimes,
  timesOf,
  type CampaignTimes,
} from './campaign-times.js';
import { stampOf, type PlanDeps } from './deps.js';
import { DraftKeeper, type Judgement } from './draft-keeper.js';
import { territoryDrafter } from './territory-drafts.js';

/** Rows read and judged at a time: what is made of them is forgotten before the next, but for what is kept. */
const BATCH = 1000;

export interface PlanRequest {
  readonly terms: CampaignTerms;
  readonly table: Table;
  /** Index of the number's column. */
  readonly phoneColumn: number;
  readonly toContact: (raw: RawRow, row: number) => Contact;
  readonly policy: AudiencePolicy;
  /** Judges the plan as a whole once everybody was judged; throws when nothing of it may be kept. */
  readonly refuseWhole: (totals: PlanTotals) => void;
  /** Profiles of hours that the operator chose, by country. */
  readonly profiles: ReadonlyMap<string, string>;
  /** At most this many wait for the operator's word, those of earlier plans among them; other newcomers are `filtered`. */
  readonly limit: number | null;
  readonly startsAt: DateTime | null;
  readonly notAfter: DateTime | null;
  /** The sender's own zone, in which a refusal tells an instant. */
  readonly zone: string;
  /** Submissions a second, for telling when it ends. */
  readonly rate: number;
  /** False: judge and count, keep nothing. */
  readonly keep: boolean;
  /** Whole numbers in what is told of the list. */
  readonly reveal: boolean;
}

export interface PlanResult {
  readonly campaign: Campaign | null;
  readonly totals: PlanTotals;
  readonly texts: TextTotals;
  /** What the list as a whole looks like. */
  readonly signs: readonly ListSign[];
  readonly forecast: Forecast;
  /** Those of the campaign: what was asked, else what it has from an earlier plan. */
  readonly times: CampaignTimes;
}

/**
 * Judges a file of contacts and freezes the judgement: who, what text, who not and why. Numbers that an earlier plan
 * of the campaign holds are left as they are. Nothing is visible before the last step, and nothing at all is kept when
 * the file turns out to be broken or the operator interrupts.
 *
 * @throws OperatorError badInput (65) under the name of another campaign, or of one that was cancelled; usage (64) when
 *   newcomers come after the campaign's end, or with other times while messages wait that were confirmed by its own.
 */
export async function planCampaign(
  request: PlanRequest,
  deps: PlanDeps,
  onProgress: (rows: number) => void,
  signal: AbortSignal,
): Promise<PlanResult> {
  const { ledger, clock, book } = deps;
  const { terms, table } = request;
  const existing = await ledger.findCampaign(terms.name);
  if (existing !== null) refuseOtherCampaign(existing, terms);
  const tally: Tally = { plan: new PlanTally(), texts: new TextTally(request.policy) };
  const draftTerritory = territoryDrafter((territory) =>
    windowProfileId(request.policy.purpose, terms.urgent, territory, request.profiles),
  );
  const waiting = new WaitingTally();
  const hours = hoursNow(request.policy.purpose, terms.urgent, request.profiles);
  // What earlier plans hold and has not left yet will leave in the same run.
  for (const { remaining, ...territory } of existing === null ? [] : await ledger.territoriesOf(existing.id)) {
    waiting.add(territory, hours(territory), remaining);
  }
  const numbers = new NumberSet();
  const watch = watchOf(request);
  // They leave with the newcomers: a run that was interrupted and is begun anew by the same command never sends more.
  const waitingAlready = existing === null ? 0 : (await ledger.campaignCounts(existing.id)).remaining;
  const room = request.limit === null ? Infinity : Math.max(0, request.limit - waitingAlready);
  const asked = { startsAt: request.startsAt, notAfter: request.notAfter };
  const times = timesOf(asked, existing);
  const plan = request.keep ? await ledger.openPlan(terms, { name: table.name }, asked, stampOf(deps)) : null;
  const keeper = new DraftKeeper(ledger, plan, onProgress);
  try {
    let rows = 0;
    for await (const batch of table.batches(BATCH)) {
      throwIfInterrupted(signal);
      const screened = batch.map((raw, index) =>
        screenContact(request.toContact(raw, rows + index + 1), request.policy, numbers.seenBefore),
      );
      screened.forEach((one, index) => watch.add(batch[index]?.cells ?? [], hasUsableNumber(one)));
      // Nobody is texted before: what ends until then is no right to be texted.
      const leavesAt = firstInstant(times, clock.now());
      const kept = await judgeBatch(screened, request, deps, { existing, tally, room, leavesAt, draftTerritory });
      for (const [territory, messages] of countEach(kept.intents.map((intent) => intent.territory))) {
        waiting.add(territory, plannedHours(territory), messages);
      }
      rows += batch.length;
      await keeper.add(kept, rows);
    }
    await keeper.finish(rows);
    throwIfInterrupted(signal);
    request.refuseWhole(tally.plan.totals());
    if (existing !== null) refuseOtherTimes(asked, existing, await ledger.campaignCounts(existing.id));
    // The same list once more is nothing to do, however late it comes.
    if (tally.plan.newcomerCount > 0 || asked.notAfter !== null)
      refuseEnded(terms.name, times, clock.now(), request.zone);
    if (plan !== null) await ledger.freezePlan(plan, { sha256: table.sha256(), rows }, stampOf(deps));
  } catch (error) {
    const first = await keeper.failedWith(error);
    if (plan !== null && !isLedgerFailure(first)) await ledger.abandonPlan(plan);
    throw first;
  }
  const from = firstSubmission(times, clock.now());
  return {
    campaign: plan === null ? existing : await ledger.findCampaign(terms.name),
    totals: tally.plan.totals(),
    texts: tally.texts.totals(),
    signs: [...watch.mostlyUnusable(), ...neighbours(numbers.ascending(), request)],
    forecast: forecast(waiting.all(), request.rate, from, times.notAfter, book),
    times,
  };
}

const numberReasons: readonly ExclusionReason[] = ['invalid_number', 'not_mobile', 'fictional_number'];

/** Whether the row's number can be texted, whatever else may be said against it. */
function hasUsableNumber(screened: Screened): boolean {
  return screened.kind === 'candidate' || !numberReasons.includes(screened.reason);
}

function watchOf({ table, phoneColumn, policy }: PlanRequest): ListWatch {
  const { defaultCountry: country, allowFictional } = policy;
  return new ListWatch({ headers: table.headers, phoneColumn, country, allowFictional });
}

/**
 * A ledger that fails can not take the plan back now; the next plan of this name does. Until then nobody sees it, for
 * it was never frozen.
 */
function isLedgerFailure(error: unknown): boolean {
  return error instanceof OperatorError && (error.kind === 'storeFailure' || error.kind === 'notNow');
}

function refuseOtherCampaign(existing: Campaign, terms: CampaignTerms): void {
  const { name } = terms;
  if (existing.state === 'cancelled') {
    throw new OperatorError('badInput', phrase('flows.nameCancelled', { campaign: name }), phrase('flows.newNameHint'));
  }
  const [term] = changedTerms(existing, terms);
  if (term === undefined) return;
  throw new OperatorError(
    'badInput',
    phrase('flows.termsChanged', { campaign: name, term, kept: existing[term], asked: terms[term] }),
    phrase('flows.termsChangedHint', { campaign: name }),
  );
}

interface Tally {
  readonly plan: PlanTally;
  readonly texts: TextTally;
}

/** What the rows of a file are judged on, beside the request and the ledger. */
interface Grounds {
  readonly existing: Campaign | null;
  readonly tally: Tally;
  /** So many newcomers may be planned in all. */
  readonly room: number;
  /** When the first message may leave. */
  readonly leavesAt: DateTime;
  readonly draftTerritory: (territory: Territory) => TerritoryDraft;
}

async function judgeBatch(
  screened: readonly Screened[],
  request: PlanRequest,
  { ledger, keyring }: PlanDeps,
  { existing, tally, room, leavesAt, draftTerritory }: Grounds,
): Promise<Judgement> {
  const numbers = screened.flatMap((one) => (one.kind === 'candidate' ? [one.number] : []));
  const known = await ledger.factsFor(numbers, receivedSince(request.policy, leavesAt));
  const before: ReadonlyMap<E164, PlannedBefore> =
    existing === null ? new Map() : await ledger.plannedBefore(existing.id, numbers);
  const intents: IntentDraft[] = [];
  const exclusions: ExclusionDraft[] = [];
  for (const one of screened) {
    const { line } = one.contact;
    if (one.rowCountry === 'refuses') tally.plan.addRemark('row-country-refused', line);
    const exclude = (reason: Extract<Screened, { kind: 'excluded' }>['reason']): void => {
      tally.plan.addExcluded(reason);
      exclusions.push({ line, number: one.number, reason });
    };
    if (one.kind === 'excluded') {
      exclude(one.reason);
      continue;
    }
    notePlace(one, tally.plan);
    const planned = before.get(one.number);
    if (planned !== undefined) {
      noteHolidays(one, request, tally.plan);
      const { country } = one.territory;
      const { ucs2Text: text, costMicros } = planned;
      tally.plan.addAlready({ ...planned, country });
      if (text !== null) tally.texts.addFrozen(one.contact, { text, costMicros }, footerIn(request.policy, country));
      continue;
    }
    const verdict = judgeCandidate(one, factsOf(known, one.number), request.policy, keyring, leavesAt);
    if (verdict.kind === 'excluded') {
      if (verdict.fault === 'unfit_field') tally.plan.addRemark('field-unfit', line);
      if (verdict.fault === 'too_much_work') tally.plan.addRemark('field-too-much-work', line);
      exclude(verdict.reason);
    } else if (tally.plan.newcomerCount >= room) exclude('filtered');
    else {
      if (one.contact.saysNo) tally.plan.addRemark('row-says-no', line);
      noteHolidays(one, request, tally.plan);
      intents.push(draftOf(one, verdict.message, draftTerritory(one.territory)));
      noteNewcomer(one, verdict.message, tally);
    }
  }
  return { intents, exclusions };
}

/** What may end the texts for a country. */
function footerIn({ footers }: AudiencePolicy, country: string): string {
  const rule = footers === null ? undefined : byCountry(footers, country);
  return rule === undefined ? '' : renderFooter(rule);
}

/** What a row says of a person's place and nobody can read, told with the plan: counted, never one line a row. */
function notePlace(
  { contact, territory, rowCountry }: Extract<Screened, { kind: 'candidate' }>,
  tally: PlanTally,
): void {
  const { notes } = territory;
  if (rowCountry === 'decides') tally.addRemark('row-country', contact.line);
  if (notes.includes('hint-unreadable')) tally.addRemark('place-unread', contact.line);
  if (notes.includes('region-unknown')) tally.addRemark('region-unknown', contact.line);
}

/** Whose own holidays close no day, of the places that the plan reaches. */
function noteHolidays(
  { territory }: Extract<Screened, { kind: 'candidate' }>,
  { policy, terms, profiles }: PlanRequest,
  tally: PlanTally,
): void {
  const { code, notes, zones } = territory;
  const lacksOwn = notes.includes('own-holidays-not-known');
  // Of metropolitan France only Alsace-Moselle keeps more: to say so of every list would hide what matters.
  const lacksRegional = code !== 'FR' && lacksRegionalHolidays(code);
  const lacksThere = notes.includes('zone-holidays-not-known');
  if (!lacksOwn && !lacksThere && !lacksRegional) return;
  const profile = windowProfile(windowProfileId(policy.purpose, terms.urgent, territory, profiles));
  if (profile === null || profile.holidays === 'ignore') return;
  if (lacksOwn) tally.addOwnHolidaysNotKnown(code);
  if (lacksThere) zones.forEach((zone) => tally.addOwnHolidaysNotKnown(zone));
  if (lacksRegional) tally.addNationalCalendar(code);
}

function factsOf(known: ReadonlyMap<E164, RecipientFacts>, number: E164): RecipientFacts {
  const facts = known.get(number);
  invariant(facts !== undefined, 'facts were read for every candidate');
  return facts;
}

function draftOf(
  { contact, number }: Extract<Screened, { kind: 'candidate' }>,
  { text, count, costMicros, consentSeq }: Message,
  territory: TerritoryDraft,
): IntentDraft {
  const { line, row } = contact;
  const { encoding, segments } = count;
  return { number, line, row, text, encoding, segments, costMicros, consentSeq, territory };
}

function noteNewcomer(
  { contact, number, territory }: Extract<Screened, { kind: 'candidate' }>,
  message: Message,
  tally: Tally,
): void {
  const { text, costMicros, count } = message;
  const { encoding, segments } = count;
  const { code, country } = territory;
  tally.plan.addNewcomer({ encoding, segments, costMicros, territory: code, country }, { to: number, text, segments });
  tally.texts.addNewcomer(contact, number, message);
}

function countEach<T>(all: readonly T[]): ReadonlyMap<T, number> {
  const counts = new Map<T, number>();
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}
