import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CostLimit } from '../../src/core/campaign/cost-ceiling.js';
import type { Ledger } from '../../src/store/store.js';
import { fakeWorld, type FakeWorld } from '../support/fake-world.js';
import { accepted, lostAnswer, rejected, scriptedProvider, throttled } from '../support/scripted-provider.js';
import { campaignNamed, runCampaign } from '../support/send-run.js';
import {
  auditOf,
  confirmedCampaign,
  consentOf,
  fictionNumbers,
  intentDraft,
  NO_TIMES,
  PLANNED_FILE,
  STAMP,
  tempLedger,
  termsOf,
  type TempLedger,
} from '../support/temp-ledger.js';

/** Tuesday, 11:00 in Paris: inside every window. */
const TUESDAY = '2026-01-06T10:00:00.000Z';
/** What one message costs. */
const PRICE = 65_000;

let temp: TempLedger;
let ledger: Ledger;
let world: FakeWorld;
beforeEach(() => {
  temp = tempLedger();
  ledger = temp.open();
  world = fakeWorld(TUESDAY);
});
afterEach(() => temp.remove());

const numbers = fictionNumbers(20);

/** Enough for so many messages. */
function limitFor(messages: number): CostLimit {
  return { micros: messages * PRICE, currency: 'EUR', mayBeFree: () => false };
}

/** Another command plans and confirms ten newcomers while the run is under way. */
async function confirmNewcomers(costMicros = PRICE): Promise<void> {
  const newcomers = numbers.slice(10);
  await ledger.recordConsents(
    newcomers.map((number) => consentOf(number)),
    STAMP,
  );
  const plan = await ledger.openPlan(termsOf('fete'), { name: 'nouveaux.csv' }, NO_TIMES, STAMP);
  const draft = (_: unknown, index: number): Parameters<typeof intentDraft>[1] => ({
    line: index + 2,
    row: index + 1,
    costMicros,
  });
  await ledger.keepPlanned(
    plan,
    newcomers.map((number, index) => intentDraft(number, draft(number, index))),
    [],
  );
  await ledger.freezePlan(plan, PLANNED_FILE, STAMP);
  await ledger.confirmPlans(plan.campaignId, null, STAMP);
}

describe('the limit of a run', () => {
  it.each([1, 8])('holds newcomers too who were confirmed while it was under way, with %i workers', async (workers) => {
    await confirmedCampaign(ledger, 'fete', numbers.slice(0, 10));
    const provider = scriptedProvider(async (message) => {
      if (provider.submissions.length === 3) await confirmNewcomers();
      return accepted(message);
    });
    const run = { ledger, world, workers, costLimit: limitFor(15) };
    const { end, counts } = await runCampaign('fete', { ...run, provider });
    expect(end).toEqual({ kind: 'stopped', reason: { rule: 'cost', limitMicros: 15 * PRICE, currency: 'EUR' } });
    expect(counts).toMatchObject({ accepted: 15, remaining: 5, unconfirmed: 0, costMicros: 15 * PRICE });
    expect(auditOf(ledger, 'run_stopped')).toHaveLength(1);
    // Nothing is lost: what remains is confirmed, and another run has a limit of its own.
    expect((await runCampaign('fete', { ...run, provider: scriptedProvider() })).end).toEqual({ kind: 'done' });
    expect((await campaignNamed(ledger, 'fete')).state).toBe('done');
  });

  it('takes what was rejected or never left for nothing, and what is in doubt for sent', async () => {
    await confirmedCampaign(ledger, 'fete', numbers);
    const provider = scriptedProvider((message, attempt) => {
      const place = numbers.indexOf(message.to);
      if (place % 4 === 0) return rejected;
      if (place % 4 === 1 && attempt === 1) return throttled;
      return place % 4 === 2 ? lostAnswer : accepted(message);
    });
    const { end, counts } = await runCampaign('fete', { ledger, world, provider, costLimit: limitFor(15) });
    expect(end).toEqual({ kind: 'done' });
    expect(counts).toMatchObject({ accepted: 10, unknown: 5, rejected: 5, costMicros: 15 * PRICE });
  });

  it('lets nobody leave whose price is not known, unless nothing is paid there', async () => {
    await confirmedCampaign(ledger, 'fete', numbers.slice(0, 10));
    const joining = scriptedProvider(async (message) => {
      if (joining.submissions.length === 3) await confirmNewcomers(0);
      return accepted(message);
    });
    const run = { ledger, world };
    const { end, counts } = await runCampaign('fete', { ...run, provider: joining, costLimit: limitFor(15) });
    expect(end).toEqual({ kind: 'stopped', reason: { rule: 'price', country: 'FR' } });
    expect(counts).toMatchObject({ accepted: 10, remaining: 10 });
    const free = { ...limitFor(0), mayBeFree: (country: string) => country === 'FR' };
    expect((await runCampaign('fete', { ...run, provider: scriptedProvider(), costLimit: free })).end).toEqual({
      kind: 'done',
    });
  });
});
