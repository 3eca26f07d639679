import { afterEach, beforeEach, expect, it } from 'vitest';
import { builtInPurposes } from '../../src/core/consent/purpose.js';
import { openHolidayBook } from '../../src/core/schedule/holidays.js';
import { compileTemplate } from '../../src/core/template/message-template.js';
import { invariant } from '../../src/errors.js';
import { sendTest, type TestRun } from '../../src/flows/send-test.js';
import type { Provider } from '../../src/providers/provider.js';
import { slidingPace } from '../../src/providers/sliding-pace.js';
import type { Ledger } from '../../src/store/store.js';
import { fakeWorld, type FakeWorld } from '../support/fake-world.js';
import { CONFIG } from '../support/planned-run.js';
import { accepted, scriptedProvider, throttled } from '../support/scripted-provider.js';
import { fictionNumbers, KEYRING, STAMP, suppressionOf, tempLedger, type TempLedger } from '../support/temp-ledger.js';

let temp: TempLedger;
let ledger: Ledger;
let world: FakeWorld;

beforeEach(() => {
  temp = tempLedger();
  ledger = temp.open();
  world = fakeWorld('2026-01-06T10:00:00.000Z');
});
afterEach(() => temp.remove());

const phones = fictionNumbers(3);

/** Texts three phones, at one message a second. */
async function test(provider: Provider): Promise<TestRun> {
  const purpose = builtInPurposes.get('information');
  invariant(purpose !== undefined, 'it is built in');
  const { clock, timer } = world;
  const request = {
    ...{ purpose, phones, sender: 'AMISDUPARC', gsm7: false, config: CONFIG, allowFictional: true },
    template: compileTemplate('Bonjour', '--text', 'fr'),
    rows: [{ line: null, owner: null, fields: new Map<string, string>() }],
  };
  const pace = slidingPace(1, timer);
  const actor = { operator: STAMP.operator, login: STAMP.login };
  const deps = { ledger, clock, timer, book: await openHolidayBook(), keyring: KEYRING, provider, pace, actor };
  return sendTest(request, deps, new AbortController().signal);
}

it('counts a message when it leaves, however long its connection took', async () => {
  const atMs: number[] = [];
  const slow = scriptedProvider();
  await test({
    ...slow,
    async send(message) {
      if (atMs.length === 0) await world.timer.sleep(900);
      atMs.push(world.timer.nowMs());
      return slow.send(message);
    },
  });
  const [first = 0, second = 0] = atMs;
  expect(atMs).toHaveLength(3);
  expect(second - first).toBeGreaterThanOrEqual(1000);
});

it('asks a provider no more that asks to wait', async () => {
  const provider = scriptedProvider(() => throttled);
  expect((await test(provider)).results.map(({ outcome }) => outcome.kind)).toEqual(['throttled']);
  expect(provider.submissions).toHaveLength(1);
});

it('heeds a STOP that came since it began', async () => {
  const provider = scriptedProvider(async (message) => {
    await temp.open().recordSuppressions([suppressionOf(phones[1]!, 'complaint')], STAMP);
    return accepted(message);
  });
  await expect(test(provider)).rejects.toMatchObject({ kind: 'notPermitted' });
  expect(provider.submissions.map(({ to }) => to)).toEqual([phones[0]]);
});
