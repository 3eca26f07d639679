import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Config } from '../../src/config/config.js';
import { gatesOf } from '../../src/flows/way-out.js';
import type { Ledger } from '../../src/store/store.js';
import { fakeWorld } from '../support/fake-world.js';
import { proveExit, REAL } from '../support/proven-exit.js';
import { scriptedProvider } from '../support/scripted-provider.js';
import { campaignNamed, runCampaign } from '../support/send-run.js';
import { confirmedCampaign, fictionNumbers, tempLedger, type TempLedger } from '../support/temp-ledger.js';

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
