import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Receipt, Reply } from '../../src/core/delivery/send-outcome.js';
import { collectReceipts } from '../../src/flows/collect-receipts.js';
import { instantOf } from '../../src/core/schedule/instant.js';
import type { Collected, Provider } from '../../src/providers/provider.js';
import type { Ledger } from '../../src/store/store.js';
import { unaccounted } from '../support/counts.js';
import { fakeWorld, type FakeWorld } from '../support/fake-world.js';
import { accepted, lostAnswer, scriptedProvider } from '../support/scripted-provider.js';
import { runCampaign } from '../support/send-run.js';
import {
  auditOf,
  confirmedCampaign,
  fictionNumber,
  fictionNumbers,
  KEYRING,
  STAMP,
  tempLedger,
  type TempLedger,
} from '../support/temp-ledger.js';

const NUMBERS = fictionNumbers(4);
const LATER = '2026-01-06T11:00:00.000Z';

let temp: TempLedger;
let ledger: Ledger;
let world: FakeWorld;
let campaignId: number;

beforeEach(async () => {
  temp = tempLedger();
  ledger = temp.open();
  world = fakeWorld('2026-01-06T10:00:00.000Z');
  ({ campaignId } = await confirmedCampaign(ledger, 'fete', NUMBERS));
  const provider = scriptedProvider((message) => (message.to === NUMBERS[3] ? lostAnswer : accepted(message)));
  await runCampaign('fete', { ledger, provider, world });
});
afterEach(() => temp.remove());

const receiptFor = (place: number, status: Receipt['status'] = 'delivered'): Receipt => ({
  ref: KEYRING.reference('fete', NUMBERS[place]!),
  status,
  code: status === 'delivered' ? null : '27',
  at: LATER,
});

/** Tells its news in the given parts. */
function telling(...parts: readonly { receipts?: readonly Receipt[]; replies?: readonly Reply[] }[]): Provider {
  const left = [...parts];
  return {
    ...scriptedProvider(),
    collect(): Promise<Collected> {
      const { receipts = [], replies = [] } = left.shift() ?? {};
      return Promise.resolve({ receipts, replies, more: left.length > 0 });
    },
  };
}

const collect = (provider: Provider): Promise<number> =>
  collectReceipts(provider, { ledger, clock: { ...world.clock, now: () => instantOf(LATER) }, actor: STAMP });

describe('collectReceipts', () => {
  it('files receipts once, and counts what was new', async () => {
    const told = { receipts: [receiptFor(0), receiptFor(1, 'undelivered')] };
    expect(await collect(telling(told))).toBe(2);
    expect(await collect(telling(told))).toBe(0);
    const counts = await ledger.campaignCounts(campaignId);
    expect(counts).toMatchObject({ accepted: 3, delivered: 1, undelivered: 1, unknown: 1 });
    expect(unaccounted(counts)).toBe(0);
    expect(auditOf(ledger, 'receipt')).toHaveLength(2);
  });

  it('a receipt settles what was in doubt: the text had left after all (promise 6)', async () => {
    await collect(telling({ receipts: [receiptFor(3)] }));
    expect(await ledger.campaignCounts(campaignId)).toMatchObject({ accepted: 4, unknown: 0, delivered: 1 });
    expect(auditOf(ledger, 'settlement')).toMatchObject([{ outcome: 'accepted', by: 'receipt' }]);
  });

  it('nobody is surprised by a receipt for a message of somebody else', async () => {
    const foreign: Receipt = { ref: 'not-ours', status: 'delivered', code: null, at: LATER };
    expect(await collect(telling({ receipts: [foreign] }))).toBe(0);
  });

  it('a STOP puts its sender on the never-list, for promotional messages, once', async () => {
    const stop: Reply = { from: NUMBERS[2]!, text: 'stop', at: LATER };
    expect(await collect(telling({ replies: [stop] }))).toBe(1);
    expect(await collect(telling({ replies: [stop] }))).toBe(0);
    expect(await ledger.suppressionsOf(NUMBERS[2]!)).toMatchObject([
      { reason: 'stop', scope: 'promotional', at: LATER },
    ]);
    expect((await ledger.campaignCounts(campaignId)).optedOut).toBe(1);
  });

  it('a STOP of someone whom the ledger has never texted counts as well', async () => {
    const stranger = fictionNumber(77);
    expect(await collect(telling({ replies: [{ from: stranger, text: 'STOP', at: LATER }] }))).toBe(1);
    expect(await ledger.suppressionsOf(stranger)).toHaveLength(1);
  });

  it('other words are no STOP, and wait for a person', async () => {
    const replies = ['Merci !', 'On se retrouve au parc samedi ?', ''].map((text) => ({
      from: NUMBERS[0]!,
      text,
      at: LATER,
    }));
    expect(await collect(telling({ replies }))).toBe(3);
    expect(await ledger.suppressionsOf(NUMBERS[0]!)).toEqual([]);
    expect(await ledger.inboxCounts()).toEqual({ waiting: 3, review: 0, oldestAt: LATER });
  });

  it('what may be a STOP holds promotional messages back until a person has decided', async () => {
    await collect(telling({ replies: [{ from: NUMBERS[0]!, text: 'ok stop', at: LATER }] }));
    expect(await ledger.suppressionsOf(NUMBERS[0]!)).toMatchObject([{ reason: 'review', scope: 'promotional' }]);
    expect(await ledger.inboxCounts()).toMatchObject({ waiting: 0, review: 1 });
  });

  it('a code that says, to this provider, that the recipient wants nothing puts them on the never-list', async () => {
    const aboutCode: Provider['aboutCode'] = (code) => (code === '27' ? 'opted_out' : null);
    const told = { receipts: [receiptFor(0, 'undelivered')] };
    await collect({ ...telling(told), aboutCode });
    expect(await ledger.suppressionsOf(NUMBERS[0]!)).toMatchObject([{ reason: 'provider', scope: 'all' }]);
    // To another one the same code says nothing of the kind.
    await collect(telling({ receipts: [receiptFor(1, 'undelivered')] }));
    expect(await ledger.suppressionsOf(NUMBERS[1]!)).toEqual([]);
  });

  it('telephones that are not there count where a limit is given, and only there', async () => {
    const aboutCode: Provider['aboutCode'] = () => 'unreachable';
    const lost = (place: number): Provider => ({
      ...telling({ receipts: [receiptFor(place, 'undelivered')] }),
      aboutCode,
    });
    const deps = { ledger, clock: { ...world.clock, now: () => instantOf(LATER) }, actor: STAMP };
    await collectReceipts(lost(0), deps, 1);
    await collectReceipts(lost(1), deps);
    expect(await ledger.suppressionsOf(NUMBERS[0]!)).toMatchObject([{ reason: 'unreachable' }]);
    expect(await ledger.suppressionsOf(NUMBERS[1]!)).toEqual([]);
  });

  it('asks again as long as there is more', async () => {
    const parts = [{ receipts: [receiptFor(0)] }, {}, { receipts: [receiptFor(1)] }];
    expect(await collect(telling(...parts))).toBe(2);
  });
});
