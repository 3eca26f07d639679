import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyChain } from '../../src/core/audit/chain.js';
import type { Ledger, Settlement } from '../../src/store/store.js';
import {
  auditOf,
  confirmedCampaign,
  factsVersionOf,
  fictionNumbers,
  intentIds,
  LEDGER_ID,
  MORNING,
  STAMP,
  SUBMISSION,
  tempLedger,
  type TempLedger,
} from '../support/temp-ledger.js';

const numbers = fictionNumbers(4);
const said = { by: 'person', providerId: null, reason: null } as const;

let temp: TempLedger;
let ledger: Ledger;
let campaignId: number;
let refs: readonly string[];
/** Four messages, of which the first three are in doubt and the last one is still planned. */
beforeEach(async () => {
  temp = tempLedger();
  ledger = temp.open();
  ({ campaignId } = await confirmedCampaign(ledger, 'fete', numbers));
  for (const id of (await intentIds(ledger, campaignId)).slice(0, 3)) {
    await ledger.beginSubmission(id, await factsVersionOf(ledger), MORNING);
    await ledger.recordOutcome(id, { kind: 'unknown', why: 'timeout' }, SUBMISSION, STAMP);
  }
  refs = (await ledger.unknownIntents(campaignId)).map(({ ref }) => ref);
});
afterEach(() => temp.remove());

const settle = (...settlements: readonly Settlement[]): Promise<readonly Settlement[]> =>
  ledger.settleUnknown(campaignId, settlements, STAMP);

describe('settleUnknown', () => {
  it('takes what a person or the provider knows, with one row each, and nothing twice', async () => {
    const [sent, lost] = refs;
    const known = { ref: sent!, verdict: 'accepted', by: 'provider', providerId: 'id-1', reason: null } as const;
    const refused = { ref: lost!, verdict: 'rejected', by: 'provider', providerId: 'id-2', reason: '1240' } as const;
    expect(await settle(known, refused)).toHaveLength(2);
    expect(await settle(known, { ...said, ref: lost!, verdict: 'not_sent' })).toHaveLength(0);
    expect(await ledger.campaignCounts(campaignId)).toMatchObject({
      accepted: 1,
      rejected: 1,
      unknown: 1,
      remaining: 1,
    });
    expect(auditOf(ledger, 'settlement')).toEqual([
      { ref: sent, outcome: 'accepted', by: 'provider', providerId: 'id-1', reason: null },
      { ref: lost, outcome: 'rejected', by: 'provider', providerId: 'id-2', reason: '1240', costMicros: -65_000 },
    ]);
    expect(verifyChain(LEDGER_ID, ledger.auditRows({}), await ledger.auditHead()).ok).toBe(true);
  });

  it('makes what surely never left plannable again, and opens an ended campaign for it', async () => {
    await ledger.setState(campaignId, 'done');
    expect(await settle({ ...said, ref: refs[0]!, verdict: 'not_sent' })).toHaveLength(1);
    expect((await ledger.findCampaign('fete'))?.state).toBe('paused');
    expect(await ledger.campaignCounts(campaignId)).toMatchObject({ unknown: 2, remaining: 2 });
    const [id] = await intentIds(ledger, campaignId);
    expect(await ledger.beginSubmission(id!, await factsVersionOf(ledger), MORNING)).toBe('begun');
    await ledger.recordOutcome(id!, { kind: 'unknown', why: 'timeout' }, SUBMISSION, STAMP);
    expect(await ledger.unknownIntents(campaignId)).toHaveLength(3);
  });

  it('leaves a message that is sent again as its own submission tells, and the log finds it otherwise', async () => {
    await settle({ ...said, ref: refs[0]!, verdict: 'not_sent' });
    const [id] = await intentIds(ledger, campaignId);
    await ledger.beginSubmission(id!, await factsVersionOf(ledger), MORNING);
    await ledger.recordOutcome(id!, { kind: 'accepted', providerId: 'id-1' }, SUBMISSION, STAMP);
    expect(ledger.checkTampering()).toEqual([]);
    for (const column of ["settled_by = 'person'", "settled_by = NULL, provider_id = 'id-2'"]) {
      temp.raw().prepare(`UPDATE intent SET ${column} WHERE id = ?`).run(id);
      expect(ledger.checkTampering()).toEqual(['1 messages were settled otherwise than the audit log tells']);
    }
  });

  it('skips what never left of a cancelled campaign', async () => {
    await ledger.cancelCampaign(campaignId, STAMP);
    expect(await settle({ ...said, ref: refs[0]!, verdict: 'not_sent' })).toHaveLength(1);
    expect(await ledger.campaignCounts(campaignId)).toMatchObject({
      unknown: 2,
      remaining: 0,
      skipped: { cancelled: 2 },
    });
  });

  it('leaves messages of another campaign, and unknown references, alone', async () => {
    expect(await settle({ ...said, ref: 'nobody', verdict: 'accepted' })).toHaveLength(0);
    expect(
      await ledger.settleUnknown(campaignId + 1, [{ ...said, ref: refs[0]!, verdict: 'accepted' }], STAMP),
    ).toHaveLength(0);
  });
});

describe('noteLookedUp', () => {
  it('says when the records were searched in vain, and settles nothing', async () => {
    await ledger.noteLookedUp(campaignId, [refs[1]!], MORNING);
    const unknowns = await ledger.unknownIntents(campaignId);
    expect(unknowns.map(({ lookedUpAt }) => lookedUpAt)).toEqual([null, '2026-01-05T10:00:00.000Z', null]);
    expect(auditOf(ledger, 'settlement')).toEqual([]);
  });
});

describe('the schema', () => {
  it('lets no unknown go back to planned on the word of a receipt, or of nobody', () => {
    const raw = temp.raw();
    const attempt = (by: string): unknown =>
      raw
        .prepare(
          `UPDATE intent SET state = 'planned', reason = NULL, submitted_at = NULL, ended_at = NULL,
        settled_by = ${by} WHERE ref = ?`,
        )
        .run(refs[0]);
    expect(() => attempt('NULL')).toThrow('an intent never goes back');
    expect(() => attempt("'receipt'")).toThrow('an intent never goes back');
    expect(() => raw.prepare("UPDATE intent SET state = 'submitting' WHERE ref = ?").run(refs[0])).toThrow();
    expect(() =>
      raw
        .prepare(
          "UPDATE intent SET state = 'unknown', reason = 'x', submitted_at = '', ended_at = '' WHERE state = 'planned'",
        )
        .run(),
    ).toThrow('an intent never goes back');
  });
});
