import { cpSync, linkSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isWindows } from '../../src/files/host.js';
import { stateHomeOf, tempFolder } from '../support/cli.js';
import { makeCampaign } from '../support/made-up-campaign.js';
import { FRENCH_MOBILE } from '../support/public-examples.js';
import { start, type Started } from '../support/real-program.js';
import { scriptedServer, type Happening } from '../support/scripted-server.js';
import { seeded } from '../support/seeded.js';
import { accepts } from '../support/vonage-service.js';

const FILES = ['smsctl.toml', 'ledger.db', 'ledger.key', 'members.csv'];
const SEND = ['send', '--campaign', 'fete', '--yes'];

/** A planned campaign, a service that notes whom it took a message for, and one computer that all its copies are used on. */
async function campaign(recipients = 20, rate = 40) {
  const taken: string[] = [];
  const { promise: tookOne, resolve: take } = Promise.withResolvers<null>();
  const server = await scriptedServer({
    otherwise({ body }): Happening {
      // Doctor asks for the balance, without a body.
      if (body === '') return { kind: 'answers', status: 200, body: '{"value":10.28,"autoReload":false}' };
      taken.push((JSON.parse(body) as { to: string }).to);
      take(null);
      return accepts('messages');
    },
  });
  const parent = tempFolder();
  const at = (name: string): string => join(parent, name);
  const first = at('first');
  mkdirSync(first);
  await makeCampaign({ folder: first, url: server.url, recipients, rate, timeoutMs: 10_000 }, seeded(7));
  const run = (folder: string, command: readonly string[]): Started => start(folder, command, [], stateHomeOf(parent));
  return { taken, tookOne, at, first, run };
}

/** What a person sees who copies a folder over another one. */
function copyOver(from: string, to: string): void {
  cpSync(from, to, { recursive: true, force: true });
}

interface Told {
  readonly exit: number | null;
  readonly message: string;
}

async function told({ ended, complaints }: Started): Promise<Told> {
  const exit = await ended;
  return { exit, message: complaints() };
}

async function examined(run: Started, name: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  await run.ended;
  const { checks } = JSON.parse(run.answer()) as { checks: readonly Readonly<Record<string, unknown>>[] };
  return checks.find((check) => check['name'] === name);
}

describe('a ledger that was copied aside and copied back', () => {
  it('sends nothing (77): whoever was texted in between would be texted again', async () => {
    const { taken, at, first, run } = await campaign();
    const test = [
      'test-send',
      'members.csv',
      '--text',
      'Essai',
      '--purpose',
      'information',
      '--to',
      FRENCH_MOBILE.e164,
    ];
    expect((await told(run(first, test))).exit).toBe(0);
    cpSync(first, at('aside'), { recursive: true });
    expect(await told(run(first, SEND))).toEqual({ exit: 0, message: expect.any(String) as unknown });
    const count = taken.length;
    copyOver(at('aside'), first);

    expect(await examined(run(first, ['doctor', '--json']), 'home')).toMatchObject({ status: 'fail' });
    // Nobody changed its log: it is only not the last one.
    const verified = run(first, ['audit', 'verify', '--json']);
    expect(await verified.ended).toBe(0);
    expect(JSON.parse(verified.answer())).toMatchObject({
      ...{ ok: true, faults: [] },
      warnings: [expect.stringContaining('older than its last run') as unknown],
    });
    const { exit, message } = await told(run(first, SEND));
    expect([exit, message]).toEqual([77, expect.stringContaining('older than its last run')]);
    expect(message).toContain('smsctl doctor --adopt');
    expect(taken).toHaveLength(count);

    await run(first, ['doctor', '--adopt']).ended;
    expect(await examined(run(first, ['doctor', '--json']), 'home')).toMatchObject({ status: 'ok' });
    await run(first, SEND).ended;
    expect(taken).toHaveLength(count);
  });
});

describe('a copy of a ledger that sends', () => {
  it('is not adopted meanwhile (75): the end of the run would undo it', async () => {
    const { taken, tookOne, at, first, run } = await campaign(30, 10);
    const second = at('second');
    cpSync(first, second, { recursive: true });
    const running = run(first, SEND);
    await Promise.race([tookOne, running.ended]);
    const { exit, message } = await told(run(second, ['doctor', '--adopt']));
    expect([exit, message]).toEqual([
      75,
      expect.stringContaining('another sending run, or a command that needs the ledger to itself, holds'),
    ]);
    expect(await running.ended).toBe(0);
    expect(taken).toHaveLength(new Set(taken).size);
    expect(await examined(run(first, ['doctor', '--json']), 'home')).toMatchObject({ status: 'ok' });
    expect(await examined(run(second, ['doctor', '--json']), 'home')).toMatchObject({ status: 'fail' });
  });
});

describe.skipIf(isWindows)('a ledger that two folders share', () => {
  it('by a hard link sends from neither (77), says why, and is not adopted; alone it sends', async () => {
    const { taken, at, first, run } = await campaign();
    const second = at('second');
    mkdirSync(second);
    for (const name of FILES) linkSync(join(first, name), join(second, name));
    for (const folder of [first, second]) {
      const { exit, message } = await told(run(folder, SEND));
      expect([exit, message]).toEqual([77, expect.stringContaining('more than one name (hard links)')]);
      expect(await examined(run(folder, ['doctor', '--json']), 'home')).toMatchObject({
        status: 'fail',
        message: expect.stringContaining('hard links') as unknown,
        hint: expect.stringContaining('cp -al') as unknown,
      });
      expect(await run(folder, ['doctor', '--adopt']).ended).toBe(77);
    }
    expect(taken).toEqual([]);
    rmSync(second, { recursive: true });
    expect(await told(run(first, SEND))).toEqual({ exit: 0, message: expect.any(String) as unknown });
    expect(new Set(taken).size).toBe(taken.length);
    expect(await examined(run(first, ['doctor', '--json']), 'run_memory')).toMatchObject({ status: 'ok' });
  });

  it('by a symbolic link is sent from by one run at a time (75)', async () => {
    const { taken, tookOne, at, first, run } = await campaign(30, 10);
    const second = at('second');
    mkdirSync(second);
    symlinkSync(join('..', 'first', 'ledger.db'), join(second, 'ledger.db'));
    for (const name of ['smsctl.toml', 'ledger.key']) cpSync(join(first, name), join(second, name));
    const running = run(first, SEND);
    await Promise.race([tookOne, running.ended]);
    const { exit, message } = await told(run(second, SEND));
    expect([exit, message]).toEqual([
      75,
      expect.stringContaining('another sending run, or a command that needs the ledger to itself, holds'),
    ]);
    expect(await running.ended).toBe(0);
    expect(new Set(taken).size).toBe(taken.length);
  });
});
