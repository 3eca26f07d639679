import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Config, Footer } from '../../src/config/config.js';
import { gatesOf } from '../../src/flows/way-out.js';
import type { Ledger } from '../../src/store/store.js';
import { fakeWorld } from '../support/fake-world.js';
import { proveExit, REAL } from '../support/proven-exit.js';
import { accepted, scriptedProvider } from '../support/scripted-provider.js';
import { campaignNamed, runCampaign } from '../support/send-run.js';
import {
  confirmedCampaign,
  consentOf,
  fictionNumber,
  fictionNumbers,
  intentDraft,
  NO_TIMES,
  PLANNED_FILE,
  STAMP,
  tempLedger,
  termsOf,
  type TempLedger,
} from '../support/temp-ledger.js';

/** 21:00 in Paris: everything is closed until Monday, 8:00. */
const SATURDAY = '2026-01-10T20:00:00.000Z';
const NUMBERS = fictionNumbers(3);

let temp: TempLedger;
let ledger: Ledger;
beforeEach(() => {
  temp = tempLedger();
  ledger = temp.open();
});
afterEach(() => temp.remove());

describe('the gates of a run', () => {
  it('are judged before each stretch: a weekend that is waited out makes the collected STOPs too old', async () => {
    await confirmedCampaign(ledger, 'fete', NUMBERS);
    const world = fakeWorld(SATURDAY);
    await proveExit(ledger, world);
    const provider = scriptedProvider();
    const { end, counts } = await runCampaign('fete', { ledger, provider, world, config: REAL, wait: true });
    expect(end).toMatchObject({ kind: 'gated', failures: [{ kind: 'stops_not_collected', withinHours: 24 }] });
    expect(counts).toMatchObject({ remaining: 3, accepted: 0 });
    expect((await campaignNamed(ledger, 'fete')).state).toBe('stopped');
    // Once they are collected it goes on.
    await proveExit(ledger, world);
    const again = await runCampaign('fete', { ledger, provider, world, config: REAL, wait: true });
    expect(again.counts).toMatchObject({ remaining: 0, accepted: 3 });
  });

  it('take no collecting by a clock that ran ahead for a fresh one, but one that is set by minutes', async () => {
    await confirmedCampaign(ledger, 'fete', NUMBERS);
    const monday = fakeWorld('2026-01-12T10:00:00.000Z');
    const run = { ledger, provider: scriptedProvider(), world: monday, config: REAL };
    await proveExit(ledger, fakeWorld('2026-03-12T10:00:00.000Z'));
    expect((await runCampaign('fete', run)).end).toMatchObject({
      kind: 'gated',
      failures: [{ kind: 'stops_not_collected', at: null }],
    });
    await proveExit(ledger, fakeWorld('2026-01-12T10:05:00.000Z'));
    expect((await runCampaign('fete', run)).counts).toMatchObject({ remaining: 0, accepted: 3 });
  });

  it('are not asked where nothing is left to leave: a campaign that is done stays done, however old the STOPs are', async () => {
    await confirmedCampaign(ledger, 'fete', NUMBERS);
    const world = fakeWorld('2026-01-06T10:00:00.000Z');
    await proveExit(ledger, world);
    const provider = scriptedProvider();
    const sent = await runCampaign('fete', { ledger, provider, world, config: REAL });
    expect(sent).toMatchObject({ end: { kind: 'done' }, counts: { accepted: 3 } });
    const later = fakeWorld('2026-01-08T10:00:00.000Z');
    const again = await runCampaign('fete', { ledger, provider, world: later, config: REAL });
    expect(again).toMatchObject({ end: { kind: 'done' }, counts: { accepted: 3, remaining: 0 } });
    expect((await campaignNamed(ledger, 'fete')).state).toBe('done');
    // Nor for newcomers whom nobody has confirmed yet.
    const newcomer = fictionNumber(9);
    await ledger.recordConsents([consentOf(newcomer)], STAMP);
    const plan = await ledger.openPlan(termsOf('fete'), { name: 'more.csv' }, NO_TIMES, STAMP);
    await ledger.keepPlanned(plan, [intentDraft(newcomer)], []);
    await ledger.freezePlan(plan, PLANNED_FILE, STAMP);
    const anew = await runCampaign('fete', { ledger, provider, world: later, config: REAL });
    expect(anew).toMatchObject({ end: { kind: 'done' }, counts: { remaining: 1, unconfirmed: 1 } });
  });

  it('ask for a way out of every country that is still to be reached', async () => {
    await confirmedCampaign(ledger, 'fete', NUMBERS, (index) =>
      index === 0
        ? {
            territory: { code: 'CH', country: 'CH', zones: ['Europe/Zurich'], calendars: ['CH'], profile: 'CH/strict' },
          }
        : {},
    );
    const world = fakeWorld(SATURDAY);
    const without: Config = { ...REAL, footers: new Map([['FR', { text: 'STOP au {{ stop }}', stop: '36184' }]]) };
    await proveExit(ledger, world, without);
    const gates = gatesOf(await campaignNamed(ledger, 'fete'), without, { ledger, clock: world.clock });
    expect(await gates()).toEqual([{ kind: 'no_footer', countries: ['CH'] }]);
  });

  it('are open to what is only simulated', async () => {
    await confirmedCampaign(ledger, 'fete', NUMBERS);
    const config: Config = { ...REAL, provider: { ...REAL.provider, use: 'simulator' } };
    const { clock } = fakeWorld(SATURDAY);
    expect(await gatesOf(await campaignNamed(ledger, 'fete'), config, { ledger, clock })()).toEqual([]);
  });
});

describe('a way out that changes during a run', () => {
  const TUESDAY = '2026-01-06T10:00:00.000Z';
  const withFooter = (footer: Footer): Config => ({ ...REAL, footers: new Map([['FR', footer]]) });
  const other = withFooter({ text: 'STOP au {{ stop }}', stop: '36111' });

  it('ends it: what remains would lead people to where nobody reads', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(30));
    const world = fakeWorld(TUESDAY);
    await proveExit(ledger, world);
    const provider = scriptedProvider();
    const configNow = (): Config => (provider.submissions.length < 10 ? REAL : other);
    const run = { ledger, provider, world, rate: 2, config: REAL, configNow };
    const { end, counts } = await runCampaign('fete', run);
    expect(end).toEqual({
      kind: 'gated',
      failures: [{ kind: 'exit_unproven' }, { kind: 'other_footer', messages: counts.remaining }],
    });
    expect(counts.accepted + counts.remaining).toBe(30);
    // Nobody looks more than once a second.
    expect(counts.accepted).toBeLessThanOrEqual(12);
    expect((await campaignNamed(ledger, 'fete')).state).toBe('stopped');
  });

  it('does not end one whose last message is under way', async () => {
    await confirmedCampaign(ledger, 'fete', NUMBERS);
    const world = fakeWorld(TUESDAY);
    await proveExit(ledger, world);
    const provider = scriptedProvider(async (message) => {
      // While the second is under way, the worker of the third looks for more.
      await world.timer.sleep([0, 5000, 2000][provider.submissions.length - 1] ?? 0);
      return accepted(message);
    });
    const configNow = (): Config => (provider.submissions.length < 3 ? REAL : other);
    const run = { ledger, provider, world, workers: 2, rate: 1_000_000, config: REAL, configNow };
    const { end, counts } = await runCampaign('fete', run);
    expect(counts).toMatchObject({ accepted: 3, remaining: 0 });
    expect(end).toEqual({ kind: 'done' });
  });

  it('holds for the next message where the same way out is sent by somebody else', async () => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(30));
    const world = fakeWorld(TUESDAY);
    const appended = withFooter({ text: 'STOP au {{ stop }}', stop: '36184', byProvider: true });
    await proveExit(ledger, world, appended);
    await proveExit(ledger, world, REAL);
    const provider = scriptedProvider();
    const configNow = (): Config => (provider.submissions.length < 10 ? appended : REAL);
    const run = { ledger, provider, world, rate: 2, config: appended, configNow };
    expect((await runCampaign('fete', run)).end).toEqual({ kind: 'done' });
    expect(provider.submissions[0]).toMatchObject({ text: 'Bonjour', appended: '\nSTOP au 36184' });
    const whole = provider.submissions.filter(({ appended: end }) => end === undefined);
    expect(whole.every(({ text }) => text === 'Bonjour\nSTOP au 36184')).toBe(true);
    expect(whole.length).toBeGreaterThanOrEqual(18);
  });
});
