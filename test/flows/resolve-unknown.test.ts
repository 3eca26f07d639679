import { afterEach, expect, it } from 'vitest';
import { lookUpUnknown } from '../../src/flows/resolve-unknown.js';
import { invariant } from '../../src/errors.js';
import { aboutCode } from '../../src/providers/vonage/error-codes.js';
import type { Finding, Provider } from '../../src/providers/provider.js';
import { fakeWorld } from '../support/fake-world.js';
import { lostAnswer, scriptedProvider } from '../support/scripted-provider.js';
import { runCampaign } from '../support/send-run.js';
import { confirmedCampaign, fictionNumbers, STAMP, tempLedger, type TempLedger } from '../support/temp-ledger.js';

const TUESDAY = '2026-01-06T10:00:00.000Z';
const numbers = fictionNumbers(4);

let temp: TempLedger;
afterEach(() => temp.remove());

it('what the records say of a number for good puts it on the never-list, as a receipt from elsewhere does', async () => {
  temp = tempLedger();
  const ledger = temp.open();
  const { campaignId } = await confirmedCampaign(ledger, 'fete', numbers);
  const world = fakeWorld(TUESDAY);
  const provider = scriptedProvider(() => lostAnswer);
  await runCampaign('fete', { ledger, provider, world });
  const campaign = await ledger.findCampaign('fete');
  invariant(campaign !== null, 'a campaign that was sent is there');
  // Two dead numbers by the codes of either service, one that was switched off, and one that has the message.
  const codes = ['3', '1190', '1', null];
  const findings = (await ledger.unknownIntents(campaignId)).map(({ ref }, place): Finding => {
    const code = codes[place] ?? null;
    const status = code === null ? 'delivered' : 'undelivered';
    return { kind: 'found', ref, providerId: `id-${place}`, status, code };
  });
  expect(findings).toHaveLength(4);
  const records: Provider = { ...provider, lookUp: () => Promise.resolve({ kind: 'answered', findings }) };
  const deps = { ledger, clock: world.clock, actor: { operator: STAMP.operator, login: STAMP.login } };
  const resolved = await lookUpUnknown(campaign, records, { unreachableAfter: 1, aboutCode }, deps);
  expect(resolved).toMatchObject({ accepted: 4 });
  const reasons = await Promise.all(
    numbers.map(async (number) => (await ledger.suppressionsOf(number)).map(({ reason }) => reason)),
  );
  expect(reasons).toEqual([['unreachable'], ['unreachable'], [], []]);
  expect(ledger.checkTampering()).toEqual([]);
});
