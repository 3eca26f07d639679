import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { cliWorkspace, members, TERMS, type CliWorkspace, type Ran } from '../support/cli.js';

// Beyond ten thousand rows a plan is kept in a thread of its own while it is judged.
const NOBODY = ';Nobody;Nowhere\n';
const [HEADER, ...PEOPLE] = members(40).trimEnd().split('\n');

/** Members behind so many rows without a number: what is planned is kept by the thread. */
function longList(rows: number): string {
  return `${HEADER}\n${NOBODY.repeat(rows)}${PEOPLE.join('\n')}\n`;
}

const PLAN = ['plan', 'many.csv', '--campaign', 'fete', ...TERMS, '--json'];

const passphrase = (space: CliWorkspace): { readonly SMSCTL_PASSPHRASE_FILE: string } => ({
  SMSCTL_PASSPHRASE_FILE: space.write('passphrase', 'cinq mots tirés au hasard\n'),
});

/** Rows of the draft, seen as nobody should see them. */
function drafted(space: CliWorkspace): number {
  if (!space.rehearsals().includes('fete.db')) return 0;
  const db = new Database(space.at('rehearsals/fete.db'), { readonly: true });
  try {
    return db.prepare<[], number>('SELECT count(*) FROM exclusion').pluck().get() ?? 0;
  } finally {
    db.close();
  }
}

async function untilThreadKeeps(space: CliWorkspace): Promise<void> {
  while (drafted(space) <= 10_000) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe.concurrent('a plan of many rows', () => {
  it.each([['in clear'], ['encrypted']])('is whole, sealed and sent as it was shown: %s', async (how) => {
    const space = await cliWorkspace();
    const run = (args: readonly string[]): Promise<Ran> => space.run(args, { env: passphrase(space) });
    if (how === 'encrypted') expect((await run(['ledger', 'encrypt'])).exitCode).toBe(0);
    space.write('many.csv', longList(21_000));
    const plan = await run(PLAN);
    expect(plan.json()).toMatchObject({ rows: 21_040, planned: 40, excluded: { invalid_number: 21_000 } });
    const verified = await run(['audit', 'verify', '--campaign', 'fete', '--json']);
    expect([verified.exitCode, verified.stderr]).toEqual([0, '']);
    const sent = await run(['send', '--campaign', 'fete', '--confirm', '40', '--json', '--clock', TERMS[5]]);
    expect(sent.lines().at(-1)).toMatchObject({ state: 'done', accepted: 40 });
    // Several are under way at once, so who is first is not said.
    const reached = space.outbox('fete').map(({ to }) => String(to));
    expect(reached.sort()).toEqual(PEOPLE.map((row) => row.split(';')[0]).sort());
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('leaves nothing when it is interrupted by %s', async (signal, code) => {
    const space = await cliWorkspace();
    space.write('many.csv', longList(500_000));
    const plan = space.start(PLAN);
    await untilThreadKeeps(space);
    plan.kill(signal);
    const ended = await plan.ended;
    expect(ended).toMatchObject({ exitCode: code, stdout: '' });
    expect(ended.error()).toMatchObject({ kind: 'interrupted', exit: code });
    expect(space.rehearsals().filter((name) => !name.endsWith('-lock'))).toEqual([]);
  });

  it('is seen by nobody when it is killed, and removed by the next plan of its name', async () => {
    const space = await cliWorkspace();
    space.write('many.csv', longList(500_000));
    const killed = space.start(PLAN);
    await untilThreadKeeps(space);
    killed.kill('SIGKILL');
    await killed.ended;
    expect((await space.run(['status', '--json'])).stdout).toBe('');
    expect(drafted(space)).toBeGreaterThan(10_000);
    space.write('many.csv', members(40));
    expect((await space.run(PLAN)).json()).toMatchObject({ planned: 40, already: 0 });
    expect(drafted(space)).toBe(0);
  });

  it('leaves nothing when its file breaks behind what the thread has kept: 65', async () => {
    const space = await cliWorkspace();
    space.write('many.csv', `${longList(21_000)}"open\n`);
    const plan = await space.run(PLAN);
    expect(plan.error()).toMatchObject({ kind: 'badInput', exit: 65 });
    expect(space.rehearsals().filter((name) => !name.endsWith('-lock'))).toEqual([]);
  });
});
