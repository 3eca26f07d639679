import { afterEach, expect, test } from 'vitest';
import { OperatorError } from '../../src/errors.js';
import { adoptLedger, type Adoption } from '../../src/flows/adopt-ledger.js';
import { aboutCode } from '../../src/providers/vonage/error-codes.js';
import { phrase } from '../../src/words/phrase.js';
import { fakeWorld } from '../support/fake-world.js';
import { lostAnswer, scriptedProvider } from '../support/scripted-provider.js';
import { runCampaign } from '../support/send-run.js';
import { confirmedCampaign, fictionNumbers, STAMP, tempLedger, type TempLedger } from '../support/temp-ledger.js';

let temp: TempLedger;
afterEach(() => temp.remove());

test('what an adoption says is told before anybody is asked: a disk that fails then does not take it along', async () => {
  temp = tempLedger();
  const ledger = temp.open();
  await confirmedCampaign(ledger, 'fete', fictionNumbers(2));
  const world = fakeWorld('2026-01-06T10:00:00.000Z');
  await runCampaign('fete', { ledger, provider: scriptedProvider(() => lostAnswer), world });
  const told: Adoption[] = [];
  const adopting = adoptLedger({
    ledger,
    clock: world.clock,
    actor: { operator: STAMP.operator, login: STAMP.login },
    erasures: [],
    terms: { unreachableAfter: 1, aboutCode },
    provider() {
      throw new OperatorError('storeFailure', phrase('store.failed', { file: 'ledger.db', code: 'SQLITE_IOERR' }));
    },
    eraseAgain: () => Promise.resolve(),
    withSetAside: () => Promise.resolve([]),
    tellAdopted: (adoption) => told.push(adoption),
  });
  await expect(adopting).rejects.toMatchObject({ kind: 'storeFailure' });
  expect(told).toMatchObject([{ erasures: { noted: 0, entered: 0, again: 0 } }]);
  expect(told[0]?.newestAt).not.toBeNull();
});
