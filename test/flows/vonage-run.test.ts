import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/store/store.js';
import { systemTimer } from '../../src/world.js';
import { fakeWorld } from '../support/fake-world.js';
import { scriptedServer, type Happening, type ScriptedServer } from '../support/scripted-server.js';
import { proveExit, REAL } from '../support/proven-exit.js';
import { runCampaign } from '../support/send-run.js';
import {
  auditOf,
  confirmedCampaign,
  fictionNumbers,
  KEYRING,
  tempLedger,
  type TempLedger,
} from '../support/temp-ledger.js';
import { accepts, APIS, CODES, openVonage, refusesWith } from '../support/vonage-service.js';

/** Tuesday, 11:00 in Paris: inside every window. */
const TUESDAY = '2026-01-06T10:00:00.000Z';

let temp: TempLedger;
let ledger: Ledger;

beforeEach(async () => {
  temp = tempLedger();
  ledger = temp.open();
  await proveExit(ledger, fakeWorld(TUESDAY));
});
afterEach(() => temp.remove());

/** Whom each request of a server was for. */
function recipients({ requests }: ScriptedServer): readonly string[] {
  return requests.map(({ body }) => /\b(33\d{9})\b/.exec(body)?.[1] ?? '');
}

describe.each(APIS)('a run by the %s API of Vonage', (api) => {
  it('ends with every message accounted for, and none of them asked for twice but the throttled', async () => {
    const numbers = fictionNumbers(30);
    await confirmedCampaign(ledger, 'fete', numbers);
    const throttledOnce = new Set<string>();
    const server = await scriptedServer({
      otherwise({ body }): Happening {
        const place = numbers.findIndex((number) => body.includes(number.slice(1)));
        if (place % 6 === 1) return { ...accepts(api), status: 503 };
        if (place % 6 === 2) return { kind: 'writes', text: 'HTTP/1.1 20', then: 'resets' };
        if (place % 6 === 3) return refusesWith(api, CODES[api].recipient);
        if (place % 6 === 4 && !throttledOnce.has(body)) {
          throttledOnce.add(body);
          return { kind: 'answers', status: 429, body: '' };
        }
        return accepts(api);
      },
    });
    const provider = openVonage(api, server.url, systemTimer);
    const { end, counts } = await runCampaign('fete', {
      ledger,
      provider,
      config: REAL,
      world: fakeWorld(TUESDAY),
      workers: 8,
    });
    expect(end).toEqual({ kind: 'done' });
    expect(counts).toMatchObject({ planned: 30, accepted: 15, rejected: 5, unknown: 10, remaining: 0, inFlight: 0 });
    const asked = recipients(server);
    for (const [place, number] of numbers.entries()) {
      expect(asked.filter((one) => one === number.slice(1))).toHaveLength(place % 6 === 4 ? 2 : 1);
    }
    expect(auditOf(ledger, 'submission')).toHaveLength(30);
    // The service knows each message by the reference that the log has.
    const refs = new Set(auditOf(ledger, 'submission').map(({ ref }) => ref));
    expect(refs).toEqual(new Set(numbers.map((number) => KEYRING.reference('fete', number))));
  });

  it('that finds nobody there ends soon, and a later one sends everything once', async () => {
    const numbers = fictionNumbers(10);
    await confirmedCampaign(ledger, 'fete', numbers);
    const gone = await scriptedServer();
    await gone.close();
    const down = openVonage(api, gone.url, systemTimer);
    const first = await runCampaign('fete', {
      ledger,
      provider: down,
      config: REAL,
      world: fakeWorld(TUESDAY),
      workers: 4,
    });
    expect(first.end).toEqual({ kind: 'unavailable', why: 'connection-refused' });
    expect(first.counts).toMatchObject({ remaining: 10, unknown: 0, accepted: 0 });
    const server = await scriptedServer({ otherwise: () => accepts(api) });
    const up = openVonage(api, server.url, systemTimer);
    const second = await runCampaign('fete', {
      ledger,
      provider: up,
      config: REAL,
      world: fakeWorld(TUESDAY),
      workers: 4,
    });
    expect(second.counts).toMatchObject({ accepted: 10, remaining: 0 });
    expect([...recipients(server)].sort()).toEqual(numbers.map((number) => number.slice(1)));
  });

  it.each([
    ['a refused key', { kind: 'answers', status: 401, body: '' } as const, 'http-401'],
    ['no money', { kind: 'answers', status: 402, body: '' } as const, 'http-402'],
    ['a sender that is not allowed', refusesWith(api, CODES[api].campaign), api === 'sms' ? 'sms-15' : '1420'],
  ])('is ended by %s, and everybody is still to be texted', async (_, answer, reason) => {
    await confirmedCampaign(ledger, 'fete', fictionNumbers(10));
    const server = await scriptedServer({ otherwise: () => answer });
    const provider = openVonage(api, server.url, systemTimer);
    const { end, counts } = await runCampaign('fete', {
      ledger,
      provider,
      config: REAL,
      world: fakeWorld(TUESDAY),
      workers: 1,
    });
    expect(end).toEqual({ kind: 'refused', reason });
    expect(counts).toMatchObject({ remaining: 10, rejected: 0, unknown: 0 });
    expect(server.requests).toHaveLength(1);
  });
});
