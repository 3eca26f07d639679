import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Receipt } from '../../src/core/delivery/send-outcome.js';
import { ledgerOf } from '../../src/store/sqlite/ledger.js';
import type { Db } from '../../src/store/sqlite/open.js';
import type { Ledger, OpenPlan } from '../../src/store/store.js';
import {
  auditOf,
  confirmedCampaign,
  consentOf,
  dumpTables,
  factsVersionOf,
  fictionNumber,
  fictionNumbers,
  fileReceipts,
  intentDraft,
  intentIds,
  KEYRING,
  MORNING,
  NO_TIMES,
  PLANNED_FILE,
  STAMP,
  SUBMISSION,
  suppressionOf,
  tempLedger,
  termsOf,
  withdrawal,
  type TempLedger,
} from '../support/temp-ledger.js';

const numbers = fictionNumbers(4);

let temp: TempLedger;
let db: Db;
let ledger: Ledger;
let campaign: OpenPlan;
let draft: OpenPlan;
let ids: readonly number[];

/** Intents: the first is in doubt, the second accepted, the third under way, the fourth planned. */
beforeEach(async () => {
  temp = tempLedger();
  db = temp.raw();
  ledger = ledgerOf(db, temp.file, KEYRING, () => undefined);
  campaign = await confirmedCampaign(ledger, 'fete', numbers);
  ids = await intentIds(ledger, campaign.campaignId);
  const version = await factsVersionOf(ledger);
  for (const id of ids.slice(0, 3)) await ledger.beginSubmission(id, version, MORNING);
  await ledger.recordOutcome(ids[0]!, { kind: 'unknown', why: 'timeout' }, SUBMISSION, STAMP);
  await ledger.recordOutcome(ids[1]!, { kind: 'accepted', providerId: 'p' }, SUBMISSION, STAMP);
  draft = await ledger.openPlan(termsOf('noel'), { name: 'autres.csv' }, NO_TIMES, STAMP);
  await ledger.keepPlanned(draft, [intentDraft(numbers[0]!)], []);
});
afterEach(() => temp.remove());

const receipt = (index: number): readonly Receipt[] => [
  { ref: KEYRING.reference('fete', numbers[index]!), status: 'delivered', code: null, at: '2026-01-05T10:00:09.000Z' },
];

/** Every verb that records something of which the log must tell, and the rows that it adds. */
const verbs: readonly [string, () => Promise<unknown>, readonly string[]][] = [
  ['recordConsents', () => ledger.recordConsents([consentOf(fictionNumber(50))], STAMP), ['consent_given']],
  ['recordConsents', () => ledger.recordConsents([consentOf(numbers[0]!, withdrawal())], STAMP), ['consent_withdrawn']],
  ['recordSuppressions', () => ledger.recordSuppressions([suppressionOf(fictionNumber(51))], STAMP), ['suppressed']],
  ['freezePlan', () => ledger.freezePlan(draft, PLANNED_FILE, STAMP), ['plan_frozen']],
  ['recordPause', () => ledger.recordPause(campaign.campaignId, STAMP), ['campaign_paused']],
  ['cancelCampaign', () => ledger.cancelCampaign(campaign.campaignId, STAMP), ['skip', 'campaign_cancelled']],
  ['markAbandonedSubmissions', () => ledger.markAbandonedSubmissions(campaign.campaignId, STAMP), ['submission']],
  ['recordSkip', () => ledger.recordSkip(ids[3]!, 'suppressed', STAMP), ['skip']],
  ['skipRemaining', () => ledger.skipRemaining(campaign.campaignId, 'expired', STAMP), ['skip']],
  [
    'recordOutcome',
    () => ledger.recordOutcome(ids[2]!, { kind: 'accepted', providerId: 'p' }, SUBMISSION, STAMP),
    ['submission'],
  ],
  ['recordInbox (receipt, accepted)', () => fileReceipts(ledger, receipt(1), STAMP), ['receipt']],
  ['recordInbox (receipt, in doubt)', () => fileReceipts(ledger, receipt(0), STAMP), ['settlement', 'receipt']],
];

describe.each(verbs)('%s', (_, verb, kinds) => {
  it('and its row of the log are one commit', async () => {
    const before = await ledger.auditHead();
    await verb();
    const added = [...ledger.auditRows({})].slice(before.seq).map(({ kind }) => kind);
    expect(added).toEqual(kinds);
  });

  it.each(kinds)('records nothing when the row %s can not be written', async (kind) => {
    const trigger = `CREATE TEMP TRIGGER refused BEFORE INSERT ON main.audit WHEN NEW.kind = '${kind}'`;
    db.exec(`${trigger} BEGIN SELECT RAISE(ABORT, 'no row today'); END`);
    const before = dumpTables(temp.file);
    await expect(verb()).rejects.toThrow('no row today');
    expect(dumpTables(temp.file)).toEqual(before);
    db.exec('DROP TRIGGER refused');
    await verb();
    expect(auditOf(ledger, kind).length).toBeGreaterThan(0);
  });
});

it('confirmPlans and its row of the log are one commit', async () => {
  await ledger.freezePlan(draft, PLANNED_FILE, STAMP);
  db.exec("CREATE TEMP TRIGGER refused BEFORE INSERT ON main.audit BEGIN SELECT RAISE(ABORT, 'no row today'); END");
  const before = dumpTables(temp.file);
  await expect(ledger.confirmPlans(draft.campaignId, null, STAMP)).rejects.toThrow('no row today');
  expect(dumpTables(temp.file)).toEqual(before);
  db.exec('DROP TRIGGER refused');
  await ledger.confirmPlans(draft.campaignId, null, STAMP);
  expect(auditOf(ledger, 'plan_confirmed')).toHaveLength(2);
});
