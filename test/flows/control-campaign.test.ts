import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cancelCampaign, markAbandoned, pauseCampaign } from '../../src/flows/control-campaign.js';
import type { LedgerDeps } from '../../src/flows/deps.js';
import type { Ledger } from '../../src/store/store.js';
import {
  auditOf,
  confirmedCampaign,
  fictionNumbers,
  intentIds,
  MORNING,
  STAMP,
  SUBMISSION,
  tempLedger,
  type TempLedger,
  factsVersionOf,
} from '../support/temp-ledger.js';
import { unaccounted } from '../support/counts.js';

let temp: TempLedger;
let ledger: Ledger;
let deps: LedgerDeps;

beforeEach(() => {
  temp = tempLedger();
  ledger = temp.open();
  deps = { ledger, actor: STAMP, clock: { now: () => MORNING, sleepUntil: () => Promise.resolve() } };
});

afterEach(() => temp.remove());

describe('cancelCampaign', () => {
  it('ends what has not left, each with its row of the log', async () => {
    const { campaignId } = await confirmedCampaign(ledger, 'fete', fictionNumbers(3));
    expect(await cancelCampaign('fete', deps)).toBe(3);
    const counts = await ledger.campaignCounts(campaignId);
    expect(counts).toMatchObject({ remaining: 0, skipped: { cancelled: 3 } });
    expect(auditOf(ledger, 'skip')).toHaveLength(3);
    expect(await cancelCampaign('fete', deps)).toBeNull();
  });

  it('leaves in flight what a killed run had, until that is called unknown, with its row of the log', async () => {
    const { campaignId } = await confirmedCampaign(ledger, 'fete', fictionNumbers(3));
    const other = await confirmedCampaign(ledger, 'gala', fictionNumbers(1, 10));
    const [first] = await intentIds(ledger, campaignId);
    await ledger.beginSubmission(first!, await factsVersionOf(ledger), MORNING);
    expect(await cancelCampaign('fete', deps)).toBe(2);
    expect(await ledger.campaignCounts(campaignId)).toMatchObject({ inFlight: 1, unknown: 0 });
    // Whichever campaign is the next to have the ledger for itself.
    await markAbandoned({ id: other.campaignId }, deps);
    const counts = await ledger.campaignCounts(campaignId);
    expect(counts).toMatchObject({ inFlight: 0, unknown: 1, skipped: { cancelled: 2 } });
    expect(unaccounted(counts)).toBe(0);
    expect(auditOf(ledger, 'submission')).toMatchObject([{ outcome: 'unknown', reason: 'interrupted' }]);
  });

  it('leaves to a run under way what it has in flight', async () => {
    const { campaignId } = await confirmedCampaign(ledger, 'fete', fictionNumbers(2));
    const [first] = await intentIds(ledger, campaignId);
    await ledger.beginSubmission(first!, await factsVersionOf(ledger), MORNING);
    expect(await cancelCampaign('fete', deps)).toBe(1);
    expect(await ledger.campaignCounts(campaignId)).toMatchObject({ inFlight: 1, unknown: 0 });
    await ledger.recordOutcome(first!, { kind: 'accepted', providerId: 'x' }, SUBMISSION, STAMP);
    expect(await ledger.campaignCounts(campaignId)).toMatchObject({ inFlight: 0, accepted: 1 });
  });

  it('leaves a campaign alone that has come to its end', async () => {
    const { campaignId } = await confirmedCampaign(ledger, 'fete', fictionNumbers(1));
    await ledger.setState(campaignId, 'done');
    expect(await cancelCampaign('fete', deps)).toBeNull();
    expect(await ledger.findCampaign('fete')).toMatchObject({ state: 'done' });
  });

  it('knows no campaign that is not there', async () => {
    await expect(cancelCampaign('nobody', deps)).rejects.toMatchObject({ kind: 'noInput' });
  });
});

describe('pauseCampaign', () => {
  it('asks a run to stop, and only a run', async () => {
    const { campaignId } = await confirmedCampaign(ledger, 'fete', fictionNumbers(1));
    expect(await pauseCampaign('fete', true, deps)).toBe('planned');
    expect(await ledger.readControl(campaignId)).toBeNull();
    await ledger.setState(campaignId, 'running');
    expect(await pauseCampaign('fete', false, deps)).toBe('interrupted');
    expect(await ledger.readControl(campaignId)).toBeNull();
    expect(await pauseCampaign('fete', true, deps)).toBe('running');
    expect(await ledger.readControl(campaignId)).toBe('pause');
    expect(auditOf(ledger, 'campaign_paused')).toHaveLength(1);
  });

  it('asks nothing of a run that died, though another campaign is under way in the ledger', async () => {
    const dead = await confirmedCampaign(ledger, 'kermesse', fictionNumbers(1));
    await ledger.setState(dead.campaignId, 'running');
    const { campaignId } = await confirmedCampaign(ledger, 'fete', fictionNumbers(1));
    await ledger.setState(campaignId, 'running');
    expect(await pauseCampaign('kermesse', true, deps)).toBe('paused');
    expect(await ledger.readControl(dead.campaignId)).toBeNull();
    expect(await pauseCampaign('fete', true, deps)).toBe('running');
    expect(auditOf(ledger, 'campaign_paused')).toHaveLength(1);
  });
});
