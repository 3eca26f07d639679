import { describe, expect, it } from 'vitest';
import { cliWorkspace, memberNumber, members, NIGHT, TERMS, type CliWorkspace } from '../support/cli.js';

const RULES = '[approval]\nrequired = true\n';
const ALICE = ['--operator', 'alice'];
const BOB = ['--operator', 'Bob'];
const PLAN = ['plan', 'members.csv', '--campaign', 'fete', ...TERMS, '--json', ...ALICE];
const APPROVE = ['approve', 'fete', '--json'];
const SEND = ['send', '--campaign', 'fete', '--json', '--yes'];

async function planned(tables = RULES, count = 3): Promise<CliWorkspace> {
  const space = await cliWorkspace({ tables });
  space.write('members.csv', members(count));
  expect((await space.run(PLAN)).exitCode).toBe(0);
  return space;
}

const exitOf = async (space: CliWorkspace, ...args: readonly string[]): Promise<number> =>
  (await space.run(args)).exitCode;

describe('four eyes', () => {
  it('refuse to send what nobody else has approved, and what the sender approved alone (77)', async () => {
    const space = await planned();
    const refused = await space.run([...SEND, ...ALICE]);
    expect(refused.error()).toMatchObject({
      exit: 77,
      hint: expect.stringContaining('smsctl approve fete') as unknown,
    });
    expect(space.outbox('fete')).toEqual([]);
    expect((await space.run([...APPROVE, '--confirm', '3', ...ALICE])).error()).toMatchObject({ exit: 77 });
    expect((await space.run([...APPROVE, '--confirm', '3', '--operator', ' ALICE '])).error()).toMatchObject({
      exit: 77,
    });
    for (const [name, exit] of [
      ['ali\u200bce', 77],
      [' \u200b', 64],
    ] as const) {
      expect(await exitOf(space, ...APPROVE, '--confirm', '3', '--operator', name)).toBe(exit);
    }
    expect(await exitOf(space, ...APPROVE, '--confirm', '2', ...BOB)).toBe(64);
    expect(await exitOf(space, ...APPROVE, ...BOB)).toBe(64);

    const approved = await space.run([...APPROVE, '--confirm', '3', ...BOB]);
    expect(approved.json()).toMatchObject({ type: 'approval', campaign: 'fete', planned: 3, operator: 'Bob' });
    expect(await exitOf(space, ...SEND, ...BOB)).toBe(77);
    expect(await exitOf(space, ...SEND, ...ALICE)).toBe(0);
    expect(space.outbox('fete')).toHaveLength(3);
    // Nobody is told to make a plan and to approve it.
    const over = (await space.run([...APPROVE, '--yes', ...BOB])).error();
    expect(over).toMatchObject({ exit: 64, hint: expect.not.stringContaining('Bob plan') as unknown });
    const log = await space.run(['audit', 'list', '--campaign', 'fete', '--json']);
    const rows = log.lines().filter(({ kind }) => kind === 'plan_approved');
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ operator: 'Bob' });
  });

  it('are told by plan and status: awaited, then by whom; whoever planned is refused before anything is asked', async () => {
    const space = await planned();
    const plan = PLAN.filter((word) => word !== '--json');
    const shown = await space.run([...plan, '--locale', 'en']);
    expect(shown.stderr).toContain('fete awaits the approval of another person: smsctl approve fete');
    expect(shown.stderr).toContain('Once it is approved: smsctl --operator alice send --campaign fete --confirm 3');
    expect(shown.stderr).not.toContain('To send it');
    expect((await space.run(PLAN)).json()['approval']).toEqual({ state: 'awaiting', approvedBy: [] });
    expect((await space.run(['status', 'fete', '--json'])).json()['approval']).toMatchObject({ state: 'awaiting' });
    expect((await space.run(['status', 'fete', '--locale', 'en'])).stdout).toContain('awaits the approval');

    const own = await space.run(['approve', 'fete', ...ALICE, '--locale', 'en']);
    expect(own.exitCode).toBe(77);
    expect(own.stderr).not.toContain('3 people to text');

    await space.run([...APPROVE, '--yes', ...BOB]);
    const approval = { state: 'approved', approvedBy: [{ operator: 'Bob', at: expect.stringMatching(/Z$/) }] };
    expect((await space.run(['status', 'fete', '--json'])).json()['approval']).toEqual(approval);
    expect((await space.run(['status', 'fete', '--locale', 'en'])).stdout).toContain('fete is approved by Bob');
    await space.run([...SEND, ...ALICE]);
    expect((await space.run(['status', 'fete', '--json'])).json()['approval']).toBeNull();
  });

  it('ask again when the list, the ledger or the configuration alters the plan', async () => {
    const space = await planned();
    const approve = async (): Promise<unknown> => {
      const ran = await space.run([...APPROVE, '--yes', ...BOB]);
      expect(ran.exitCode).toBe(0);
      return ran.json()['planHash'];
    };
    const hashes = [await approve()];

    space.write('members.csv', members(4));
    await space.run(PLAN);
    expect(await exitOf(space, ...SEND, ...ALICE)).toBe(77);
    hashes.push(await approve());

    await space.run(['suppress', 'add', memberNumber(1), '--reason', 'stop']);
    expect(await exitOf(space, ...SEND, ...ALICE)).toBe(77);
    hashes.push(await approve());

    const config = space.read('smsctl.toml');
    space.write('smsctl.toml', config.replace('price = { FR = "0.065" }', 'price = { FR = "0.065", default = "1" }'));
    expect(await exitOf(space, ...SEND, ...ALICE)).toBe(77);
    hashes.push(await approve());
    expect(new Set(hashes).size).toBe(hashes.length);

    // Somebody of whom the plan holds nothing alters nothing.
    await space.run(['suppress', 'add', memberNumber(20), '--reason', 'stop']);
    expect([0, 80]).toContain(await exitOf(space, ...SEND, ...ALICE));
    expect(
      space
        .outbox('fete')
        .map(({ to }) => to)
        .sort(),
    ).toEqual([0, 2, 3].map(memberNumber));
  });

  it('show the approver the texts and the cost of what waits, not of what was approved before', async () => {
    const space = await planned();
    await space.run([...APPROVE, '--yes', ...BOB]);
    // Confirmed, and not sent before the morning.
    expect(await exitOf(space, ...SEND, ...ALICE, '--clock', NIGHT)).toBe(75);
    space.write('members.csv', members(5));
    await space.run(PLAN);
    const shown = await space.run(['approve', 'fete', '--yes', ...BOB, '--locale', 'en']);
    expect(shown.stderr).toMatch(/fete: 2 people to text .*0\.13/);
    expect(shown.stderr.match(/Bonjour P\d/g)).toEqual(['Bonjour P4', 'Bonjour P5']);
    // The way out stands in a line of its own.
    expect(shown.stderr).toMatch(/^ {2}\+33.*\n {4}Bonjour P4.*\n {4}STOP au 36184\n/m);
  });

  it('also when contacts are sent at once; what was confirmed goes on without', async () => {
    const space = await cliWorkspace({ tables: RULES });
    space.write('members.csv', members(2));
    const send = ['send', 'members.csv', '--campaign', 'fete', ...TERMS, '--yes', ...ALICE, '--json'];
    expect(await exitOf(space, ...send)).toBe(77);
    await space.run([...APPROVE, '--yes', ...BOB]);
    expect(await exitOf(space, ...SEND, ...ALICE, '--clock', NIGHT)).toBe(75);
    expect(
      await exitOf(
        space,
        'resume',
        'fete',
        '--clock',
        '2025-03-12T10:00:00+01:00',
        '--not-after',
        '2025-03-12T18:00:00+01:00',
      ),
    ).toBe(0);
    expect(space.outbox('fete')).toHaveLength(2);
  });

  it('hold while the same list is given again, by whomever, and nobody is new in it', async () => {
    const space = await planned();
    await space.run([...APPROVE, '--yes', ...BOB]);
    const again = ['members.csv', '--campaign', 'fete', ...TERMS, '--json'];
    expect((await space.run(PLAN)).json()['approval']).toMatchObject({ state: 'approved' });
    expect(await exitOf(space, 'plan', ...again, '--limit', '3', ...BOB)).toBe(0);
    expect((await space.run([...APPROVE, '--yes', ...BOB])).json()['verdict']).toBe('unchanged');

    // Another list is another plan, though nobody is new in it either.
    space.write('members.csv', members(2));
    expect((await space.run(PLAN)).json()).toMatchObject({ new: 0, approval: { state: 'awaiting' } });
    expect(await exitOf(space, 'send', ...again, '--yes', ...ALICE)).toBe(77);
    await space.run([...APPROVE, '--yes', ...BOB]);
    expect(await exitOf(space, 'send', ...again, '--yes', ...ALICE)).toBe(0);
    expect(space.outbox('fete')).toHaveLength(3);
  });

  it('under distinct_logins are two logins of the system', async () => {
    const space = await planned(`${RULES}distinct_logins = true\n`);
    const { exitCode, error } = await space.run([...APPROVE, '--yes', ...BOB]);
    expect(exitCode).toBe(77);
    expect(error()['hint']).toContain('distinct_logins');
  });

  it('are asked of nobody by default', async () => {
    const space = await planned('');
    expect(await exitOf(space, ...SEND, ...ALICE)).toBe(0);
  });
});
