import { DateTime } from 'luxon';
import { expect, it } from 'vitest';
import type { App } from '../../src/cli/app.js';
import { makeCampaign } from '../support/made-up-campaign.js';
import { ask, start } from '../support/real-program.js';
import { scriptedServer, type Happening } from '../support/scripted-server.js';
import { seeded } from '../support/seeded.js';
import { cliWorkspace, members, MORNING, tempFolder, TERMS } from '../support/cli.js';
import { accepts } from '../support/vonage-service.js';
import { runProgram } from './in-process.js';

const TAKEN_BEFORE = 10;

it.each([
  [401, 'it does not accept the credentials (http-401); compare the key and its secret'],
  [402, 'the account holds too little money (http-402); top up the account'],
])(
  'a run that is refused with %i half-way stops with 77, says what to do, and goes on afterwards',
  async (status, said) => {
    const taken: string[] = [];
    let isMended = false;
    const server = await scriptedServer({
      otherwise({ body }): Happening {
        if (!isMended && taken.length >= TAKEN_BEFORE) return { kind: 'answers', status, body: '' };
        taken.push((JSON.parse(body) as { to: string }).to);
        return accepts('messages');
      },
    });
    const folder = tempFolder();
    const made = { folder, url: server.url, recipients: 50, rate: 40, timeoutMs: 10_000 };
    const { allowed } = await makeCampaign(made, seeded(status));

    const first = start(folder, ['send', '--campaign', 'fete', '--yes']);
    expect(await first.ended).toBe(77);
    expect(first.answer()).toContain(`the provider refuses to send: ${said}`);
    expect(first.answer()).toContain('smsctl resume fete');
    const left = allowed.length - TAKEN_BEFORE;
    expect(await ask(folder, ['status', 'fete'])).toMatchObject({
      ...{ state: 'stopped', planned: allowed.length, accepted: TAKEN_BEFORE, remaining: left },
      ...{ rejected: 0, unknown: 0, inFlight: 0 },
    });

    const again = start(folder, ['resume', 'fete', '--json']);
    expect(await again.ended).toBe(77);
    expect(again.complaints()).toBe('');
    expect(JSON.parse(again.answer().trim().split('\n').at(-1)!)).toMatchObject({
      ...{ type: 'summary', state: 'stopped', reason: `http-${status}`, accepted: TAKEN_BEFORE, remaining: left },
      message: expect.stringContaining(said) as unknown,
    });

    isMended = true;
    const last = start(folder, ['resume', 'fete', '--json']);
    expect(await last.ended).toBe(0);
    expect(await ask(folder, ['status', 'fete'])).toMatchObject({
      state: 'done',
      accepted: allowed.length,
      remaining: 0,
    });
    expect([...taken].sort()).toEqual(allowed.map((number) => number.slice(1)).sort());
    expect(await ask(folder, ['audit', 'verify'])).toMatchObject({ ok: true });
  },
);

it('a run in whose provider’s place a portal answers stops with 69 while few are in doubt, says so, and goes on afterwards', async () => {
  const taken: string[] = [];
  let isMended = false;
  const server = await scriptedServer({
    otherwise({ body }): Happening {
      if (!isMended) return { kind: 'answers', status: 302, headers: { location: 'https://portal.example' }, body: '' };
      taken.push((JSON.parse(body) as { to: string }).to);
      return accepts('messages');
    },
  });
  const folder = tempFolder();
  const made = { folder, url: server.url, recipients: 50, rate: 40, timeoutMs: 10_000 };
  const { allowed } = await makeCampaign(made, seeded(302));
  const first = start(folder, ['send', '--campaign', 'fete', '--yes', '--locale', 'fr']);
  expect(await first.ended).toBe(69);
  expect(first.answer()).toContain('le prestataire est injoignable (autre chose répond à sa place');
  const { unknown, remaining } = await ask(folder, ['status', 'fete']);
  expect(Number(unknown)).toBeGreaterThanOrEqual(5);
  expect(Number(unknown) + Number(remaining)).toBe(allowed.length);
  expect(Number(remaining)).toBeGreaterThan(0);

  isMended = true;
  const last = start(folder, ['resume', 'fete', '--json']);
  expect(await last.ended).toBe(80);
  expect(taken).toHaveLength(Number(remaining));
  expect(await ask(folder, ['audit', 'verify'])).toMatchObject({ ok: true });
});

it('a run whose provider nobody reaches ends with 69, and its JSON says so in words', async () => {
  const space = await cliWorkspace();
  space.write('members.csv', members(2));
  const now = DateTime.fromISO(MORNING, { zone: 'utc' });
  const change = (app: App): App => ({
    ...app,
    provider: (...asked) => {
      const opened = app.provider(...asked);
      const send: typeof opened.provider.send = () =>
        Promise.resolve({ kind: 'unsent', why: 'connection-refused', retryAfterMs: 1000 });
      return { ...opened, provider: { ...opened.provider, send } };
    },
  });
  const line = ['send', space.at('members.csv'), '--campaign', 'fete', ...TERMS.slice(0, 4), '--yes'];
  const ran = await runProgram(line, { cwd: space.folder, now, globals: ['--json'], change });
  expect([ran.error, ran.code]).toEqual([null, 69]);
  expect(JSON.parse(ran.stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
    ...{ state: 'stopped', reason: 'connection-refused', remaining: 2 },
    message: expect.stringContaining('can not be reached') as unknown,
  });
});
