import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe } from 'vitest';
import { simulator } from '../../src/providers/simulator.js';
import { fakeWorld } from '../support/fake-world.js';
import { scriptedServer, type Happening } from '../support/scripted-server.js';
import { accepts, APIS, CODES, openVonage, refusesWith, type Api } from '../support/vonage-service.js';
import { contractOf, type Behaviour, type Opened } from './contract.js';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const FAULTLESS = {
  ...{ seed: 1, latencyMs: 0, throttled: 0, rejected: 0, lostAnswer: 0, undelivered: 0, repliesStop: 0 },
};
const FAULTS = {
  accepts: {},
  rejects: { rejected: 1 },
  throttles: { throttled: 1 },
  'loses the answer': { lostAnswer: 1 },
} as const satisfies Record<Behaviour, object>;

/** Its service is the outbox. */
function openSimulator(behaviour: Behaviour): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), 'smsctl-contract-'));
  folders.push(folder);
  const outbox = join(folder, 'fete.outbox.jsonl');
  const { clock, timer } = fakeWorld('2026-01-06T10:00:00.000Z');
  return Promise.resolve({
    provider: simulator(outbox, { ...FAULTLESS, ...FAULTS[behaviour] }, clock, timer),
    taken: ({ ref }) => (existsSync(outbox) ? readFileSync(outbox, 'utf8').split(`"${ref}"`).length - 1 : 0),
  });
}

async function openAgainstServer(api: Api, behaviour: Behaviour): Promise<Opened> {
  const answer: Happening = {
    accepts: accepts(api),
    rejects: refusesWith(api, CODES[api].recipient),
    throttles: api === 'sms' ? refusesWith(api, '1') : { ...refusesWith(api, '1000'), status: 429 },
    'loses the answer': { kind: 'writes', text: '', then: 'resets' } as const,
  }[behaviour];
  const server = await scriptedServer({ otherwise: () => answer });
  const takes = behaviour === 'accepts' || behaviour === 'loses the answer';
  return {
    provider: openVonage(api, server.url),
    taken: ({ ref }) => (takes ? server.requests.filter(({ body }) => body.includes(ref)).length : 0),
  };
}

describe('the simulator', () => contractOf(openSimulator));

describe.each(APIS)('vonage by the %s API', (api) => contractOf((behaviour) => openAgainstServer(api, behaviour)));
