import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Ledger } from '../../src/store/store.js';
import {
  DAYS,
  auditOf,
  confirmedCampaign,
  fictionNumber,
  KEYRING,
  STAMP,
  suppressionOf,
  tempLedger,
  type TempLedger,
} from '../support/temp-ledger.js';

const [old, right] = [fictionNumber(1), fictionNumber(2)];

let temp: TempLedger;
let ledger: Ledger;
beforeEach(() => {
  temp = tempLedger();
  ledger = temp.open();
});
afterEach(() => temp.remove());

it('tells, and writes into the log, what it took off plans and which wishes are new under the right number', async () => {
  await confirmedCampaign(ledger, 'fete', [old]);
  await confirmedCampaign(ledger, 'bal', [old]);
  const wishes = [suppressionOf(old, 'stop'), suppressionOf(old, 'objection'), suppressionOf(right, 'stop')];
  await ledger.recordSuppressions([...wishes, suppressionOf(old, 'unreachable')], STAMP);
  const done = { skipped: 2, carried: 1 };
  expect(await ledger.rectifySubject(old, right, DAYS, STAMP)).toEqual({
    ...{ kind: 'rectified', ...done },
    answered: { requests: [1], unidentified: [] },
  });
  const [from, to] = [old, right].map((number) => KEYRING.fingerprint(number).toString('hex'));
  expect(auditOf(ledger, 'rectified')).toEqual([{ to, ...done }, { from }]);
  const reasons = (await ledger.suppressionsOf(right)).map(({ reason }) => reason);
  expect(reasons.sort()).toEqual(['objection', 'stop']);
  expect(ledger.checkTampering()).toEqual([]);
});
