import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DateTime } from 'luxon';
import { describe, it, type TestContext } from 'vitest';
import { isWindows } from '../../src/files/host.js';
import { checkBooks } from '../support/checked-books.js';
import { cliWorkspace, members } from '../support/cli.js';
import { handsetNetwork, type HandsetNetwork } from '../support/handset-network.js';
import { makeCampaign, type People } from '../support/made-up-campaign.js';
import { ask, start, type Started } from '../support/real-program.js';
import { seeded } from '../support/seeded.js';

/** As many as begin within the latency of the simulator below. */
const IN_FLIGHT = 2;
const BY_EVENING = ['--purpose', 'association', '--text', 'Bonjour'];
const YES = ['--yes', '--json'];
const SEND = ['send', '--campaign', 'fete', '--yes', '--json'];
const RATE = 40;
const TIMEOUT_MS = 2000;
/** No machine needs as long to begin to send. */
const TOO_SLOW_MS = 300_000;
/** Nobody objects here. */
const NOBODY = { number: '', nextRunMs: Infinity };

interface Scene {
  readonly folder: string;
  readonly network: HandsetNetwork;
  readonly people: People;
}

/** A campaign of the built program at a service of this machine, which is slow enough that much is under way. */
async function scene({ onTestFinished }: TestContext, terms: readonly string[] = []): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), 'smsctl-pause-'));
  const network = await handsetNetwork({ faultOf: () => null, arrives: () => true, latencyMs: () => 150 });
  onTestFinished(async () => {
    await network.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const made = { folder, url: network.url, recipients: 90, rate: RATE, timeoutMs: TIMEOUT_MS, terms };
  return { folder, network, people: await makeCampaign(made, seeded(20260106)) };
}

/** Resolves once `holds`; false when the run ended first. */
async function until(holds: () => boolean, { ended }: Started): Promise<boolean> {
  const hasEnded = ended.then(() => true);
  while (!holds()) if (await Promise.race([hasEnded, sleep(2, false)])) return holds();
  return true;
}

/** Stops a process as Ctrl-Z does, for so long. */
async function stopFor(ms: number, { child }: Started): Promise<void> {
  child.kill('SIGSTOP');
  await sleep(ms);
  child.kill('SIGCONT');
}

// There is no such signal on Windows.
describe.skipIf(isWindows).concurrent('a run that is stopped (SIGSTOP) and goes on later', () => {
  it('with requests in flight for longer than their deadline: nobody twice, no burst, every doubt has its reason', async (test) => {
    const { expect } = test;
    const { folder, network, people } = await scene(test);
    const run = start(folder, SEND);
    for (const count of [15, 45]) {
      expect(await until(() => network.arrivals.length >= count, run), run.complaints()).toBe(true);
      const before = network.arrivals.length;
      expect(before).toBeGreaterThan(network.handsets.length);
      await stopFor(1.5 * TIMEOUT_MS, run);
    }
    expect([0, 80]).toContain(await run.ended);
    expect(run.complaints()).toBe('');
    await checkBooks({ folder, network, people, late: NOBODY, rate: RATE, kills: 0 });
    // The answers had come in while it was stopped: they are read, late as it is.
    expect(await ask(folder, ['status', 'fete'])).toMatchObject({ accepted: people.allowed.length, unknown: 0 });
    expect(network.handsets).toHaveLength(people.allowed.length);
  });

  it('after the time that --not-after names sends nothing more', async (test) => {
    const { expect } = test;
    // A machine that is too slow to begin in time gets more of it.
    for (let leftMs = 8000; leftMs < TOO_SLOW_MS; leftMs *= 2) {
      const end = Date.now() + leftMs;
      const made = await scene(test, ['--not-after', new Date(end).toISOString()]).catch(() => null);
      // Not even planned by then.
      if (made === null) continue;
      const { folder, network, people } = made;
      const run = start(folder, SEND);
      const isUnderWay = await until(() => network.arrivals.length >= 10, run);
      // Planned in time, and begun too late: refused.
      if (!isUnderWay && Date.now() >= end) continue;
      expect(run.complaints()).toBe('');
      if (!isUnderWay) continue;
      run.child.kill('SIGSTOP');
      const isInTime = Date.now() < end;
      await sleep(Math.max(0, end - Date.now()) + 500);
      const before = network.arrivals.length;
      run.child.kill('SIGCONT');
      expect([0, 80]).toContain(await run.ended);
      if (!isInTime) continue;
      expect(network.arrivals).toHaveLength(before);
      expect(run.complaints()).toBe('');
      const status = await ask(folder, ['status', 'fete']);
      expect(status).toMatchObject({ accepted: before, unknown: 0, remaining: 0 });
      expect(status).toMatchObject({ skipped: { expired: people.allowed.length - before } });
      await checkBooks({ folder, network, people, late: NOBODY, rate: RATE, kills: 0 });
      return;
    }
    expect.fail('this machine never came to the moment in time');
  });

  it('after the end of the window sends nothing more, and what remains waits for the next one', async (test) => {
    const { expect } = test;
    const CLOSES = DateTime.fromISO('2025-03-11T19:50:00+01:00');
    for (let leftMs = 8000; leftMs < TOO_SLOW_MS; leftMs *= 2) {
      // Slow enough that it is not through before it is stopped.
      const space = await cliWorkspace({ simulator: 'rate = 3\nlatency_ms = 300' });
      space.write('members.csv', members(40));
      const clock = ['--clock', CLOSES.minus(leftMs).toISO()!];
      const startedMs = performance.now();
      const run = start(space.folder, ['send', 'members.csv', '--campaign', 'fete', ...BY_EVENING, ...clock, ...YES]);
      const isUnderWay = await until(() => space.outbox('fete').length >= 3, run);
      expect(run.complaints()).toBe('');
      if (!isUnderWay) continue;
      run.child.kill('SIGSTOP');
      // Its clock began after it was started.
      const isInTime = performance.now() - startedMs < leftMs;
      await sleep(Math.max(0, startedMs + leftMs - performance.now()) + 3000);
      const before = space.outbox('fete').length;
      run.child.kill('SIGCONT');
      const code = await run.ended;
      if (!isInTime || before === 40) continue;
      expect(code).toBe(75);
      const summary = JSON.parse(run.answer().trim().split('\n').at(-1)!) as unknown;
      const received = space.outbox('fete');
      expect(summary).toMatchObject({ type: 'summary', state: 'closed', accepted: received.length, unknown: 0 });
      expect(summary).toMatchObject({ remaining: 40 - received.length, opensAt: '2025-03-12T07:00:00.000Z' });
      // Whatever was on its way when it was stopped arrives when it goes on: nothing else does.
      expect(received.length - before).toBeLessThanOrEqual(IN_FLIGHT);
      return;
    }
    expect.fail('this machine never came to the moment in time');
  });
});
