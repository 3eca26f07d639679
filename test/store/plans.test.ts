import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isoInstant } from '../../src/core/schedule/instant.js';
import type { IntentDraft, Ledger, OpenPlan } from '../../src/store/store.js';
import {
  auditOf,
  confirmedCampaign,
  consentOf,
  dumpTables,
  factsVersionOf,
  fictionNumber,
  fictionNumbers,
  intentDraft,
  intentIds,
  KEYRING,
  MORNING,
  NO_TIMES,
  PLANNED_FILE,
  STAMP,
  SUBMISSION,
  tempLedger,
  termsOf,
  type TempLedger,
} from '../support/temp-ledger.js';

const numbers = fictionNumbers(6);

let temp: TempLedger;
let ledger: Ledger;
beforeEach(async () => {
  temp = tempLedger();
  ledger = temp.open();
  await ledger.recordConsents(
    numbers.map((number) => consentOf(number)),
    STAMP,
  );
});
afterEach(() => temp.remove());

const drafted = (...indexes: readonly number[]): ReturnType<typeof intentDraft>[] =>
  indexes.map((index) => intentDraft(numbers[index]!, { line: index + 2, row: index + 1 }));

function openPlan(times: Parameters<Ledger['openPlan']>[2] = NO_TIMES): Promise<OpenPlan> {
  return ledger.openPlan(termsOf('fete'), { name: 'membres.csv' }, times, STAMP);
}

/** What anyone can see of a campaign. */
async function visible(campaignId: number): Promise<unknown> {
  return {
    campaign: await ledger.findCampaign('fete'),
    list: await ledger.listCampaigns(),
    counts: await ledger.campaignCounts(campaignId),
    territories: await ledger.territoriesOf(campaignId),
    intents: await ledger.intents(campaignId, { limit: 100 }),
    before: await ledger.plannedBefore(campaignId, numbers),
    next: (await ledger.nextPlanned(campaignId, [1, 2, 3], new Set(), 100, MORNING)).candidates,
  };
}

const nothing = {
  campaign: null,
  list: [],
  counts: {
    planned: 0,
    accepted: 0,
    rejected: 0,
    unknown: 0,
    skipped: {},
    remaining: 0,
    inFlight: 0,
    delivered: 0,
    undelivered: 0,
    optedOut: 0,
    segments: 0,
    costMicros: 0,
    unconfirmed: 0,
    remainingCostMicros: 0,
  },
  territories: [],
  intents: [],
  before: new Map(),
  next: [],
};

describe('a plan', () => {
  it('is seen by nobody before it is frozen, and by everybody after', async () => {
    const times = { startsAt: MORNING.plus({ hours: 1 }), notAfter: MORNING.plus({ days: 2 }) };
    const plan = await openPlan(times);
    await ledger.keepPlanned(plan, drafted(0, 1), []);
    await ledger.keepPlanned(plan, drafted(2), []);
    expect(await visible(plan.campaignId)).toEqual(nothing);
    expect(auditOf(ledger, 'plan_frozen')).toEqual([]);
    await ledger.freezePlan(plan, PLANNED_FILE, STAMP);
    expect(await ledger.findCampaign('fete')).toEqual({
      ...termsOf('fete'),
      id: plan.campaignId,
      state: 'planned',
      wish: null,
      createdAt: '2026-01-05T10:00:00.000Z',
      startsAt: '2026-01-05T11:00:00.000Z',
      notAfter: '2026-01-07T10:00:00.000Z',
      lastClose: null,
    });
    expect(await ledger.campaignCounts(plan.campaignId)).toMatchObject({
      planned: 3,
      remaining: 3,
      unconfirmed: 3,
      remainingCostMicros: 195_000,
    });
    const territory = {
      id: 1,
      code: 'FR',
      country: 'FR',
      zones: ['Europe/Paris'],
      calendars: ['FR'],
      profile: 'FR/strict',
    };
    expect(await ledger.territoriesOf(plan.campaignId)).toEqual([{ ...territory, remaining: 3 }]);
    expect(await ledger.waitingTerritories(plan.campaignId)).toEqual([territory]);
    expect(auditOf(ledger, 'plan_frozen')).toMatchObject([{ plan: plan.planId, ...PLANNED_FILE, planned: 3 }]);
  });

  it('keeps networks apart that carry numbers in one place: each has its price and its way out', async () => {
    const plan = await openPlan();
    const place = { code: 'FR', zones: ['Europe/Paris'], calendars: ['FR'], profile: 'FR/strict' };
    const of = (index: number, country: string, costMicros: number): IntentDraft => ({
      ...drafted(index)[0]!,
      territory: { ...place, country },
      costMicros,
    });
    await ledger.keepPlanned(plan, [of(0, 'FR', 65_000), of(1, 'PT', 0), of(2, 'FR', 65_000)], []);
    await ledger.freezePlan(plan, PLANNED_FILE, STAMP);
    const territories = await ledger.territoriesOf(plan.campaignId);
    expect(territories.map(({ code, country, remaining }) => [code, country, remaining])).toEqual([
      ['FR', 'FR', 2],
      ['FR', 'PT', 1],
    ]);
    expect(await ledger.costlessCountries(plan.campaignId, 'waiting')).toEqual(['PT']);
  });

  it('can be looked at in the order of its file, or one row of it', async () => {
    const plan = await openPlan();
    await ledger.keepPlanned(plan, drafted(0, 1, 2), []);
    await ledger.freezePlan(plan, PLANNED_FILE, STAMP);
    const rows = await ledger.intents(plan.campaignId, { limit: 2 });
    expect(rows.map(({ row, line, number }) => [row, line, number])).toEqual([
      [1, 2, numbers[0]],
      [2, 3, numbers[1]],
    ]);
    expect(await ledger.intents(plan.campaignId, { limit: 2, row: 3 })).toEqual([
      {
        id: 3,
        line: 4,
        row: 3,
        number: numbers[2],
        ref: KEYRING.reference('fete', numbers[2]!),
        text: 'Bonjour\nSTOP au 36184',
        segments: 1,
        encoding: 'GSM-7',
        state: 'planned',
        reason: null,
        receipt: null,
        territory: 'FR',
      },
    ]);
  });

  it('keeps who was left out and why, as fingerprints; without a readable number there is none', async () => {
    const plan = await openPlan();
    await ledger.keepPlanned(
      plan,
      [],
      [
        { line: 4, number: fictionNumber(20), reason: 'no_consent' },
        { line: 5, number: null, reason: 'invalid_number' },
      ],
    );
    expect(dumpTables(temp.file)['exclusion']).toEqual([
      {
        id: 1,
        plan_id: plan.planId,
        line: 4,
        fingerprint: KEYRING.fingerprint(fictionNumber(20)),
        reason: 'no_consent',
      },
      { id: 2, plan_id: plan.planId, line: 5, fingerprint: null, reason: 'invalid_number' },
    ]);
  });

  it('leaves nothing when it is abandoned', async () => {
    const before = dumpTables(temp.file);
    const plan = await openPlan();
    await ledger.keepPlanned(plan, drafted(0, 1), [{ line: 4, number: null, reason: 'invalid_number' }]);
    await ledger.abandonPlan(plan);
    expect(dumpTables(temp.file)).toEqual(before);
  });

  it('that a killed planning left is taken away by the next of that name, and of no other', async () => {
    const killed = await openPlan();
    await ledger.keepPlanned(killed, drafted(0, 1), [{ line: 9, number: null, reason: 'invalid_number' }]);
    const other = await ledger.openPlan(termsOf('noel'), { name: 'autres.csv' }, NO_TIMES, STAMP);
    await ledger.keepPlanned(other, [intentDraft(numbers[0]!)], []);
    ledger.close();
    ledger = temp.open();
    const plan = await openPlan();
    await ledger.keepPlanned(plan, drafted(1, 2), []);
    await ledger.freezePlan(plan, PLANNED_FILE, STAMP);
    expect((await ledger.intents(plan.campaignId, { limit: 9 })).map(({ number }) => number)).toEqual(
      numbers.slice(1, 3),
    );
    expect(dumpTables(temp.file)['exclusion']).toEqual([]);
    await ledger.freezePlan(other, PLANNED_FILE, STAMP);
    expect(await ledger.campaignCounts(other.campaignId)).toMatchObject({ planned: 1 });
  });

  it('grows no more and is not abandoned once it is frozen, and is frozen once', async () => {
    const plan = await openPlan();
    await ledger.keepPlanned(plan, drafted(0), []);
    await ledger.freezePlan(plan, PLANNED_FILE, STAMP);
    await expect(ledger.keepPlanned(plan, drafted(1), [])).rejects.toThrow('until it is frozen');
    await expect(ledger.freezePlan(plan, PLANNED_FILE, STAMP)).rejects.toThrow('frozen once');
    await ledger.abandonPlan(plan);
    expect(await ledger.campaignCounts(plan.campaignId)).toMatchObject({ planned: 1 });
  });

  it('holds a number once for a campaign, however many plans it has', async () => {
    const plan = await confirmedCampaign(ledger, 'fete', numbers.slice(0, 2));
    const again = await openPlan();
    const same = { ...drafted(1)[0]!, ref: 'another-reference' };
    await expect(ledger.keepPlanned(again, [drafted(2)[0]!, same], [])).rejects.toThrow('UNIQUE');
    expect(dumpTables(temp.file)['intent']).toHaveLength(2);
    await ledger.keepPlanned(again, drafted(2), []);
    await ledger.freezePlan(again, PLANNED_FILE, STAMP);
    expect(again.campaignId).toBe(plan.campaignId);
    expect(await ledger.campaignCounts(plan.campaignId)).toMatchObject({ planned: 3, unconfirmed: 1 });
  });

  it('holds only people of whom the ledger knows a consent', async () => {
    const plan = await openPlan();
    const stranger = intentDraft(fictionNumber(77));
    await expect(ledger.keepPlanned(plan, [stranger], [])).rejects.toThrow('recorded consent');
    await expect(ledger.keepPlanned(plan, [{ ...drafted(0)[0]!, consentSeq: 999 }], [])).rejects.toThrow('FOREIGN KEY');
  });
});

describe('a further plan of a campaign', () => {
  it('adds to the earlier ones, which it can see, and changes nothing while it is being made', async () => {
    const times = { startsAt: MORNING, notAfter: MORNING.plus({ days: 1 }) };
    const first = await openPlan(times);
    await ledger.keepPlanned(first, drafted(0, 1), []);
    await ledger.freezePlan(first, PLANNED_FILE, STAMP);
    await ledger.confirmPlans(first.campaignId, null, STAMP);
    const seen = await visible(first.campaignId);
    const second = await openPlan();
    await ledger.keepPlanned(second, drafted(2, 3), []);
    expect(await visible(first.campaignId)).toEqual(seen);
    expect(await ledger.plannedBefore(first.campaignId, numbers)).toEqual(
      new Map(
        numbers
          .slice(0, 2)
          .map((number) => [
            number,
            { number, segments: 1, encoding: 'GSM-7', costMicros: 65_000, territory: 'FR', ucs2Text: null },
          ]),
      ),
    );
    await ledger.freezePlan(second, PLANNED_FILE, STAMP);
    expect(await ledger.campaignCounts(first.campaignId)).toMatchObject({ planned: 4, unconfirmed: 2 });
    // The limits of those confirmed before still hold.
    expect(await ledger.findCampaign('fete')).toMatchObject({
      startsAt: isoInstant(times.startsAt),
      notAfter: isoInstant(times.notAfter),
    });
  });

  it('leaves the times of the campaign as they were when it is abandoned', async () => {
    const times = { startsAt: MORNING, notAfter: MORNING.plus({ days: 1 }) };
    const first = await openPlan(times);
    await ledger.keepPlanned(first, drafted(0), []);
    await ledger.freezePlan(first, PLANNED_FILE, STAMP);
    const seen = await visible(first.campaignId);
    await ledger.abandonPlan(await openPlan());
    expect(await visible(first.campaignId)).toEqual(seen);
  });

  it('is sent only when it was confirmed too', async () => {
    const first = await confirmedCampaign(ledger, 'fete', numbers.slice(0, 2));
    const second = await openPlan();
    await ledger.keepPlanned(second, drafted(2), []);
    await ledger.freezePlan(second, PLANNED_FILE, STAMP);
    const next = async (): Promise<readonly string[]> =>
      (await ledger.nextPlanned(first.campaignId, [1], new Set(), 9, MORNING)).candidates.map(({ number }) => number);
    expect(await next()).toEqual(numbers.slice(0, 2));
    const [, , unconfirmed] = await intentIds(ledger, first.campaignId);
    expect(await ledger.beginSubmission(unconfirmed!, await factsVersionOf(ledger), MORNING)).toBe('gone');
    await ledger.confirmPlans(first.campaignId, null, STAMP);
    expect(await next()).toEqual(numbers.slice(0, 3));
    await ledger.confirmPlans(first.campaignId, null, STAMP);
    expect(auditOf(ledger, 'plan_confirmed')).toEqual([
      { plan: first.planId, planned: 2, lastClose: null },
      { plan: second.planId, planned: 1, lastClose: null },
    ]);
  });

  it('takes nothing back of what an earlier one was allowed: the same text once more', async () => {
    const isAgain: unknown[] = [];
    for (const again of [false, true, false]) {
      const plan = await ledger.openPlan(termsOf('fete', { again }), { name: 'membres.csv' }, NO_TIMES, STAMP);
      await ledger.freezePlan(plan, PLANNED_FILE, STAMP);
      isAgain.push((await ledger.findCampaign('fete'))?.again);
    }
    expect(isAgain).toEqual([false, true, true]);
  });

  it('opens a campaign again that had ended, if it brings anyone', async () => {
    const { campaignId } = await confirmedCampaign(ledger, 'fete', numbers.slice(0, 1));
    await ledger.setState(campaignId, 'done');
    await ledger.freezePlan(await openPlan(), PLANNED_FILE, STAMP);
    expect(await ledger.findCampaign('fete')).toMatchObject({ state: 'done' });
    const plan = await openPlan();
    await ledger.keepPlanned(plan, drafted(1), []);
    await ledger.freezePlan(plan, PLANNED_FILE, STAMP);
    expect(await ledger.findCampaign('fete')).toMatchObject({ state: 'planned' });
  });
});

describe('a campaign', () => {
  it('is paused by a wish, which a run takes back, with a row of the log', async () => {
    const { campaignId } = await confirmedCampaign(ledger, 'fete', numbers);
    expect(await ledger.readControl(campaignId)).toBe(null);
    await ledger.recordPause(campaignId, STAMP);
    expect(await ledger.readControl(campaignId)).toBe('pause');
    expect(auditOf(ledger, 'campaign_paused')).toEqual([{}]);
    await ledger.setWish(campaignId, null);
    expect(await ledger.readControl(campaignId)).toBe(null);
    await ledger.setState(campaignId, 'running');
    expect(await ledger.findCampaign('fete')).toMatchObject({ state: 'running', wish: null });
  });

  it('that is paused once more, while its next run begins, stays paused', async () => {
    const { campaignId } = await confirmedCampaign(ledger, 'fete', numbers);
    await ledger.recordPause(campaignId, STAMP);
    const { seq } = await ledger.auditHead();
    await ledger.recordPause(campaignId, STAMP);
    await ledger.setWish(campaignId, null, seq);
    expect(await ledger.readControl(campaignId)).toBe('pause');
    await ledger.setWish(campaignId, null, seq + 1);
    expect(await ledger.readControl(campaignId)).toBeNull();
  });

  it('that was cancelled stays so: what had not left is skipped, each with a row of the log', async () => {
    const { campaignId } = await confirmedCampaign(ledger, 'fete', numbers);
    const [id] = await intentIds(ledger, campaignId);
    await ledger.beginSubmission(id!, await factsVersionOf(ledger), MORNING);
    expect(await ledger.cancelCampaign(campaignId, STAMP)).toBe(5);
    await ledger.setWish(campaignId, null);
    await ledger.setState(campaignId, 'running');
    expect(await ledger.findCampaign('fete')).toMatchObject({ state: 'cancelled', wish: 'cancel' });
    expect(await ledger.campaignCounts(campaignId)).toMatchObject({
      skipped: { cancelled: 5 },
      inFlight: 1,
      remaining: 0,
    });
    expect(auditOf(ledger, 'skip')).toHaveLength(5);
    expect(auditOf(ledger, 'campaign_cancelled')).toEqual([{ skipped: 5 }]);
    // What was under way and was not taken has nothing to wait for.
    await ledger.recordOutcome(id!, { kind: 'throttled', retryAfterMs: 1 }, SUBMISSION, STAMP);
    expect(await ledger.campaignCounts(campaignId)).toMatchObject({
      skipped: { cancelled: 6 },
      inFlight: 0,
      remaining: 0,
    });
    expect(auditOf(ledger, 'skip')).toHaveLength(6);
  });

  it('that is cancelled while a further plan is made has nothing left to send afterwards either', async () => {
    const { campaignId } = await confirmedCampaign(ledger, 'fete', numbers.slice(0, 2));
    const second = await openPlan();
    await ledger.keepPlanned(second, drafted(2, 3), []);
    expect(await ledger.cancelCampaign(campaignId, STAMP)).toBe(2);
    expect(await ledger.campaignCounts(campaignId)).toMatchObject({ planned: 2, skipped: { cancelled: 2 } });
    await ledger.keepPlanned(second, drafted(4), []);
    await ledger.freezePlan(second, PLANNED_FILE, STAMP);
    expect(await ledger.campaignCounts(campaignId)).toMatchObject({
      planned: 5,
      skipped: { cancelled: 5 },
      remaining: 0,
    });
    expect(auditOf(ledger, 'skip')).toHaveLength(5);
  });

  it('of thousands is cancelled in one step', async () => {
    const many = fictionNumbers(2500, 100);
    const { campaignId } = await confirmedCampaign(ledger, 'grand', many);
    expect(await ledger.cancelCampaign(campaignId, STAMP)).toBe(2500);
    expect(await ledger.campaignCounts(campaignId)).toMatchObject({ skipped: { cancelled: 2500 }, remaining: 0 });
    expect(new Set(auditOf(ledger, 'skip').map(({ ref }) => ref)).size).toBe(2500);
  });
});

describe('confirmedCounts', () => {
  const freeze = async (some: readonly number[]): Promise<number> => {
    const plan = await ledger.openPlan(termsOf('fete'), { name: 'membres.csv' }, NO_TIMES, STAMP);
    const drafts = some.map((index) => intentDraft(fictionNumber(index), { line: index + 2, row: index + 1 }));
    await ledger.keepPlanned(plan, drafts, []);
    await ledger.freezePlan(plan, PLANNED_FILE, STAMP);
    return plan.campaignId;
  };

  it('tells two confirmations in one instant apart, and of one all plans together', async () => {
    const id = await freeze([0, 1]);
    await ledger.confirmPlans(id, 2, STAMP);
    await freeze([2]);
    await ledger.confirmPlans(id, 1, STAMP);
    await freeze([3]);
    await freeze([4, 5]);
    await ledger.confirmPlans(id, 3, STAMP);
    expect([...(await ledger.confirmedCounts('fete'))].sort()).toEqual([1, 2, 3]);
    expect(await ledger.confirmedCounts('autre')).toEqual([]);
  });
});

describe('confirmPlans', () => {
  it('confirms what the operator was shown, and nothing when another number waits by now', async () => {
    const first = await openPlan();
    await ledger.keepPlanned(first, drafted(0, 1), []);
    await ledger.freezePlan(first, PLANNED_FILE, STAMP);
    const second = await openPlan();
    await ledger.keepPlanned(second, drafted(2), []);
    await ledger.freezePlan(second, PLANNED_FILE, STAMP);
    expect(await ledger.confirmPlans(first.campaignId, 2, STAMP)).toBe(false);
    expect(await ledger.campaignCounts(first.campaignId)).toMatchObject({ unconfirmed: 3 });
    expect(auditOf(ledger, 'plan_confirmed')).toEqual([]);
    expect(await ledger.confirmPlans(first.campaignId, 3, STAMP)).toBe(true);
    expect(await ledger.campaignCounts(first.campaignId)).toMatchObject({ unconfirmed: 0 });
  });
});
