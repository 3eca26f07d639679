import { execFile } from 'node:child_process';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import {
  cliWorkspace,
  memberNumber,
  members,
  plainEnvironment,
  smsctl,
  TERMS,
  type CliWorkspace,
} from '../support/cli.js';

const INTERRUPTED = 'smsctl: interrupted; the state is safe\n';
const stops = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const;

/** Everyone is reached once, and whoever is not was never begun. */
function expectOnce(space: CliWorkspace, count: number): void {
  const reached = space.outbox('fete').map(({ to }) => to);
  expect(new Set(reached).size).toBe(reached.length);
  expect(reached).toHaveLength(count);
}

/** Runs a line of a shell, with `$NODE` and `$SMSCTL`, in a workspace. */
function shell(space: CliWorkspace, script: string): Promise<{ readonly code: number; readonly err: string }> {
  const env = { ...plainEnvironment(space.folder), NODE: process.execPath, SMSCTL: smsctl };
  return new Promise((resolve) => {
    execFile('bash', ['-c', script], { cwd: space.folder, env }, (error, _, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), err });
    });
  });
}

describe.concurrent('a plan that is interrupted', () => {
  it.each(stops)('by %s leaves no campaign and no copy of the ledger, and can be made again', async (signal, code) => {
    const space = await cliWorkspace();
    space.write('members.csv', members(40));
    // Rows enough that it is still reading when the signal comes.
    space.write('many.csv', members(40) + ';Nobody;Nowhere\n'.repeat(500_000));
    const plan = space.start(['plan', 'many.csv', '--campaign', 'fete', ...TERMS, '--json']);
    await until(() => space.rehearsals().includes('fete.plan-lock'));
    plan.kill(signal);
    const ended = await plan.ended;
    expect(ended).toMatchObject({ exitCode: code, stdout: '' });
    expect(ended.error()).toEqual({
      type: 'error',
      kind: 'interrupted',
      message: 'interrupted; the state is safe',
      hint: null,
      exit: code,
    });
    expect((await space.run(['status', '--json'])).stdout).toBe('');
    expect(space.rehearsals().filter((name) => !name.endsWith('-lock'))).toEqual([]);
    const again = await space.run(['plan', 'members.csv', '--campaign', 'fete', ...TERMS, '--json']);
    expect(again.json()).toMatchObject({ planned: 40, already: 0 });
  });

  it('ends although standard input stays open and silent', async () => {
    const space = await cliWorkspace();
    const plan = space.start(['plan', '-', '--campaign', 'fete', ...TERMS], { holdsInput: true });
    await plan.listens();
    plan.kill('SIGINT');
    expect(await plan.ended).toMatchObject({ exitCode: 130, stdout: '', stderr: INTERRUPTED });
  });
});

describe.concurrent('a run that is interrupted', () => {
  it.each(stops)('by %s finishes what is in flight; resume goes on', async (signal, code) => {
    const space = await cliWorkspace({ simulator: 'rate = 1000\nlatency_ms = 50' });
    space.write('members.csv', members(40));
    const run = space.start(['send', 'members.csv', '--campaign', 'fete', ...TERMS, '--yes', '--rate', '5', '--json']);
    await run.saw('"accepted":1');
    run.kill(signal);
    const ended = await run.ended;
    expect(ended.exitCode).toBe(code);
    expect(ended.error()).toMatchObject({ kind: 'interrupted', exit: code });
    const summary = ended.lines().at(-1)!;
    expect(summary).toMatchObject({ type: 'summary', state: 'paused', unknown: 0, inFlight: 0 });
    expectOnce(space, Number(summary['accepted']));
    expect(Number(summary['remaining'])).toBe(40 - Number(summary['accepted']));
    const rest = await space.run(['resume', 'fete', '--json']);
    expect(rest.exitCode).toBe(0);
    expect(rest.lines().at(-1)).toMatchObject({ state: 'done', accepted: 40, unknown: 0 });
    expectOnce(space, 40);
  });

  it('is not hurried by a terminal that says several times that its window was closed', async () => {
    const space = await cliWorkspace({ simulator: 'rate = 1000\nlatency_ms = 2000' });
    space.write('members.csv', members(40));
    const run = space.start(['send', 'members.csv', '--campaign', 'fete', ...TERMS, '--yes', '--rate', '5', '--json']);
    await run.saw('"accepted":1');
    // One from the terminal, one from its shell.
    run.kill('SIGHUP');
    await run.heardInterrupt();
    run.kill('SIGHUP');
    const ended = await run.ended;
    expect(ended.exitCode).toBe(143);
    expect(ended.lines().at(-1)).toMatchObject({ state: 'paused', unknown: 0, inFlight: 0 });
    const rest = await space.run(['resume', 'fete', '--json']);
    expect(rest.lines().at(-1)).toMatchObject({ state: 'done', accepted: 40, unknown: 0 });
    expectOnce(space, 40);
  });

  it('ends at once on a second signal: what was in flight is unknown, and never sent again', async () => {
    const space = await cliWorkspace({ simulator: 'rate = 1000\nlatency_ms = 60000' });
    space.write('members.csv', members(40));
    const run = space.start(['send', 'members.csv', '--campaign', 'fete', ...TERMS, '--yes', '--rate', '3', '--json']);
    await run.saw('"type":"progress"');
    const status = async () => (await space.run(['status', 'fete', '--json'])).json();
    await until(async () => Number((await status())['inFlight']) > 0);
    run.kill('SIGINT');
    await run.heardInterrupt();
    run.kill('SIGINT');
    expect((await run.ended).exitCode).toBe(130);
    const left = await status();
    expect(left).toMatchObject({ state: 'interrupted', accepted: 0, unknown: 0 });
    const inDoubt = Number(left['inFlight']);
    expect(inDoubt).toBeGreaterThan(0);
    space.write('smsctl.toml', space.read('smsctl.toml').replace('latency_ms = 60000', 'latency_ms = 0'));
    const rest = await space.run(['resume', 'fete', '--json']);
    expect(rest.exitCode).toBe(80);
    const settled = { state: 'done', accepted: 40 - inDoubt, unknown: inDoubt, inFlight: 0, remaining: 0 };
    expect(rest.lines().at(-1)).toMatchObject(settled);
    expectOnce(space, 40 - inDoubt);
  });
});

describe.concurrent('a run that waits', () => {
  const yesterday = new Date(Date.now() - 24 * 3600 * 1000).toISOString();

  it('by --at for a day far away is ended by SIGTERM, and its messages stay planned', async () => {
    const space = await cliWorkspace({ givenAt: yesterday });
    space.write('members.csv', members(2));
    const terms = [
      '--campaign',
      'fete',
      '--purpose',
      'information',
      '--text',
      'Bonjour',
      '--at',
      '2190-03-12T10:00:00Z',
    ];
    const run = space.start(['send', 'members.csv', ...terms, '--yes']);
    await run.saw('the computer must stay awake');
    run.kill('SIGTERM');
    const ended = await run.ended;
    expect(ended.exitCode).toBe(143);
    expect(ended.stdout).toContain('fete: paused\n');
    expect((await space.run(['status', 'fete', '--json'])).json()).toMatchObject({ state: 'paused', remaining: 2 });
    expect(space.outbox('fete')).toEqual([]);
  });

  it('by --wait under the real clock is ended by SIGINT: somewhere it is always night', async () => {
    // Paris, New Caledonia and French Polynesia: at no moment is it day in all three.
    const numbers = ['+33639980001', '+687750000', '+68987000001'];
    const space = await cliWorkspace({ givenAt: yesterday, numbers });
    space.write('members.csv', `phone\n${numbers.join('\n')}\n`);
    const terms = ['--campaign', 'fete', '--purpose', 'information', '--text', 'Bonjour'];
    const run = space.start(['send', 'members.csv', ...terms, '--yes', '--wait']);
    await run.saw('Closed. Waiting until');
    run.kill('SIGINT');
    const ended = await run.ended;
    expect(ended.exitCode).toBe(130);
    expect(ended.stdout).toContain('fete: paused\n');
    const status = (await space.run(['status', 'fete', '--json'])).json();
    expect(status).toMatchObject({ state: 'paused', planned: 3, unknown: 0 });
    expect(Number(status['remaining'])).toBeGreaterThan(0);
  });
});

describe.concurrent('a reader that goes away', () => {
  it('is no error: quiet and 0', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(40));
    await space.run(['plan', 'members.csv', '--campaign', 'fete', ...TERMS]);
    for (const command of ['audit list', 'audit list --json', 'plan --help', 'status', 'preview fete']) {
      const { code, err } = await shell(space, `"$NODE" "$SMSCTL" ${command} | head -c 0; exit \${PIPESTATUS[0]}`);
      expect([command, code, err]).toEqual([command, 0, '']);
    }
  });

  it('does not stop a run half way', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(20));
    await space.run(['plan', 'members.csv', '--campaign', 'fete', ...TERMS]);
    const send = '"$NODE" "$SMSCTL" send --campaign fete --yes --rate 10 --json';
    const { code, err } = await shell(space, `${send} | head -n 1 >first; exit \${PIPESTATUS[0]}`);
    expect([code, err]).toEqual([0, '']);
    expect((await space.run(['status', 'fete', '--json'])).json()).toMatchObject({
      state: 'done',
      accepted: 20,
      unknown: 0,
    });
    expectOnce(space, 20);
  });

  const rows = (count: number, more: string): string =>
    Array.from({ length: count }, (_, index) => `${memberNumber(index % 9000)}${more}\n`).join('');
  const said = ';association;opt_in;2024-01-02;web_form;Oui;https://amisduparc.example';
  const imports = [
    ['suppress import file.csv', 0, `phone\n${rows(12_000, '')}`],
    ['suppress import file.csv --rejects r.csv', 80, `phone\n06 39\n${rows(12_000, '')}`],
    ['consent import file.csv', 0, `phone;purpose;basis;given_at;method;wording;source\n${rows(12_000, said)}`],
  ] as const;

  it.each(imports)('does not stop %s half way, and it ends by %i', async (command, exit, content) => {
    const space = await cliWorkspace();
    space.write('file.csv', content);
    const { code } = await shell(space, `"$NODE" "$SMSCTL" ${command} 2>&1 | head -c 0; exit \${PIPESTATUS[0]}`);
    expect(code).toBe(exit);
    const again = (await space.run([...command.split(' ').slice(0, 3), '--dry-run', '--json'])).json();
    expect(again).toMatchObject({ recorded: 0, unchanged: 12_000 });
  });

  it('does not make a broken log a whole one', async () => {
    const space = await cliWorkspace();
    const db = new Database(space.at('ledger.db'));
    db.exec("DROP TRIGGER audit_unchanged; UPDATE audit SET operator = 'nobody' WHERE seq = 2");
    db.close();
    const { code } = await shell(space, `"$NODE" "$SMSCTL" audit verify 2>&1 | head -c 0; exit \${PIPESTATUS[0]}`);
    expect(code).toBe(65);
  });

  it('is told of by 74 when the answer can not be kept', async () => {
    const space = await cliWorkspace();
    const { code, err } = await shell(space, '"$NODE" "$SMSCTL" audit list >/dev/full');
    expect(code).toBe(74);
    expect(err).toBe('smsctl: error: the answer could not be written (ENOSPC); what was recorded is safe\n');
    const asJson = await shell(space, '"$NODE" "$SMSCTL" audit list --json >/dev/full');
    expect(asJson.code).toBe(74);
    expect(JSON.parse(asJson.err)).toEqual({
      type: 'error',
      kind: 'storeFailure',
      message: 'the answer could not be written (ENOSPC); what was recorded is safe',
      hint: null,
      exit: 74,
    });
  });
});

/** Looks again and again; the test's own time limit ends what never comes. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
}
