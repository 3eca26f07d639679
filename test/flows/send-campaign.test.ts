import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Config } from '../../src/config/config.js';
import type { E164 } from '../../src/core/contact/phone-number.js';
import type { Receipt } from '../../src/core/delivery/send-outcome.js';
import { isoInstant } from '../../src/core/schedule/instant.js';
import { openHolidayBook } from '../../src/core/schedule/holidays.js';
import { profileById, type SendingProfile } from '../../src/core/schedule/profiles.js';
import { confirmPlan } from '../../src/flows/confirm-plan.js';
import type { RunEvent } from '../../src/flows/run.js';
import { refuseUnsendable } from '../../src/flows/send-campaign.js';
import type { OutgoingMessage, Provider } from '../../src/providers/provider.js';
import type { Campaign, Ledger, TerritoryDraft } from '../../src/store/store.js';
import { unaccounted } from '../support/counts.js';
import { fakeWorld, type FakeWorld } from '../support/fake-world.js';
import {
  accepted,
  foreign,
  lostAnswer,
  refused,
  rejected,
  scriptedProvider,
  throttled,
  unsent,
  type Answer,
} from '../support/scripted-provider.js';
import { CONFIG } from '../support/planned-run.js';
import { campaignNamed, runCampaign } from '../support/send-run.js';
import {
  auditOf,
  confirmedCampaign,
  consentOf,
  fictionNumbers,
  intentDraft,
  KEYRING,
  NO_TIMES,
  PLANNED_FILE,
  STAMP,
  suppressionOf,
  tempLedger,
  termsOf,
  withdrawal,
  type TempLedger,
} from '../support/temp-ledger.js';

/** Tuesday, 11:00 in Paris: inside every window. */
const TUESDAY = '2026-01-06T10:00:00.000Z';

let temp: TempLedger;
let ledger: Ledger;

beforeEach(() => {
  temp = tempLedger();
  ledger = temp.open();
});
afterEach(() => temp.remove());

/** Answers by the place of the recipient in the plan; everybody else is accepted. */
function byPlace(numbers: readonly E164[], answers: Readonly<Record<number, (attempt: number) => Answer>>) {
  return (message: OutgoingMessage, attempt: number): Answer =>
    answers[numbers.indexOf(message.to)]?.(attempt) ?? accepted(message);
}

function submissionRows(): readonly Readonly<Record<string, unknown>>[] {
  return auditOf(ledger, 'submission');
}

describe('what becomes of each message', () => {
  it('is durable before the same worker submits the next one, however slow the disk', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(5));
    let recorded = 0;
    const slow: Ledger = {
      ...ledger,
      async recordOutcome(...args) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        await ledger.recordOutcome(...args);
        recorded += 1;
      },
    };
    const recordedAtSend: number[] = [];
    const provider = scriptedProvider((message) => {
      recordedAtSend.push(recorded);
      return accepted(message);
    });
    await runCampaign('fete', { ledger: slow, provider, world: fakeWorld(TUESDAY), workers: 1 });
    expect(recordedAtSend).toEqual([0, 1, 2, 3, 4]);
  });

  it.each([1, 4])('records every outcome once, with %i workers', async (workers) => {
    const numbers = fictionNumbers(6);
    await confirmedCampaign(ledger, 'fete', numbers);
    const provider = scriptedProvider(
      byPlace(numbers, {
        1: () => rejected,
        2: () => lostAnswer,
        3: (attempt) => (attempt < 3 ? throttled : { kind: 'accepted', providerId: 'late' }),
        4: () => ({ kind: 'unknown', why: 'timeout' }),
      }),
    );
    const { end, counts } = await runCampaign('fete', { ledger, provider, world: fakeWorld(TUESDAY), workers });
    expect(end).toEqual({ kind: 'done' });
    expect(counts).toMatchObject({ planned: 6, accepted: 3, rejected: 1, unknown: 2, remaining: 0, inFlight: 0 });
    expect(unaccounted(counts)).toBe(0);
    expect(submissionRows()).toHaveLength(6);
    expect(submissionRows().map((row) => row['outcome'])).toEqual(
      expect.arrayContaining(['accepted', 'accepted', 'accepted', 'rejected', 'unknown', 'unknown']),
    );
    expect((await campaignNamed(ledger, 'fete')).state).toBe('done');
    for (const received of provider.handsets.values()) expect(received).toHaveLength(1);
  });

  it('is running while it goes on, for whoever looks', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(1));
    const seen: string[] = [];
    const provider = scriptedProvider(async (message) => {
      seen.push((await campaignNamed(temp.open(), 'fete')).state);
      return accepted(message);
    });
    await runCampaign('fete', { ledger, provider, world: fakeWorld(TUESDAY) });
    expect([...seen, (await campaignNamed(ledger, 'fete')).state]).toEqual(['running', 'done']);
  });

  it('sends the frozen text, from the frozen sender, under the reference of the plan', async () => {
    const [number] = fictionNumbers(1);
    await confirmedCampaign(ledger, 'fete', [number!], () => ({ text: 'Bonjour Anaïs\nSTOP au 36184', segments: 1 }));
    const provider = scriptedProvider();
    await runCampaign('fete', { ledger, provider, world: fakeWorld(TUESDAY) });
    expect(provider.submissions).toMatchObject([
      {
        to: number,
        from: 'AMISDUPARC',
        text: 'Bonjour Anaïs\nSTOP au 36184',
        segments: 1,
        ref: KEYRING.reference('fete', number!),
      },
    ]);
    // The window closes at 20:00 in Paris; submissions end ten minutes before.
    expect(isoInstant(provider.submissions[0]!.sendBefore!)).toBe('2026-01-06T18:50:00.000Z');
    expect(submissionRows()[0]).toMatchObject({ profile: 'FR/strict', territory: 'FR', outcome: 'accepted' });
  });

  it('asks a throttled message again after the time that was asked for, and only then', async () => {
    const numbers = fictionNumbers(1);
    await confirmedCampaign(ledger, 'fete', numbers);
    const world = fakeWorld(TUESDAY);
    const at: number[] = [];
    const provider = scriptedProvider((message, attempt) => {
      at.push(world.timer.nowMs());
      return attempt === 1 ? { kind: 'throttled', retryAfterMs: 7000 } : accepted(message);
    });
    await runCampaign('fete', { ledger, provider, world });
    expect(at[1]! - at[0]!).toBeGreaterThanOrEqual(7000);
  });

  it('is never submitted again once its answer is lost, however often the campaign is resumed', async () => {
    const numbers = fictionNumbers(3);
    await confirmedCampaign(ledger, 'fete', numbers);
    const provider = scriptedProvider(byPlace(numbers, { 1: () => lostAnswer }));
    const world = fakeWorld(TUESDAY);
    for (let run = 0; run < 3; run += 1) await runCampaign('fete', { ledger, provider, world });
    expect(provider.submissions).toHaveLength(3);
  });
});

describe('a STOP wins at once, also in a run already under way (promise 2)', () => {
  it.each([1, 4])('skips who was put on the never-list after the fetch, with %i workers', async (workers) => {
    const numbers = fictionNumbers(30);
    await confirmedCampaign(ledger, 'fete', numbers);
    const other = temp.open();
    let isSaid = false;
    const provider = scriptedProvider(async (message) => {
      if (!isSaid) {
        isSaid = true;
        await other.recordSuppressions([suppressionOf(numbers[20]!)], STAMP);
      }
      return accepted(message);
    });
    const { counts } = await runCampaign('fete', { ledger, provider, world: fakeWorld(TUESDAY), workers });
    expect(provider.handsets.has(numbers[20]!)).toBe(false);
    expect(counts).toMatchObject({ accepted: 29, skipped: { suppressed: 1 }, remaining: 0 });
    expect(auditOf(ledger, 'skip')).toMatchObject([{ reason: 'suppressed' }]);
  });

  it('skips who withdrew in the meantime, and heeds every change, not only the first', async () => {
    const numbers = fictionNumbers(10);
    await confirmedCampaign(ledger, 'fete', numbers);
    const other = temp.open();
    const provider = scriptedProvider(async (message) => {
      const place = numbers.indexOf(message.to);
      if (place % 2 === 0) await other.recordConsents([consentOf(numbers[place + 1]!, withdrawal(null))], STAMP);
      return accepted(message);
    });
    const { counts } = await runCampaign('fete', { ledger, provider, world: fakeWorld(TUESDAY) });
    expect(counts).toMatchObject({ accepted: 5, skipped: { consent_withdrawn: 5 } });
    expect([...provider.handsets.keys()]).toEqual(numbers.filter((_, place) => place % 2 === 0));
  });

  it('heeds a STOP that the provider has to tell at the start of the run', async () => {
    const numbers = fictionNumbers(2);
    await confirmedCampaign(ledger, 'fete', numbers);
    const provider = scriptedProvider();
    provider.tell({ replies: [{ from: numbers[0]!, text: ' Stop. ', at: TUESDAY }] });
    const { counts } = await runCampaign('fete', { ledger, provider, world: fakeWorld(TUESDAY) });
    expect(counts.skipped).toEqual({ suppressed: 1 });
    expect([...provider.handsets.keys()]).toEqual([numbers[1]]);
  });
});

describe('what the configuration forbids during a run holds for it, as a STOP does', () => {
  const SUNDAY = '2026-01-11T14:00:00.000Z';
  const charter = { ...CONFIG, hours: new Map([['FR', 'FR/charter-2026']]) };
  const territory: TerritoryDraft = {
    ...intentDraft(fictionNumbers(1)[0]!).territory,
    profile: 'FR/charter-2026',
  };

  it.each([
    ['a country', { ...charter, limits: { ...charter.limits, countries: ['CH'] } }, 'done', 0],
    ['hours', { ...charter, hours: CONFIG.hours }, 'closed', 1],
  ] as const)('%s that is allowed no more', async (_, changed, kind, share) => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(30), () => ({ territory }));
    const provider = scriptedProvider();
    const configNow = (): Config => (provider.submissions.length < 10 ? charter : changed);
    const run = { ledger, provider, world: fakeWorld(SUNDAY), rate: 2, config: charter, configNow };
    const { end, counts } = await runCampaign('fete', run);
    const held = 30 - provider.submissions.length;
    expect(end.kind).toBe(kind);
    expect(counts).toMatchObject({ accepted: 30 - held, remaining: share * held });
    // Nobody looks more than once a second.
    expect(held).toBeGreaterThanOrEqual(18);
    expect(held).toBeLessThanOrEqual(20);
  });

  it('a cap that looks further back than the facts that were read before', async () => {
    const everyone = fictionNumbers(30);
    await confirmedCampaign(ledger, 'fete', everyone);
    await runCampaign('fete', { ledger, provider: scriptedProvider(), world: fakeWorld(TUESDAY) });
    await confirmedCampaign(ledger, 'bal', everyone);
    const provider = scriptedProvider();
    const world = fakeWorld('2026-02-17T10:00:00.000Z');
    const changed = { ...CONFIG };
    const configNow = (): Config => (provider.submissions.length < 10 ? CONFIG : changed);
    const capBy = (config: Config) => ({ messages: 1, days: config === changed ? 60 : 30 });
    const { counts } = await runCampaign('bal', { ledger, provider, world, rate: 2, configNow, capBy });
    const capped = 30 - provider.submissions.length;
    expect(counts).toMatchObject({ accepted: 30 - capped, skipped: { frequency_cap: capped } });
    expect(capped).toBeGreaterThanOrEqual(18);
  });
});

describe('another process asks the run to end', () => {
  it('pauses after what is in flight, and goes on where it stopped', async () => {
    const numbers = fictionNumbers(20);
    const { campaignId } = await confirmedCampaign(ledger, 'fete', numbers);
    const other = temp.open();
    const provider = scriptedProvider(async (message) => {
      if (provider.submissions.length === 5) await other.recordPause(campaignId, STAMP);
      return accepted(message);
    });
    const world = fakeWorld(TUESDAY);
    const paused = await runCampaign('fete', { ledger, provider, world, workers: 4 });
    expect(paused.end).toEqual({ kind: 'paused' });
    expect(paused.counts.accepted).toBeLessThan(5 + 4);
    expect(unaccounted(paused.counts)).toBe(0);
    expect((await campaignNamed(ledger, 'fete')).state).toBe('paused');

    const resumed = await runCampaign('fete', { ledger, provider, world, workers: 4 });
    expect(resumed.end).toEqual({ kind: 'done' });
    expect(provider.submissions).toHaveLength(20);
    expect(provider.handsets.size).toBe(20);
  });

  it('has not been paused when the last message left before the pause was seen', async () => {
    const { campaignId } = await confirmedCampaign(ledger, 'fete', fictionNumbers(2));
    const other = temp.open();
    const provider = scriptedProvider(async (message) => {
      if (provider.submissions.length === 2) await other.recordPause(campaignId, STAMP);
      return accepted(message);
    });
    const { end } = await runCampaign('fete', { ledger, provider, world: fakeWorld(TUESDAY) });
    expect(end).toEqual({ kind: 'done' });
  });

  it('cancels: nothing more leaves, and nothing is left planned, also what was throttled just then', async () => {
    const numbers = fictionNumbers(20);
    const { campaignId } = await confirmedCampaign(ledger, 'fete', numbers);
    const other = temp.open();
    const provider = scriptedProvider(async (message) => {
      if (provider.submissions.length !== 5) return accepted(message);
      await other.cancelCampaign(campaignId, STAMP);
      return throttled;
    });
    const { end, counts } = await runCampaign('fete', { ledger, provider, world: fakeWorld(TUESDAY) });
    expect(end).toEqual({ kind: 'cancelled' });
    expect(counts).toMatchObject({ accepted: 4, skipped: { cancelled: 16 }, remaining: 0, inFlight: 0 });
    expect(provider.submissions).toHaveLength(5);
    expect((await campaignNamed(ledger, 'fete')).state).toBe('cancelled');
    expect(auditOf(ledger, 'skip')).toHaveLength(16);
  });

  it('on an interruption begins nothing more and finishes what is in flight', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(20));
    const stop = new AbortController();
    const world = fakeWorld(TUESDAY);
    const provider = scriptedProvider(async (message) => {
      if (provider.submissions.length === 5) stop.abort();
      await world.timer.sleep(300);
      return accepted(message);
    });
    const { end, counts } = await runCampaign('fete', { ledger, provider, world, workers: 3, stop: stop.signal });
    expect(end).toEqual({ kind: 'interrupted' });
    expect(counts.inFlight).toBe(0);
    expect(counts.accepted).toBe(provider.submissions.length);
    expect(provider.submissions.length).toBeLessThanOrEqual(5 + 2);
    expect((await campaignNamed(ledger, 'fete')).state).toBe('paused');
  });

  it('sends nothing at all when it was interrupted before its first second was over', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(2));
    const provider = scriptedProvider();
    const world = fakeWorld(TUESDAY);
    const { end } = await runCampaign('fete', { ledger, provider, world, stop: AbortSignal.abort() });
    expect(end).toEqual({ kind: 'interrupted' });
    expect(provider.submissions).toEqual([]);
  });
});

describe('promotional messages leave only inside the window (promise 3)', () => {
  const guadeloupe: TerritoryDraft = {
    code: 'GP',
    country: 'GP',
    zones: ['America/Guadeloupe'],
    calendars: ['GP'],
    profile: 'FR/strict',
  };

  it('ends ten minutes before the window does, tells when it opens, and lets other territories go on', async () => {
    const numbers = fictionNumbers(60);
    await confirmedCampaign(ledger, 'fete', numbers, (place) => (place % 2 === 1 ? { territory: guadeloupe } : {}));
    const world = fakeWorld('2026-01-06T18:49:50.000Z');
    const sentAt: { to: E164; at: string }[] = [];
    const provider = scriptedProvider((message) => {
      sentAt.push({ to: message.to, at: isoInstant(world.clock.now()) });
      return accepted(message);
    });
    const { end, counts } = await runCampaign('fete', { ledger, provider, world, workers: 3, rate: 2 });
    expect(end).toMatchObject({ kind: 'closed' });
    expect(end.kind === 'closed' && isoInstant(end.opensAt!)).toBe('2026-01-07T07:00:00.000Z');
    const isFrench = ({ to }: { to: E164 }): boolean => numbers.indexOf(to) % 2 === 0;
    expect(sentAt.filter(isFrench).every(({ at }) => at < '2026-01-06T18:50:00.000Z')).toBe(true);
    expect(sentAt.filter(isFrench).length).toBeGreaterThan(3);
    expect(sentAt.filter((one) => !isFrench(one))).toHaveLength(30);
    expect(counts.remaining).toBe(30 - sentAt.filter(isFrench).length);
    expect(unaccounted(counts)).toBe(0);
    expect((await campaignNamed(ledger, 'fete')).state).toBe('closed');
  });

  it('lets those go first whose window closes first, wherever they stand in the list', async () => {
    const numbers = fictionNumbers(40);
    await confirmedCampaign(ledger, 'fete', numbers, (place) => (place < 20 ? { territory: guadeloupe } : {}));
    const provider = scriptedProvider();
    const world = fakeWorld('2026-01-06T18:49:50.000Z');
    // Time for nearly twenty in Paris; Guadeloupe has five hours more.
    const { end, counts } = await runCampaign('fete', { ledger, provider, world, workers: 3, rate: 2 });
    const isFrench = ({ to }: OutgoingMessage): boolean => numbers.indexOf(to) >= 20;
    const french = provider.submissions.filter(isFrench);
    expect(provider.submissions.slice(0, french.length).every(isFrench)).toBe(true);
    expect(french.length).toBeGreaterThanOrEqual(17);
    expect(provider.submissions).toHaveLength(20 + french.length);
    expect(counts.remaining).toBe(20 - french.length);
    expect(end.kind).toBe('closed');
  });

  it('sends nothing on a Sunday, and nothing at night', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(2));
    const provider = scriptedProvider();
    for (const [at, opensAt] of [
      ['2026-01-04T11:00:00.000Z', '2026-01-05T07:00:00.000Z'],
      ['2026-01-06T21:40:00.000Z', '2026-01-07T07:00:00.000Z'],
    ] as const) {
      const { end } = await runCampaign('fete', { ledger, provider, world: fakeWorld(at) });
      expect(end).toEqual({ kind: 'closed', opensAt: DateTime.fromISO(opensAt, { zone: 'utc' }) });
    }
    expect(provider.submissions).toEqual([]);
  });

  it('holds back what waited too long between its judgement and its submission, and is closed by that, not throttled', async () => {
    const numbers = fictionNumbers(60);
    await confirmedCampaign(ledger, 'fete', numbers);
    const world = fakeWorld('2026-01-06T18:40:00.000Z');
    let begun = 0;
    const slow: Ledger = {
      ...ledger,
      async beginSubmission(...args) {
        const answer = await ledger.beginSubmission(...args);
        begun += 1;
        if (begun === 1) world.pass(15 * 60_000);
        return answer;
      },
    };
    const provider = scriptedProvider();
    // So fast that all of them begin in the same moment.
    const run = { ledger: slow, provider, world, workers: 60, rate: 1_000_000 };
    const { end, counts } = await runCampaign('fete', run);
    expect(begun).toBe(60);
    expect(end.kind).toBe('closed');
    expect(provider.submissions).toEqual([]);
    expect(counts).toMatchObject({ remaining: 60, inFlight: 0 });
  });

  it('waits for the opening when asked to, heeds what was said in the night, and goes on', async () => {
    const numbers = fictionNumbers(12);
    await confirmedCampaign(ledger, 'fete', numbers);
    const world = fakeWorld('2026-01-06T18:49:57.000Z');
    const events: RunEvent[] = [];
    const provider = scriptedProvider();
    const onEvent = (event: RunEvent): void => {
      events.push(event);
      if (event.kind !== 'waiting') return;
      provider.tell({ replies: [{ from: numbers[11]!, text: 'STOP', at: '2026-01-06T22:00:00.000Z' }] });
    };
    const { end, counts } = await runCampaign('fete', { ledger, provider, world, rate: 1, wait: true, onEvent });
    expect(end).toEqual({ kind: 'done' });
    expect(counts).toMatchObject({ accepted: 11, skipped: { suppressed: 1 }, remaining: 0 });
    const waits = events.flatMap((event) => (event.kind === 'waiting' ? [isoInstant(event.until)] : []));
    expect(waits).toEqual(['2026-01-07T07:00:00.000Z']);
    expect(isoInstant(world.clock.now()) >= '2026-01-07T07:00:00.000Z').toBe(true);
    expect(provider.submissions.filter(({ sendBefore }) => sendBefore!.day === 7).length).toBeGreaterThan(5);
  });

  it('does not sleep through a pause', async () => {
    const { campaignId } = await confirmedCampaign(ledger, 'fete', fictionNumbers(2));
    const other = temp.open();
    const world = fakeWorld('2026-01-06T21:00:00.000Z');
    const onEvent = (event: RunEvent): void => {
      if (event.kind === 'waiting') void other.recordPause(campaignId, STAMP);
    };
    const { end } = await runCampaign('fete', { ledger, provider: scriptedProvider(), world, wait: true, onEvent });
    expect(end).toEqual({ kind: 'paused' });
    expect(isoInstant(world.clock.now()) < '2026-01-06T21:05:00.000Z').toBe(true);
  });

  it('hears of a pause that is asked for in the middle of the night within a minute', async () => {
    const { campaignId } = await confirmedCampaign(ledger, 'fete', fictionNumbers(2));
    const real = fakeWorld('2026-01-06T21:00:00.000Z');
    const sleepUntil: FakeWorld['clock']['sleepUntil'] = async (until, signal) => {
      await ledger.recordPause(campaignId, STAMP);
      await real.clock.sleepUntil(until, signal);
    };
    const world: FakeWorld = { ...real, clock: { ...real.clock, sleepUntil } };
    const { end } = await runCampaign('fete', { ledger, provider: scriptedProvider(), world, wait: true });
    expect(end).toEqual({ kind: 'paused' });
    expect(isoInstant(real.clock.now()) < '2026-01-06T21:05:00.000Z').toBe(true);
  });

  it('heeds what was said in a night that passes in no time, as by the clock of a rehearsal', async () => {
    const numbers = fictionNumbers(2);
    await confirmedCampaign(ledger, 'fete', numbers);
    const real = fakeWorld('2026-01-06T21:00:00.000Z');
    let aheadMs = 0;
    const now = (): DateTime => real.clock.now().plus({ milliseconds: aheadMs });
    const sleepUntil = (until: DateTime): Promise<void> => {
      aheadMs += Math.max(0, until.toMillis() - now().toMillis());
      return Promise.resolve();
    };
    const provider = scriptedProvider();
    const onEvent = (event: RunEvent): void => {
      if (event.kind !== 'waiting') return;
      provider.tell({ replies: [{ from: numbers[0]!, text: 'STOP', at: '2026-01-06T22:00:00.000Z' }] });
    };
    const world: FakeWorld = { ...real, clock: { now, sleepUntil } };
    const { counts } = await runCampaign('fete', { ledger, provider, world, wait: true, onEvent });
    expect(counts).toMatchObject({ accepted: 1, skipped: { suppressed: 1 } });
    expect(provider.handsets.has(numbers[0]!)).toBe(false);
  });

  it('ends a wait when it is interrupted', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(2));
    const stop = new AbortController();
    const onEvent = (event: RunEvent): void => {
      if (event.kind === 'waiting') setImmediate(() => stop.abort());
    };
    const world = fakeWorld('2026-01-06T21:00:00.000Z');
    const scripted = scriptedProvider();
    const asked: string[] = [];
    const collect = (): ReturnType<Provider['collect']> => {
      asked.push(stop.signal.aborted ? 'after it' : 'before');
      return scripted.collect();
    };
    const provider: Provider = { ...scripted, collect };
    const run = { ledger, provider, world, wait: true, stop: stop.signal, onEvent };
    const { end } = await runCampaign('fete', run);
    expect(end).toEqual({ kind: 'interrupted' });
    expect(scripted.submissions).toEqual([]);
    // As at every end, and no more: nobody who pressed Ctrl-C waits for another look.
    expect(asked.filter((when) => when === 'after it')).toHaveLength(1);
  });
});

describe('the time that the operator gave a campaign', () => {
  async function planUntil(notAfter: string, count: number): Promise<void> {
    const numbers = fictionNumbers(count);
    await ledger.recordConsents(
      numbers.map((number) => consentOf(number)),
      STAMP,
    );
    const times = { startsAt: null, notAfter: DateTime.fromISO(notAfter, { zone: 'utc' }) };
    const plan = await ledger.openPlan(termsOf('fete'), { name: 'membres.csv' }, times, STAMP);
    await ledger.keepPlanned(
      plan,
      numbers.map((number) => intentDraft(number)),
      [],
    );
    await ledger.freezePlan(plan, PLANNED_FILE, STAMP);
    await ledger.confirmPlans(plan.campaignId, null, STAMP);
  }

  it('goes with each message, to its whole last millisecond, where the window closes later', async () => {
    await planUntil('2026-01-06T10:00:05.000Z', 1);
    const provider = scriptedProvider();
    await runCampaign('fete', { ledger, provider, world: fakeWorld(TUESDAY) });
    expect(provider.submissions.map(({ sendBefore }) => isoInstant(sendBefore!))).toEqual(['2026-01-06T10:00:05.001Z']);
  });

  it('passes during the run: the rest is skipped as expired', async () => {
    await planUntil('2026-01-06T10:00:05.000Z', 20);
    const world = fakeWorld(TUESDAY);
    const provider = scriptedProvider();
    const { end, counts } = await runCampaign('fete', { ledger, provider, world, rate: 2 });
    expect(end).toEqual({ kind: 'done' });
    expect(counts.accepted).toBe(provider.submissions.length);
    expect(counts.accepted).toBeGreaterThan(4);
    expect(counts.skipped).toEqual({ expired: 20 - counts.accepted });
    expect(unaccounted(counts)).toBe(0);
  });

  it('is the one that the ledger has by then: a person may give a later one while the run goes on', async () => {
    await planUntil('2026-01-06T10:00:05.000Z', 20);
    const provider = scriptedProvider(async (message) => {
      const later = DateTime.fromISO('2026-01-06T12:00:00.000Z', { zone: 'utc' });
      if (message.to === fictionNumbers(1)[0]) await ledger.extendCampaign(1, later, STAMP);
      return accepted(message);
    });
    const { end, counts } = await runCampaign('fete', { ledger, provider, world: fakeWorld(TUESDAY), rate: 2 });
    expect(end).toEqual({ kind: 'done' });
    expect(counts).toMatchObject({ accepted: 20, skipped: {} });
  });

  it('may be moved before the window closes, which then ends nothing', async () => {
    await planUntil('2026-01-06T18:40:00.000Z', 3);
    const world = fakeWorld('2026-01-06T18:39:50.000Z');
    const provider = scriptedProvider(async (message) => {
      await ledger.extendCampaign(1, DateTime.fromISO('2026-01-07T12:00:00.000Z', { zone: 'utc' }), STAMP);
      world.pass(20 * 60_000);
      return accepted(message);
    });
    const { end, counts } = await runCampaign('fete', { ledger, provider, world });
    expect(end.kind).toBe('closed');
    expect(counts).toMatchObject({ accepted: 1, remaining: 2, skipped: {} });
  });

  it('may be moved while the run waits in the night', async () => {
    await planUntil('2026-01-06T23:00:00.000Z', 3);
    const world = fakeWorld('2026-01-06T20:00:00.000Z');
    const onEvent = ({ kind }: RunEvent): void => {
      const later = DateTime.fromISO('2026-01-07T12:00:00.000Z', { zone: 'utc' });
      if (kind === 'waiting') void ledger.extendCampaign(1, later, STAMP);
    };
    const run = { ledger, provider: scriptedProvider(), world, wait: true, onEvent };
    const { end, counts } = await runCampaign('fete', run);
    expect(end).toEqual({ kind: 'done' });
    expect(counts).toMatchObject({ accepted: 3, skipped: {} });
  });

  it('ends nothing that nobody has confirmed yet', async () => {
    await planUntil('2026-01-06T10:00:05.000Z', 3);
    const newcomers = fictionNumbers(2, 100);
    await ledger.recordConsents(
      newcomers.map((number) => consentOf(number)),
      STAMP,
    );
    const plan = await ledger.openPlan(termsOf('fete'), { name: 'more.csv' }, NO_TIMES, STAMP);
    await ledger.keepPlanned(
      plan,
      newcomers.map((number) => intentDraft(number)),
      [],
    );
    await ledger.freezePlan(plan, PLANNED_FILE, STAMP);
    const world = fakeWorld('2026-01-06T11:00:00.000Z');
    const { end, counts } = await runCampaign('fete', { ledger, provider: scriptedProvider(), world });
    expect(end).toEqual({ kind: 'done' });
    expect(counts).toMatchObject({ skipped: { expired: 3 }, remaining: 2, unconfirmed: 2 });
    expect((await campaignNamed(ledger, 'fete')).state).toBe('planned');
  });

  it('passes in the night: nobody waits for a morning that is too late', async () => {
    await planUntil('2026-01-06T23:00:00.000Z', 3);
    const world = fakeWorld('2026-01-06T20:00:00.000Z');
    const provider = scriptedProvider();
    const { end, counts } = await runCampaign('fete', { ledger, provider, world, wait: true });
    expect(end).toEqual({ kind: 'done' });
    expect(counts.skipped).toEqual({ expired: 3 });
    expect(isoInstant(world.clock.now()) < '2026-01-06T23:01:00.000Z').toBe(true);
  });

  it.each([
    ['passes while the run is interrupted in its wait: nothing is left planned', 4, { kind: 'done' }, { expired: 3 }],
    ['lies ahead of a run that is interrupted in its wait: that is what is told', 0, { kind: 'interrupted' }, {}],
  ])('%s', async (_, hours, told, skipped) => {
    await planUntil('2026-01-06T23:00:00.000Z', 3);
    const world = fakeWorld('2026-01-06T20:00:00.000Z');
    const stop = new AbortController();
    const onEvent = ({ kind }: RunEvent): void => {
      if (kind !== 'waiting') return;
      world.pass(hours * 3_600_000);
      stop.abort();
    };
    const run = { ledger, provider: scriptedProvider(), world, wait: true, stop: stop.signal, onEvent };
    const { end, counts } = await runCampaign('fete', run);
    expect([end, counts.skipped]).toEqual([told, skipped]);
  });

  it('passes while the provider refuses: that it refused is told', async () => {
    await planUntil('2026-01-06T10:00:05.000Z', 3);
    const world = fakeWorld(TUESDAY);
    const provider = scriptedProvider(() => {
      world.pass(60_000);
      return refused;
    });
    const { end, counts } = await runCampaign('fete', { ledger, provider, world });
    expect(end).toEqual({ kind: 'refused', reason: 'balance' });
    expect(counts).toMatchObject({ remaining: 3, skipped: {} });
  });

  it('is what a run waits for the windows of, though the last one that was confirmed is over', async () => {
    await planUntil('2026-01-07T12:00:00.000Z', 3);
    await ledger.confirmPlans(1, null, STAMP, DateTime.fromISO('2026-01-06T18:50:00.000Z'));
    const world = fakeWorld('2026-01-06T20:00:00.000Z');
    const { end, counts } = await runCampaign('fete', { ledger, provider: scriptedProvider(), world, wait: true });
    expect(end).toEqual({ kind: 'done' });
    expect(counts).toMatchObject({ accepted: 3, skipped: {} });
  });

  it('comes before the next window: nothing promises that window, and what remains waits for a later end', async () => {
    await planUntil('2026-01-07T06:30:00.000Z', 3);
    const world = fakeWorld('2026-01-06T20:00:00.000Z');
    const { end, counts } = await runCampaign('fete', { ledger, provider: scriptedProvider(), world });
    expect(end).toEqual({
      ...{ kind: 'late', isOwn: true },
      since: DateTime.fromISO('2026-01-07T06:30:00.000Z', { zone: 'utc' }),
      opensAt: DateTime.fromISO('2026-01-07T07:00:00.000Z', { zone: 'utc' }),
    });
    expect(counts).toMatchObject({ remaining: 3, skipped: {} });
    expect((await campaignNamed(ledger, 'fete')).state).toBe('closed');
    await ledger.extendCampaign(1, DateTime.fromISO('2026-01-07T12:00:00.000Z'), STAMP);
    const morning = fakeWorld('2026-01-07T09:00:00.000Z');
    const sent = await runCampaign('fete', { ledger, provider: scriptedProvider(), world: morning });
    expect(sent).toMatchObject({ end: { kind: 'done' }, counts: { accepted: 3 } });
  });

  it('is what --wait waits for where no window opens before: no opening is told', async () => {
    await planUntil('2026-01-06T23:00:00.000Z', 3);
    const events: RunEvent[] = [];
    const onEvent = (event: RunEvent): void => void events.push(event);
    const world = fakeWorld('2026-01-06T20:00:00.000Z');
    await runCampaign('fete', { ledger, provider: scriptedProvider(), world, wait: true, onEvent });
    expect(events.filter(({ kind }) => kind === 'waiting')).toMatchObject([{ why: 'end' }]);
  });

  it('is not over while it lasts: a closed window leaves the rest as it is', async () => {
    await planUntil('2026-01-07T12:00:00.000Z', 3);
    const { end, counts } = await runCampaign('fete', {
      ledger,
      provider: scriptedProvider(),
      world: fakeWorld('2026-01-06T20:00:00.000Z'),
    });
    expect(end.kind).toBe('closed');
    expect(counts).toMatchObject({ remaining: 3, skipped: {} });
  });
});

describe('a campaign without an end of its own', () => {
  it('sends nothing after the last window that was confirmed, keeps what remains, and goes on when a person extends it', async () => {
    const numbers = fictionNumbers(3);
    const { campaignId } = await confirmedCampaign(ledger, 'fete', numbers);
    await ledger.confirmPlans(campaignId, null, STAMP, DateTime.fromISO('2026-01-06T18:50:00.000Z'));
    const provider = scriptedProvider();
    const late = await runCampaign('fete', { ledger, provider, world: fakeWorld('2026-01-07T10:00:00.000Z') });
    // At this hour the window is open: nothing is to be waited for but a word.
    expect(late.end).toMatchObject({ kind: 'late', opensAt: null });
    expect(late.counts).toMatchObject({ remaining: 3, skipped: {} });
    expect(provider.submissions).toEqual([]);
    expect((await campaignNamed(ledger, 'fete')).state).toBe('closed');

    await ledger.extendCampaign(campaignId, DateTime.fromISO('2026-01-07T18:50:00.000Z'), STAMP);
    const sent = await runCampaign('fete', { ledger, provider, world: fakeWorld('2026-01-07T10:00:00.000Z') });
    expect(sent.end).toEqual({ kind: 'done' });
    expect(auditOf(ledger, 'campaign_extended')).toEqual([{ notAfter: '2026-01-07T18:50:00.000Z' }]);
  });

  it('promises no opening that its plan did not show', async () => {
    const { campaignId } = await confirmedCampaign(ledger, 'fete', fictionNumbers(2));
    await ledger.confirmPlans(campaignId, null, STAMP, DateTime.fromISO('2026-01-06T18:50:00.000Z'));
    // The last window closes in the second that a run waits before its first submission.
    const world = fakeWorld('2026-01-06T18:49:59.500Z');
    const { end } = await runCampaign('fete', { ledger, provider: scriptedProvider(), world });
    expect(end.kind).toBe('late');
    expect('opensAt' in end ? isoInstant(end.opensAt!) : null).toBe('2026-01-07T07:00:00.000Z');
  });

  it('waits through the nights that its plan showed, and no longer', async () => {
    const { campaignId } = await confirmedCampaign(ledger, 'fete', fictionNumbers(5));
    await ledger.confirmPlans(campaignId, null, STAMP, DateTime.fromISO('2026-01-07T18:50:00.000Z'));
    const provider = scriptedProvider(() => ({ kind: 'throttled', retryAfterMs: 3_600_000 }));
    const world = fakeWorld('2026-01-06T19:30:00.000Z');
    const { end } = await runCampaign('fete', { ledger, provider, world, wait: true });
    expect(end.kind).toBe('late');
    // That evening: the next window is known all the same.
    expect('opensAt' in end ? isoInstant(end.opensAt!) : null).toBe('2026-01-08T07:00:00.000Z');
    expect(provider.submissions.length).toBeGreaterThan(5);
    expect(isoInstant(world.clock.now()) < '2026-01-08T00:00:00.000Z').toBe(true);
  });

  it('is late where its last window closes while it is interrupted in its wait, and tells the next one', async () => {
    const { campaignId } = await confirmedCampaign(ledger, 'fete', fictionNumbers(2));
    await ledger.confirmPlans(campaignId, null, STAMP, DateTime.fromISO('2026-01-06T23:00:00.000Z'));
    const world = fakeWorld('2026-01-06T21:00:00.000Z');
    const stop = new AbortController();
    const onEvent = ({ kind }: RunEvent): void => {
      if (kind !== 'waiting') return;
      world.pass(3 * 3_600_000);
      stop.abort();
    };
    const run = { ledger, provider: scriptedProvider(), world, wait: true, stop: stop.signal, onEvent };
    const { end } = await runCampaign('fete', run);
    expect(end).toMatchObject({ kind: 'late', isOwn: false });
    expect('opensAt' in end ? isoInstant(end.opensAt!) : null).toBe('2026-01-07T07:00:00.000Z');
  });

  it('keeps the later of two ends that were confirmed', async () => {
    const { campaignId } = await confirmedCampaign(ledger, 'fete', fictionNumbers(1));
    for (const day of ['08', '07']) {
      await ledger.confirmPlans(campaignId, null, STAMP, DateTime.fromISO(`2026-01-${day}T18:50:00.000Z`));
    }
    expect((await campaignNamed(ledger, 'fete')).lastClose).toBe('2026-01-08T18:50:00.000Z');
  });

  it.each([
    ['2026-01-06T18:49:40.000Z', '2026-01-06T18:50:00.000Z'],
    // Five fit into eleven seconds. But before a run begins, it collects what came in.
    ['2026-01-06T18:49:48.000Z', '2026-01-07T18:50:00.000Z'],
  ])('has the next window too where its people would just fill this one: confirmed at %s', async (now, end) => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(5));
    const { clock } = fakeWorld(now);
    const hours = (): SendingProfile | null => profileById('FR/strict');
    const deps = {
      ledger,
      clock,
      actor: { operator: STAMP.operator, login: STAMP.login },
      book: await openHolidayBook(),
    };
    await confirmPlan(await campaignNamed(ledger, 'fete'), 0, 1, null, hours, deps);
    expect((await campaignNamed(ledger, 'fete')).lastClose).toBe(end);
  });
});

describe('too much for one person is judged again just before sending', () => {
  const FUNCTIONAL = { purpose: 'information', promotional: false };

  async function planBeside(name: string, number: E164, text: string, differing: Parameters<typeof termsOf>[1] = {}) {
    const plan = await ledger.openPlan(termsOf(name, differing), { name: 'a.csv' }, NO_TIMES, STAMP);
    const draft = intentDraft(number, { text });
    await ledger.keepPlanned(plan, [draft], []);
    await ledger.freezePlan(plan, PLANNED_FILE, STAMP);
    await ledger.confirmPlans(plan.campaignId, null, STAMP);
  }

  async function sendAt(name: string, at: string, cap: { messages: number; days: number } | null = null) {
    const world = fakeWorld(at);
    const { counts } = await runCampaign(name, { ledger, provider: scriptedProvider(), world, frequencyCap: cap });
    return counts.accepted === 1 ? 'sent' : counts.skipped;
  }

  it('already_received: the same text under a new name within 7 days', async () => {
    const [number] = fictionNumbers(1);
    await ledger.recordConsents([consentOf(number!)], STAMP);
    for (const name of ['a', 'b', 'c']) await planBeside(name, number!, 'Bonjour');
    await planBeside('other-text', number!, 'Bonsoir');
    await planBeside('again', number!, 'Bonjour', { again: true });
    expect(await sendAt('a', TUESDAY)).toBe('sent');
    expect(await sendAt('b', '2026-01-13T09:59:59.000Z')).toEqual({ already_received: 1 });
    expect(await sendAt('other-text', TUESDAY)).toBe('sent');
    expect(await sendAt('c', '2026-01-13T10:00:30.000Z')).toBe('sent');
    expect(await sendAt('again', '2026-01-13T10:00:40.000Z')).toBe('sent');
  });

  it('already_received: whom a plan lets go that allows the same text again, and nobody else of the campaign', async () => {
    const [first, second] = fictionNumbers(2);
    await ledger.recordConsents([consentOf(first!), consentOf(second!)], STAMP);
    for (const number of [first!, second!]) await planBeside(`a-${number}`, number, 'Bonjour');
    await planBeside('b', first!, 'Bonjour');
    // Newcomers, whom nobody has confirmed: those who were are sent to as they were shown.
    const plan = await ledger.openPlan(termsOf('b', { again: true }), { name: 'b.csv' }, NO_TIMES, STAMP);
    const draft = intentDraft(second!, { text: 'Bonjour' });
    await ledger.keepPlanned(plan, [draft], []);
    await ledger.freezePlan(plan, PLANNED_FILE, STAMP);
    for (const number of [first!, second!]) expect(await sendAt(`a-${number}`, TUESDAY)).toBe('sent');
    const world = fakeWorld('2026-01-07T10:00:00.000Z');
    const run = async () => (await runCampaign('b', { ledger, provider: scriptedProvider(), world })).counts;
    expect(await run()).toMatchObject({ accepted: 0, skipped: { already_received: 1 } });
    await ledger.confirmPlans(plan.campaignId, null, STAMP);
    expect(await run()).toMatchObject({ accepted: 1, skipped: { already_received: 1 } });
  });

  it('frequency_cap: what may have arrived counts as arrived, functional messages neither count nor are counted', async () => {
    const [number] = fictionNumbers(1);
    const cap = { messages: 2, days: 30 };
    await ledger.recordConsents([consentOf(number!)], STAMP);
    for (const name of ['a', 'b', 'c', 'd', 'e']) await planBeside(name, number!, name);
    await planBeside('info', number!, 'info', FUNCTIONAL);
    await ledger.recordConsents([consentOf(number!, { ...infoConsent() })], STAMP);
    expect(await sendAt('info', TUESDAY, cap)).toBe('sent');
    const lost = scriptedProvider(() => lostAnswer);
    await runCampaign('a', { ledger, provider: lost, world: fakeWorld(TUESDAY), frequencyCap: cap });
    const refusing = scriptedProvider(() => rejected);
    await runCampaign('b', { ledger, provider: refusing, world: fakeWorld(TUESDAY), frequencyCap: cap });
    expect(await sendAt('c', '2026-01-07T10:00:00.000Z', cap)).toBe('sent');
    expect(await sendAt('d', '2026-01-08T10:00:00.000Z', cap)).toEqual({ frequency_cap: 1 });
    // Thirty days after the first of the two there is room again.
    expect(await sendAt('e', '2026-02-05T10:00:05.000Z', cap)).toBe('sent');
  });

  function infoConsent() {
    return {
      ...consentOf(fictionNumbers(1)[0]!).event,
      purpose: 'information',
    } as Parameters<typeof consentOf>[1] & object;
  }

  it('functional messages keep the night rest, urgent ones leave at any hour, and neither minds a Sunday', async () => {
    const [number] = fictionNumbers(1);
    await ledger.recordConsents([consentOf(number!, infoConsent())], STAMP);
    const rest = { code: 'FR', country: 'FR', zones: ['Europe/Paris'], calendars: ['FR'], profile: 'night-rest' };
    for (const [name, urgent] of [
      ['calm', false],
      ['urgent', true],
    ] as const) {
      const plan = await ledger.openPlan(termsOf(name, { ...FUNCTIONAL, urgent }), { name: 'a.csv' }, NO_TIMES, STAMP);
      const territory = urgent ? { ...rest, profile: 'any-hour' } : rest;
      const draft = intentDraft(number!, { territory, text: name });
      await ledger.keepPlanned(plan, [draft], []);
      await ledger.freezePlan(plan, PLANNED_FILE, STAMP);
      await ledger.confirmPlans(plan.campaignId, null, STAMP);
    }
    const saturdayNight = '2026-01-10T21:30:00.000Z';
    const provider = scriptedProvider();
    const held = await runCampaign('calm', { ledger, provider, world: fakeWorld(saturdayNight) });
    expect(held.end).toEqual({
      kind: 'closed',
      opensAt: DateTime.fromISO('2026-01-11T07:00:00.000Z', { zone: 'utc' }),
    });
    expect((await runCampaign('urgent', { ledger, provider, world: fakeWorld(saturdayNight) })).end.kind).toBe('done');
    expect(provider.submissions[0]?.sendBefore).toBeNull();
    const sunday = fakeWorld('2026-01-11T12:00:00.000Z');
    expect((await runCampaign('calm', { ledger, provider, world: sunday })).end.kind).toBe('done');
    expect(provider.submissions).toHaveLength(2);
  });
});

describe('a provider that will not, or can not', () => {
  it('that throttles for ever ends the run, and everything is still to be sent', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(5));
    const provider = scriptedProvider(() => throttled);
    const world = fakeWorld(TUESDAY);
    const { end, counts } = await runCampaign('fete', { ledger, provider, world, workers: 2 });
    // What the provider asked for last: 40 ms after its answer.
    expect(end).toMatchObject({ kind: 'throttled' });
    const retryAt = end.kind === 'throttled' ? end.retryAt : null;
    expect(retryAt?.toISO()).toBe(world.clock.now().plus({ milliseconds: 40 }).toUTC().toISO());
    expect(counts).toMatchObject({ remaining: 5, inFlight: 0, accepted: 0 });
    expect(submissionRows()).toEqual([]);
    expect((await campaignNamed(ledger, 'fete')).state).toBe('stopped');
  });

  const twentyMinutes: Answer = { kind: 'throttled', retryAfterMs: 1_200_000 };

  it('that asks to wait for long ends the run at once: it is told when it may be asked again', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(5));
    const provider = scriptedProvider(() => twentyMinutes);
    const world = fakeWorld(TUESDAY);
    const { end, counts } = await runCampaign('fete', { ledger, provider, world, workers: 2 });
    const now = world.clock.now();
    expect(end).toEqual({ kind: 'throttled', retryAt: now.plus({ minutes: 20 }) });
    expect(now < DateTime.fromISO(TUESDAY).plus({ minutes: 1 })).toBe(true);
    expect(counts).toMatchObject({ remaining: 5, inFlight: 0, accepted: 0 });
    expect(provider.submissions.length).toBeLessThanOrEqual(2);
  });

  it('that asks one of those under way to wait longer than the others ends the run as well', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(5));
    const world = fakeWorld(TUESDAY);
    const provider = scriptedProvider(async () => {
      const place = provider.submissions.length;
      await world.timer.sleep(place * 100);
      return place === 1 ? { kind: 'throttled', retryAfterMs: 1000 } : twentyMinutes;
    });
    expect((await runCampaign('fete', { ledger, provider, world, workers: 2 })).end.kind).toBe('throttled');
    expect(provider.submissions).toHaveLength(2);
  });

  it('that asks for short waits without end is left after ten minutes of them, and each of them is told', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(5));
    const provider = scriptedProvider(() => ({ kind: 'throttled', retryAfterMs: 60_000 }));
    const world = fakeWorld(TUESDAY);
    const events: RunEvent[] = [];
    const onEvent = (event: RunEvent): void => void events.push(event);
    const { end } = await runCampaign('fete', { ledger, provider, world, onEvent });
    expect(end.kind).toBe('throttled');
    expect(provider.submissions).toHaveLength(11);
    const held = events.flatMap((event) => (event.kind === 'held' ? [event.until.toMillis()] : []));
    expect(held).toHaveLength(10);
    expect([...held].sort((a, b) => a - b)).toEqual(held);
    expect(world.timer.nowMs()).toBeLessThanOrEqual(11 * 60_000);
  });

  it('that asks for a short wait now and then is not left: only what is waited in a row counts', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(20));
    const provider = scriptedProvider((message) =>
      provider.submissions.length % 2 === 1 ? { kind: 'throttled', retryAfterMs: 120_000 } : accepted(message),
    );
    const { end } = await runCampaign('fete', { ledger, provider, world: fakeWorld(TUESDAY) });
    expect(end).toEqual({ kind: 'done' });
  });

  it('that asks to wait for long is waited for with --wait, and nobody is texted twice', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(5));
    const world = fakeWorld(TUESDAY);
    const provider = scriptedProvider((message, attempt) => (attempt === 1 ? twentyMinutes : accepted(message)));
    const events: RunEvent[] = [];
    const onEvent = (event: RunEvent): void => void events.push(event);
    const { end, counts } = await runCampaign('fete', { ledger, provider, world, wait: true, onEvent });
    expect(end).toEqual({ kind: 'done' });
    expect(counts).toMatchObject({ accepted: 5, remaining: 0 });
    expect([...provider.handsets.values()].every((received) => received.length === 1)).toBe(true);
    expect(events.find(({ kind }) => kind === 'waiting')).toMatchObject({ why: 'throttled' });
  });

  it('that is waited for is not what ended a run that was interrupted meanwhile', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(2));
    const stop = new AbortController();
    const onEvent = ({ kind }: RunEvent): void => {
      if (kind === 'waiting') stop.abort();
    };
    const provider = scriptedProvider(() => twentyMinutes);
    const run = { ledger, provider, world: fakeWorld(TUESDAY), wait: true, stop: stop.signal, onEvent };
    expect((await runCampaign('fete', run)).end).toEqual({ kind: 'interrupted' });
    expect((await campaignNamed(ledger, 'fete')).state).toBe('paused');
  });

  it('that asks for a moment again and again is not waited for with --wait either', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(5));
    const provider = scriptedProvider(() => throttled);
    const run = { ledger, provider, world: fakeWorld(TUESDAY), wait: true };
    expect((await runCampaign('fete', run)).end.kind).toBe('throttled');
  });

  it('that is waited for until after the end of the campaign leaves nothing planned', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(3));
    await ledger.extendCampaign(1, DateTime.fromISO(TUESDAY).plus({ minutes: 10 }), STAMP);
    const provider = scriptedProvider(() => twentyMinutes);
    const world = fakeWorld(TUESDAY);
    const { end, counts } = await runCampaign('fete', { ledger, provider, world, wait: true });
    expect(end).toEqual({ kind: 'done' });
    expect(counts).toMatchObject({ remaining: 0, skipped: { expired: 3 } });
  });

  it('that once throttles everything under way is not given up: it counts once', async () => {
    const numbers = fictionNumbers(120);
    await confirmedCampaign(ledger, 'fete', numbers);
    const world = fakeWorld(TUESDAY);
    const provider = scriptedProvider(async (message, attempt) => {
      await world.timer.sleep(100);
      return attempt === 1 && numbers.indexOf(message.to) < 80 ? throttled : accepted(message);
    });
    const { end } = await runCampaign('fete', { ledger, provider, world, workers: 80 });
    expect(provider.mostInFlight).toBe(80);
    expect(end).toEqual({ kind: 'done' });
  });

  it('that can not be reached ends the run soon, and everything is still to be sent', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(20));
    const provider = scriptedProvider(() => unsent);
    const { end, counts } = await runCampaign('fete', { ledger, provider, world: fakeWorld(TUESDAY), workers: 4 });
    expect(end).toEqual({ kind: 'unavailable', why: 'connection-refused' });
    expect(counts).toMatchObject({ remaining: 20, inFlight: 0, accepted: 0, unknown: 0 });
    expect(submissionRows()).toEqual([]);
    // A round for each of a few pauses, of as many as are under way at one time.
    expect(provider.submissions.length).toBeLessThanOrEqual(6 * 4);
    expect((await campaignNamed(ledger, 'fete')).state).toBe('stopped');
  });

  it('that can not be reached for a while is waited for, and nobody is texted twice', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(20));
    const provider = scriptedProvider((message, attempt) => (attempt < 3 ? unsent : accepted(message)));
    const { end, counts } = await runCampaign('fete', { ledger, provider, world: fakeWorld(TUESDAY), workers: 20 });
    expect(end).toEqual({ kind: 'done' });
    expect(counts).toMatchObject({ accepted: 20, remaining: 0 });
    expect([...provider.handsets.values()].every((received) => received.length === 1)).toBe(true);
  });

  it('that is seldom reached is not given up: only what fails in a row counts', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(20));
    const provider = scriptedProvider((message) =>
      provider.submissions.length % 6 === 0 ? accepted(message) : unsent,
    );
    const { end, counts } = await runCampaign('fete', { ledger, provider, world: fakeWorld(TUESDAY), workers: 1 });
    expect(end).toEqual({ kind: 'done' });
    expect(counts).toMatchObject({ accepted: 20 });
  });

  it.each([1, 4])(
    'in whose place something else answers is left before all are in doubt (%i workers)',
    async (workers) => {
      await confirmedCampaign(ledger, 'fete', fictionNumbers(60));
      const provider = scriptedProvider(() => foreign);
      const world = fakeWorld(TUESDAY);
      const { end, counts } = await runCampaign('fete', { ledger, provider, world, workers });
      expect(end).toEqual({ kind: 'unavailable', why: 'foreign-answer' });
      expect(counts.unknown).toBe(provider.submissions.length);
      expect(counts).toMatchObject({ accepted: 0, remaining: 60 - counts.unknown, inFlight: 0 });
      expect(counts.unknown).toBeGreaterThanOrEqual(5);
      expect(counts.unknown).toBeLessThanOrEqual(5 + workers - 1);
      expect((await campaignNamed(ledger, 'fete')).state).toBe('stopped');
      const mended = scriptedProvider();
      const again = await runCampaign('fete', { ledger, provider: mended, world, workers });
      expect(again.end).toEqual({ kind: 'done' });
      expect(again.counts).toMatchObject({ accepted: 60 - counts.unknown, unknown: counts.unknown });
    },
  );

  it('in whose place something else answers now and then is not left: only what comes in a row counts', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(40));
    const provider = scriptedProvider((message) =>
      provider.submissions.length % 5 === 0 ? accepted(message) : foreign,
    );
    const { end, counts } = await runCampaign('fete', { ledger, provider, world: fakeWorld(TUESDAY) });
    expect(end).toEqual({ kind: 'done' });
    expect(counts).toMatchObject({ accepted: 8, unknown: 32 });
  });

  it('in whose place something else answers is left though other answers are lost in between', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(40));
    const provider = scriptedProvider(() => (provider.submissions.length % 2 === 0 ? foreign : lostAnswer));
    const { end, counts } = await runCampaign('fete', { ledger, provider, world: fakeWorld(TUESDAY) });
    expect(end).toEqual({ kind: 'unavailable', why: 'foreign-answer' });
    expect(counts).toMatchObject({ unknown: 10, remaining: 30 });
  });

  it('whose answers are lost, and nothing else, is not left: nobody asked for that', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(40));
    const run = { ledger, provider: scriptedProvider(() => lostAnswer), world: fakeWorld(TUESDAY) };
    expect((await runCampaign('fete', run)).counts).toMatchObject({ unknown: 40 });
  });

  it('that refuses ends the run after what is in flight; nobody is lost', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(50));
    const provider = scriptedProvider((message) => (provider.submissions.length > 10 ? refused : accepted(message)));
    const { end, counts } = await runCampaign('fete', { ledger, provider, world: fakeWorld(TUESDAY), workers: 4 });
    expect(end).toEqual({ kind: 'refused', reason: 'balance' });
    expect(counts).toMatchObject({ accepted: 10, remaining: 40, inFlight: 0 });
    expect(provider.submissions.length).toBeLessThanOrEqual(10 + 4);
    expect((await campaignNamed(ledger, 'fete')).state).toBe('stopped');
  });

  it('that refuses while others wait for the end of a long pause ends it for them, too', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(5));
    const world = fakeWorld(TUESDAY);
    const provider = scriptedProvider(async () => {
      const isFirst = provider.submissions.length === 1;
      // The second one is on its way when the first is told to wait.
      await world.timer.sleep(isFirst ? 100 : 500);
      if (isFirst) return { kind: 'throttled', retryAfterMs: 3_600_000 };
      return refused;
    });
    const { end } = await runCampaign('fete', { ledger, provider, world, workers: 2 });
    expect(end.kind).toBe('refused');
    expect(world.timer.nowMs()).toBeLessThan(10_000);
  });

  it('that throws, which is a defect, ends the run; the message is in doubt and never sent again', async () => {
    const numbers = fictionNumbers(12);
    await confirmedCampaign(ledger, 'fete', numbers);
    const world = fakeWorld(TUESDAY);
    const provider = scriptedProvider(async (message) => {
      await world.timer.sleep(10);
      if (message.to === numbers[5]) throw new TypeError('a defect of the adapter');
      return accepted(message);
    });
    await expect(runCampaign('fete', { ledger, provider, world, workers: 3 })).rejects.toThrow(
      'a defect of the adapter',
    );
    const { id } = await campaignNamed(ledger, 'fete');
    const broken = await ledger.campaignCounts(id);
    expect(broken).toMatchObject({ inFlight: 1, unknown: 0 });
    expect(broken.accepted).toBe(provider.handsets.size);

    const { end, counts } = await runCampaign('fete', { ledger, provider, world, workers: 3 });
    expect(end).toEqual({ kind: 'done' });
    expect(counts).toMatchObject({ accepted: 11, unknown: 1, inFlight: 0, remaining: 0 });
    expect(provider.submissions.filter(({ to }) => to === numbers[5])).toHaveLength(1);
    expect(submissionRows()).toHaveLength(12);
  });
});

describe('a failure on this side', () => {
  it('of the ledger ends the run for every worker at once', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(200));
    let ended = 0;
    const failing: Ledger = {
      ...ledger,
      recordOutcome(...args) {
        ended += 1;
        return ended === 10 ? Promise.reject(new Error('the disk is full')) : ledger.recordOutcome(...args);
      },
    };
    const provider = scriptedProvider();
    const run = runCampaign('fete', { ledger: failing, provider, world: fakeWorld(TUESDAY), workers: 4 });
    await expect(run).rejects.toThrow('the disk is full');
    expect(provider.submissions.length).toBeLessThanOrEqual(10 + 2 * 4);
  });

  it('of the screen ends the run as well, and loses nothing', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(50));
    const provider = scriptedProvider();
    const onEvent = (event: RunEvent): void => {
      if (event.kind === 'ended') throw new Error('nobody reads any more');
    };
    const run = runCampaign('fete', { ledger, provider, world: fakeWorld(TUESDAY), onEvent });
    await expect(run).rejects.toThrow('nobody reads any more');
    expect(provider.submissions).toHaveLength(1);
    expect(submissionRows()).toHaveLength(1);
  });
});

describe('plans that come and go during a run', () => {
  async function addNewcomers(numbers: readonly E164[], territory: Partial<TerritoryDraft>, isConfirmed: boolean) {
    const other = temp.open();
    const known = intentDraft(numbers[0]!).territory;
    await other.recordConsents(
      numbers.map((number) => consentOf(number)),
      STAMP,
    );
    const plan = await other.openPlan(termsOf('fete'), { name: 'more.csv' }, NO_TIMES, STAMP);
    const drafts = numbers.map((number) => intentDraft(number, { territory: { ...known, ...territory } }));
    await other.keepPlanned(plan, drafts, []);
    await other.freezePlan(plan, PLANNED_FILE, STAMP);
    if (isConfirmed) await other.confirmPlans(plan.campaignId, null, STAMP);
  }

  it('confirmed newcomers are sent in the same run, also in a territory that the campaign did not know', async () => {
    const numbers = fictionNumbers(3);
    const newcomers = fictionNumbers(4, 100);
    await confirmedCampaign(ledger, 'fete', numbers);
    let isAdded = false;
    const provider = scriptedProvider(async (message) => {
      if (!isAdded) await addNewcomers(newcomers, { code: 'MQ', zones: ['America/Martinique'] }, true);
      isAdded = true;
      return accepted(message);
    });
    // 19:00 in Paris is 14:00 on Martinique.
    const { end, counts } = await runCampaign('fete', {
      ledger,
      provider,
      world: fakeWorld(TUESDAY.replace('10', '18')),
    });
    expect(end).toEqual({ kind: 'done' });
    expect(counts).toMatchObject({ planned: 7, accepted: 7 });
  });

  it('newcomers that nobody confirmed stay where they are, and keep nobody waiting', async () => {
    const numbers = fictionNumbers(3);
    const newcomers = fictionNumbers(4, 100);
    await confirmedCampaign(ledger, 'fete', numbers);
    let isAdded = false;
    const provider = scriptedProvider(async (message) => {
      if (!isAdded) await addNewcomers(newcomers, {}, false);
      isAdded = true;
      return accepted(message);
    });
    const { end, counts } = await runCampaign('fete', { ledger, provider, world: fakeWorld(TUESDAY), wait: true });
    expect(end).toEqual({ kind: 'done' });
    expect(counts).toMatchObject({ accepted: 3, remaining: 4, unconfirmed: 4 });
    expect((await campaignNamed(ledger, 'fete')).state).toBe('planned');
    // With nothing that may leave, the next run does not rest for a second first.
    const world = fakeWorld(TUESDAY);
    expect((await runCampaign('fete', { ledger, provider, world })).end).toEqual({ kind: 'done' });
    expect(world.timer.nowMs()).toBe(0);
  });

  it.each([
    ['done', 'planned'],
    ['paused', 'paused'],
  ])('one newcomer that nobody confirmed leaves a run that is %s in the state “%s”', async (kind, state) => {
    const [first, newcomer] = fictionNumbers(2);
    const { campaignId } = await confirmedCampaign(ledger, 'fete', [first!]);
    await addNewcomers([newcomer!], {}, false);
    const provider = scriptedProvider();
    const onEvent = (event: RunEvent): void => {
      if (kind === 'paused' && event.kind === 'counted') void ledger.recordPause(campaignId, STAMP);
    };
    const { end } = await runCampaign('fete', { ledger, provider, world: fakeWorld(TUESDAY), onEvent });
    expect(end).toEqual({ kind });
    expect((await campaignNamed(ledger, 'fete')).state).toBe(state);
  });

  it('a window that would open for unconfirmed newcomers alone is not what the run is told to wait for', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(3));
    await addNewcomers(fictionNumbers(2, 100), { code: 'NC', zones: ['Pacific/Noumea'] }, false);
    const world = fakeWorld('2026-01-06T20:00:00.000Z');
    const { end } = await runCampaign('fete', { ledger, provider: scriptedProvider(), world });
    // Noumea opens at 21:00 UTC, Paris at 07:00 UTC: only Paris has something to send.
    expect(end).toEqual({ kind: 'closed', opensAt: DateTime.fromISO('2026-01-07T07:00:00.000Z', { zone: 'utc' }) });
  });
});

describe('what the network reports', () => {
  const delivered = (ref: string): Receipt => ({ ref, status: 'delivered', code: null, at: TUESDAY });

  it('of the last message is in what the run tells at its end', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(1));
    const provider = scriptedProvider((message) => {
      provider.tell({ receipts: [delivered(message.ref)] });
      return accepted(message);
    });
    const { counts } = await runCampaign('fete', { ledger, provider, world: fakeWorld(TUESDAY) });
    expect(counts).toMatchObject({ accepted: 1, delivered: 1 });
  });

  it('of earlier messages is in what the next run tells first', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(1));
    const provider = scriptedProvider();
    await runCampaign('fete', { ledger, provider, world: fakeWorld(TUESDAY) });
    provider.tell({ receipts: provider.submissions.map(({ ref }) => delivered(ref)) });
    const told: number[] = [];
    const onEvent = (event: RunEvent): void => {
      if (event.kind === 'counted') told.push(event.counts.delivered);
    };
    await runCampaign('fete', { ledger, provider, world: fakeWorld(TUESDAY), onEvent });
    expect(told).toEqual([1]);
  });
});

describe('rate and company', () => {
  it('counts a submission by a provider that does not tell when it departs', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(4));
    const world = fakeWorld(TUESDAY);
    const scripted = scriptedProvider();
    const silent = { ...scripted, send: (message: OutgoingMessage) => scripted.send(message) };
    await runCampaign('fete', { ledger, provider: silent, world, workers: 2, rate: 1 });
    expect(scripted.submissions).toHaveLength(4);
    expect(world.timer.nowMs()).toBeGreaterThan(3000);
  });

  it('waits one second before its first submission, and never exceeds the rate', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(60));
    const world = fakeWorld(TUESDAY);
    const at: number[] = [];
    const provider = scriptedProvider(async (message) => {
      at.push(world.timer.nowMs());
      await world.timer.sleep(50 + (at.length % 7) * 100);
      return accepted(message);
    });
    await runCampaign('fete', { ledger, provider, world, workers: 20, rate: 10 });
    expect(at[0]).toBeGreaterThanOrEqual(1000);
    const tooClose = at.filter((ms, place) => (at[place + 10] ?? Infinity) - ms <= 1000);
    expect(tooClose).toEqual([]);
    expect(at.at(-1)! - at[0]!).toBeLessThan(6000);
  });

  it('counts a submission when it leaves: what a pause held up together does not leave together', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(80));
    const world = fakeWorld(TUESDAY);
    const left: number[] = [];
    let begun = 0;
    const connecting: Provider = {
      name: 'simulator',
      async send(message, departs) {
        begun += 1;
        // All of these connections are made at one time.
        await world.timer.sleep(begun >= 20 && begun < 40 ? Math.max(0, 8000 - world.timer.nowMs()) : begun % 5);
        left.push(world.timer.nowMs());
        departs?.();
        return accepted(message);
      },
      collect: () => Promise.resolve({ receipts: [], replies: [] }),
    };
    await runCampaign('fete', { ledger, provider: connecting, world, workers: 40, rate: 10 });
    expect(left).toHaveLength(80);
    left.sort((a, b) => a - b);
    expect(left.filter((ms, place) => (left[place + 10] ?? Infinity) - ms <= 1000)).toEqual([]);
  });

  it('keeps as many submissions under way as it may, and no more', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(600));
    const world = fakeWorld(TUESDAY);
    const provider = scriptedProvider(async (message) => {
      await world.timer.sleep(500);
      return accepted(message);
    });
    const { counts } = await runCampaign('fete', { ledger, provider, world, workers: 256, rate: 10_000 });
    expect(counts.accepted).toBe(600);
    expect(provider.mostInFlight).toBe(256);
  });

  it('hands no message to two workers', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(600));
    const answers: string[] = [];
    const listening: Ledger = {
      ...ledger,
      async beginSubmission(...args) {
        const answer = await ledger.beginSubmission(...args);
        answers.push(answer);
        return answer;
      },
    };
    const world = fakeWorld(TUESDAY);
    await runCampaign('fete', { ledger: listening, provider: scriptedProvider(), world, workers: 16, rate: 10_000 });
    expect(answers).toEqual(Array(600).fill('begun'));
  });

  it('does not make anybody wait when there is nothing to send', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(1));
    const world = fakeWorld(TUESDAY);
    const provider = scriptedProvider();
    await runCampaign('fete', { ledger, provider, world });
    const before = world.timer.nowMs();
    expect((await runCampaign('fete', { ledger, provider, world })).end).toEqual({ kind: 'done' });
    expect(world.timer.nowMs()).toBe(before);
  });
});

describe('what is refused before it runs', () => {
  const planned = async (count: number): Promise<Campaign> => {
    const plan = await ledger.openPlan(termsOf('fete'), { name: 'membres.csv' }, NO_TIMES, STAMP);
    const numbers = fictionNumbers(count);
    const consents = numbers.map((number) => consentOf(number));
    await ledger.recordConsents(consents, STAMP);
    const drafts = numbers.map((number) => intentDraft(number));
    await ledger.keepPlanned(plan, drafts, []);
    await ledger.freezePlan(plan, PLANNED_FILE, STAMP);
    return campaignNamed(ledger, 'fete');
  };
  const refuse = async (campaign: Campaign): Promise<void> =>
    refuseUnsendable(campaign, await ledger.campaignCounts(campaign.id));

  it('is a plan that nobody confirmed, unless it holds nobody', async () => {
    const nobody = await planned(0);
    await expect(refuse(nobody)).resolves.toBeUndefined();
    const error = { kind: 'usage', hint: { values: { campaign: 'fete', count: 2 } } };
    await expect(refuse(await planned(2))).rejects.toMatchObject(error);
    await ledger.confirmPlans(nobody.id, null, STAMP);
    await expect(refuse(nobody)).resolves.toBeUndefined();
  });

  it('is what was cancelled, confirmed or not', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(1));
    const campaign = await campaignNamed(ledger, 'fete');
    await expect(refuse({ ...campaign, state: 'cancelled' })).rejects.toMatchObject({ kind: 'badInput' });
  });
});
