import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../src/core/delivery/send-outcome.js';
import type { Ledger, OpenPlan } from '../../src/store/store.js';
import {
  auditOf,
  confirmedCampaign,
  consentOf,
  fictionNumber,
  fictionNumbers,
  intentIds,
  KEYRING,
  MORNING,
  STAMP,
  SUBMISSION,
  suppressionOf,
  tempLedger,
  withdrawal,
  type TempLedger,
} from '../support/temp-ledger.js';

const numbers = fictionNumbers(6);
const territory = (code: string): { readonly territory: Parameters<typeof Object>[0] } => ({ territory: code });

let temp: TempLedger;
let ledger: Ledger;
let plan: OpenPlan;
let ids: readonly number[];
beforeEach(async () => {
  temp = tempLedger();
  ledger = temp.open();
  plan = await confirmedCampaign(ledger, 'fete', numbers);
  ids = await intentIds(ledger, plan.campaignId);
});
afterEach(() => temp.remove());

async function begin(index: number, as: Ledger = ledger): Promise<string> {
  return as.beginSubmission(ids[index]!, await as.factsVersion(), MORNING);
}

async function end(index: number, outcome: SendOutcome): Promise<void> {
  await ledger.recordOutcome(ids[index]!, outcome, SUBMISSION, STAMP);
}

function intentRow(index: number): unknown {
  return temp.raw().prepare('SELECT * FROM intent WHERE id = ?').get(ids[index]);
}

const accepted: SendOutcome = { kind: 'accepted', providerId: 'p1' };
const receiptOf = (index: number, status: 'delivered' | 'undelivered' = 'delivered'): Parameters<Ledger['recordReceipts']>[0][number] => ({
  ref: KEYRING.reference('fete', numbers[index]!),
  status,
  code: '0',
  at: '2026-01-05T10:00:09.000Z',
});
