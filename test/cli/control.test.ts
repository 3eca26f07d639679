import { describe, expect, it } from 'vitest';
import { takeSystemLock } from '../../src/store/sqlite/system-lock.js';
import { cliWorkspace, members, MORNING, TERMS, type CliWorkspace, type Json, type Running } from '../support/cli.js';

const terms = ['send', 'members.csv', '--campaign', 'fete', ...TERMS, '--yes', '--json'];

/** A run of 40 messages at two a second: long enough to be met under way on a busy machine too, and never waited for. */
async function slowRun(): Promise<{ readonly space: CliWorkspace; readonly run: Running }> {
  const space = await cliWorkspace();
  space.write('members.csv', members(40));
  const run = space.start([...terms, '--rate', '2']);
  await run.saw('"accepted":1');
  return { space, run };
}

describe.concurrent('a run under way', () => {
  it('is paused after what is in flight, and goes on with resume', async () => {
    const { space, run } = await slowRun();
    expect((await space.run(['status', 'fete', '--json'])).json()).toMatchObject({ state: 'running' });
    const paused = await space.run(['pause', 'fete', '--operator', 'Claire', '--json']);
    expect(paused).toMatchObject({ exitCode: 0, stderr: '' });
    expect(paused.json()).toEqual({
      ...{ type: 'paused', campaign: 'fete', changed: true, state: 'running', rehearsal: true },
    });
    const ended = await run.ended;
    expect(ended.exitCode).toBe(75);
    const summary = ended.lines().at(-1)!;
    expect(summary).toMatchObject({ type: 'summary', state: 'paused', unknown: 0, inFlight: 0 });
    expect(summary['remaining']).toBe(40 - Number(summary['accepted']));
    expect(Number(summary['remaining'])).toBeGreaterThan(0);

    const again = await space.run(['pause', 'fete']);
    expect(again).toMatchObject({ exitCode: 0, stdout: '' });
    expect(again.stderr).toBe('REHEARSAL: no SMS has left\nnothing to pause: fete is not running (paused)\n');
    const rest = await space.run(['resume', 'fete', '--json']);
    expect(rest.exitCode).toBe(0);
    expect(rest.lines().at(-1)).toMatchObject({ state: 'done', accepted: 40, remaining: 0 });
    expect(new Set(space.outbox('fete').map(({ to }) => to)).size).toBe(40);
    expect(space.outbox('fete')).toHaveLength(40);
    const audit = (await space.run(['audit', 'list', '--campaign', 'fete', '--json'])).lines();
    expect(audit.filter(({ kind }) => kind === 'campaign_paused')).toMatchObject([{ operator: 'Claire' }]);
  });

  it('is cancelled for good, and its name is not used again', async () => {
    const { space, run } = await slowRun();
    const cancelled = (await space.run(['cancel', 'fete', '--json'])).json();
    expect(cancelled).toEqual({
      type: 'cancelled',
      campaign: 'fete',
      changed: true,
      state: 'cancelled',
      skipped: expect.any(Number) as unknown,
      rehearsal: true,
    });
    const ended = await run.ended;
    expect(ended.exitCode).toBe(0);
    const summary = ended.lines().at(-1)!;
    const count = 40 - Number(summary['accepted']);
    expect(summary).toMatchObject({
      ...{ state: 'stopped', reason: 'cancelled', skipped: { cancelled: count }, remaining: 0, unknown: 0 },
      message: expect.stringContaining('will never leave') as unknown,
    });
    expect(cancelled['skipped']).toBe(count);
    expect(space.outbox('fete')).toHaveLength(Number(summary['accepted']));
    const refused = [
      terms,
      ['plan', 'members.csv', '--campaign', 'fete', ...TERMS],
      ['send', '--campaign', 'fete', '--yes'],
      ['send', '--campaign', 'fete', '--confirm', '99'],
      ['resume', 'fete'],
    ];
    for (const line of refused) {
      const ran = await space.run([...line.filter((word) => word !== '--json'), '--json']);
      expect(ran).toMatchObject({ exitCode: 65, stdout: '' });
      expect(ran.error()).toMatchObject({ message: 'fete was cancelled, and its name is not used again' });
    }
    expect(space.outbox('fete')).toHaveLength(Number(summary['accepted']));
    expect((await space.run([...terms, '--fresh', '--limit', '1'])).lines().at(-1)).toMatchObject({ state: 'done' });
  });

  it('and killed leaves nothing in flight for ever, whoever holds the ledger when it is cancelled', async () => {
    const space = await cliWorkspace({ simulator: 'latency_ms = 60000' });
    space.write('members.csv', members(5));
    const run = space.start(terms);
    await run.saw('"progress"');
    const status = async (): Promise<Json> => (await space.run(['status', 'fete', '--json'])).json();
    let before = await status();
    while (before['inFlight'] === 0) before = await status();
    run.kill('SIGINT');
    run.kill('SIGTERM');
    await run.ended;
    const lock = takeSystemLock(space.at('rehearsals/fete.run-lock'));
    expect(lock).not.toBeNull();
    expect((await space.run(['cancel', 'fete', '--json'])).json()).toMatchObject({ type: 'cancelled' });
    const inFlight = (await status())['inFlight'];
    expect(inFlight).toBeGreaterThan(0);
    expect((await space.run(['resolve', 'fete', '--json'])).json()).toMatchObject({ unknown: [] });
    lock!.release();
    const [again, listed] = [await space.run(['cancel', 'fete', '--json']), await space.run(['resolve', 'fete'])];
    expect(again.json()).toMatchObject({ skipped: 0 });
    expect(listed.exitCode).toBe(80);
    expect(await status()).toMatchObject({ inFlight: 0, unknown: inFlight, remaining: 0 });
  });

  it('keeps its end when a resume that would move it is turned away', async () => {
    const { space, run } = await slowRun();
    const refused = await space.run(['resume', 'fete', '--not-after', '2025-03-11T18:00:00+01:00', '--json']);
    expect(refused.error()).toMatchObject({ kind: 'notNow', exit: 75 });
    const audit = (await space.run(['audit', 'list', '--campaign', 'fete', '--json'])).lines();
    expect(audit.map(({ kind }) => kind)).not.toContain('campaign_extended');
    run.kill('SIGINT');
    await run.ended;
  });

  it('keeps a second run, a new start and a test away with 75', async () => {
    const { space, run } = await slowRun();
    const others = [
      ['resume', 'fete', '--json'],
      [...terms, '--confirm', '0'].filter((word) => word !== '--yes'),
      [...terms, '--fresh'],
    ];
    for (const line of others) {
      const ran = await space.run(line);
      expect(ran.exitCode).toBe(75);
      expect(ran.error()).toMatchObject({ kind: 'notNow', exit: 75 });
    }
    run.kill('SIGINT');
    expect((await run.ended).exitCode).toBe(130);
    const sent = space.outbox('fete').map(({ to }) => to);
    expect(new Set(sent).size).toBe(sent.length);
  });
});

describe.concurrent('a campaign that waits', () => {
  it('or that is over, and so was not stopped, is told as such in JSON', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(1));
    await space.run(['plan', 'members.csv', '--campaign', 'fete', ...TERMS]);
    const told = async (command: string): Promise<unknown> => (await space.run([command, 'fete', '--json'])).json();
    const same = { campaign: 'fete', changed: false, rehearsal: true };
    expect(await told('pause')).toEqual({ ...same, type: 'paused', state: 'planned' });
    expect((await space.run(['send', '--campaign', 'fete', '--yes', '--clock', TERMS[5]])).exitCode).toBe(0);
    expect(await told('pause')).toEqual({ ...same, type: 'paused', state: 'done' });
    expect(await told('cancel')).toEqual({ ...same, type: 'cancelled', state: 'done', skipped: 0 });
  });

  it('cancels a plan that was never confirmed, in words and with the banner', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(1));
    await space.run(['plan', 'members.csv', '--campaign', 'fete', ...TERMS]);
    const cancelled = await space.run(['cancel', 'fete', '--locale', 'fr']);
    expect(cancelled).toMatchObject({ exitCode: 0, stdout: '' });
    expect(cancelled.stderr).toBe(
      'RÉPÉTITION\u00A0: aucun SMS n’est parti\nfete est annulée\u202F; 1 message ne partira pas\n',
    );
    expect((await space.run(['status', 'fete', '--json'])).json()).toMatchObject({
      state: 'cancelled',
      skipped: { cancelled: 1 },
      remaining: 0,
    });
  });

  it.each([
    ['pause', 75, 'paused'],
    ['cancel', 0, 'cancelled'],
  ])('is stopped by a %s while it waits for its --at, and not only then', async (command, exitCode, state) => {
    const space = await cliWorkspace({ givenAt: new Date(Date.now() - 24 * 3600 * 1000).toISOString() });
    space.write('members.csv', members(2));
    const later = new Date(Date.now() + 24 * 3600 * 1000).toISOString();
    const line = [
      'send',
      'members.csv',
      '--campaign',
      'fete',
      '--purpose',
      'information',
      '--urgent',
      '--text',
      'Bonjour',
    ];
    const run = space.start([...line, '--at', later, '--yes']);
    await run.saw('the computer must stay awake');
    expect((await space.run([command, 'fete'])).exitCode).toBe(0);
    const ended = await run.ended;
    expect(ended.exitCode).toBe(exitCode);
    expect(ended.stdout).toContain(`fete: ${state}\n`);
    expect(space.outbox('fete')).toEqual([]);
    // Nothing left, so no file says what would have arrived.
    expect(ended.stdout).not.toContain('What each handset');
  });
});

it('keeps the hour of a rehearsal from one command to the next', async () => {
  const space = await cliWorkspace();
  space.write('members.csv', members(1));
  await space.run(['plan', 'members.csv', '--campaign', 'fete', ...TERMS]);
  const sent = await space.run(['send', '--campaign', 'fete', '--yes', '--json']);
  expect(sent.exitCode).toBe(0);
  expect(String(space.outbox('fete')[0]?.['at']).slice(0, 13)).toBe(new Date(MORNING).toISOString().slice(0, 13));
});
