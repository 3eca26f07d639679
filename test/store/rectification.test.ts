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
  const ofNumber = [suppressionOf(old, 'unreachable'), suppressionOf(old, 'provider')];
  await ledger.recordSuppressions([...wishes, ...ofNumber], STAMP);
  const done = { skipped: 2, carried: 1 };
  expect(await ledger.rectifySubject(old, right, DAYS, STAMP)).toEqual({
    ...{ kind: 'rectified', ...done },
    answered: { requests: [1], unidentified: [] },
  });
  const [from, to] = [old, right].map((number) => KEYRING.fingerprint(number).toString('hex'));
  expect(auditOf(ledger, 'rectified')).toEqual([{ to, ...done }, { from }]);
  // What the provider said holds by whoever had the number then, without an entry of its own.
  const reasons = (await ledger.suppressionsOf(right)).map(({ reason }) => reason);
  expect(reasons.sort()).toEqual(['objection', 'provider', 'stop']);
  const held = (await ledger.factsFor([right], STAMP.at)).get(right)?.suppressions.map(({ reason }) => reason);
  expect(held).toContain('provider');
  expect(held).not.toContain('unreachable');
  expect(ledger.checkTampering()).toEqual([]);
});
