import { afterEach, expect, it } from 'vitest';
import { lookUpUnknown } from '../../src/flows/resolve-unknown.js';
import { invariant } from '../../src/errors.js';
import { aboutCode } from '../../src/providers/vonage/error-codes.js';
import type { Finding, Provider } from '../../src/providers/provider.js';
import { fakeWorld } from '../support/fake-world.js';
import { lostAnswer, scriptedProvider } from '../support/scripted-provider.js';
import { campaignNamed, runCampaign } from '../support/send-run.js';
import {
  auditOf,
  confirmedCampaign,
  fictionNumbers,
  STAMP,
  tempLedger,
  type TempLedger,
} from '../support/temp-ledger.js';

const TUESDAY = '2026-01-06T10:00:00.000Z';
const numbers = fictionNumbers(4);

let temp: TempLedger;
afterEach(() => temp.remove());

type Found = Pick<Extract<Finding, { readonly kind: 'found' }>, 'status' | 'code'>;

/** Sends to everybody, loses every answer, and asks records that say this of one after the other. */
async function settled(records: readonly Found[]) {
  temp = tempLedger();
  const ledger = temp.open();
  const { campaignId } = await confirmedCampaign(ledger, 'fete', numbers.slice(0, records.length));
  const world = fakeWorld(TUESDAY);
  const provider = scriptedProvider(() => lostAnswer);
  await runCampaign('fete', { ledger, provider, world });
  const campaign = await campaignNamed(ledger, 'fete');
  const findings = (await ledger.unknownIntents(campaignId)).map(({ ref }, place): Finding => {
    const told = records[place];
    invariant(told !== undefined, 'the records know every message');
    return { kind: 'found', ref, providerId: `id-${place}`, ...told };
  });
  expect(findings).toHaveLength(records.length);
  const asked: Provider = { ...provider, lookUp: () => Promise.resolve({ kind: 'answered', findings }) };
  const deps = { ledger, clock: world.clock, actor: { operator: STAMP.operator, login: STAMP.login } };
  const resolved = await lookUpUnknown(campaign, asked, { unreachableAfter: 1, aboutCode }, deps);
  const reasons = await Promise.all(
    numbers.map(async (number) => (await ledger.suppressionsOf(number)).map(({ reason }) => reason)),
  );
  return { ledger, resolved, reasons };
}

it('what the records say of a number for good puts it on the never-list, as a receipt from elsewhere does', async () => {
  // Two dead numbers by the codes of either service, one that was switched off, and one that has the message.
  const { ledger, resolved, reasons } = await settled([
    { status: 'undelivered', code: '3' },
    { status: 'undelivered', code: '1190' },
    { status: 'undelivered', code: '1' },
    { status: 'delivered', code: null },
  ]);
  expect(resolved).toMatchObject({ accepted: 4 });
  expect(reasons).toEqual([['unreachable'], ['unreachable'], [], []]);
  expect(ledger.checkTampering()).toEqual([]);
});

it('a STOP that the records tell with a message that was rejected is one', async () => {
  const { ledger, resolved, reasons } = await settled([
    { status: 'rejected', code: '1240' },
    { status: 'rejected', code: '1050' },
    { status: 'rejected', code: '1430' },
    { status: 'accepted', code: null },
  ]);
  expect(resolved).toMatchObject({ accepted: 1, rejected: 3 });
  expect(reasons).toEqual([['provider'], ['provider'], [], []]);
  expect((await ledger.campaignCounts((await campaignNamed(ledger, 'fete')).id)).rejected).toBe(3);
  expect(ledger.checkTampering()).toEqual([]);
});

it('counts what it settled itself, and not what somebody else did while the records were read', async () => {
  temp = tempLedger();
  const ledger = temp.open();
  const { campaignId } = await confirmedCampaign(ledger, 'fete', numbers.slice(0, 2));
  const world = fakeWorld(TUESDAY);
  const provider = scriptedProvider(() => lostAnswer);
  await runCampaign('fete', { ledger, provider, world });
  const campaign = await campaignNamed(ledger, 'fete');
  const findings = (await ledger.unknownIntents(campaignId)).map(({ ref }, place): Finding => ({
    kind: 'found',
    ref,
    providerId: `id-${place}`,
    status: 'accepted',
    code: null,
  }));
  const terms = { unreachableAfter: 0, aboutCode };
  const deps = { ledger, clock: world.clock, actor: { operator: STAMP.operator, login: STAMP.login } };
  const first: Provider = {
    ...provider,
    lookUp: () => Promise.resolve({ kind: 'answered', findings: findings.slice(0, 1) }),
  };
  const second: Provider = {
    ...provider,
    async lookUp() {
      expect(await lookUpUnknown(campaign, first, terms, deps)).toMatchObject({ accepted: 1 });
      return { kind: 'answered', findings };
    },
  };
  expect(await lookUpUnknown(campaign, second, terms, deps)).toMatchObject({ accepted: 1 });
  expect(auditOf(ledger, 'settlement')).toHaveLength(2);
});
