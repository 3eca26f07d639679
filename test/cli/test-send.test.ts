import { describe, expect, it } from 'vitest';
import { cliWorkspace, memberNumber, members, MORNING, NIGHT, type CliWorkspace } from '../support/cli.js';

/** Nobody has asked for anything: a trusted phone needs no consent. */
const trusted = memberNumber(70);

async function withMembers(): Promise<CliWorkspace> {
  const space = await cliWorkspace();
  space.write('members.csv', members(5));
  return space;
}

const line = ['test-send', 'members.csv', '--text', 'Bonjour {{ prenom }}'];

describe.concurrent('test-send', () => {
  it('sends real renders to trusted phones at any hour, audited as tests and outside every campaign', async () => {
    const space = await withMembers();
    const before = await space.head();
    const to = ['--to', trusted, '--to', '06 39 98 00 72', '--to', trusted];
    const ran = await space.run([...line, ...to, '--row', '2', '--row', '4', '--clock', NIGHT, '--json']);
    expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
    const result = (masked: string, name: string) => ({
      to: masked,
      outcome: 'accepted',
      reason: null,
      segments: 1,
      text: `Bonjour ${name}\nSTOP au 36184`,
    });
    expect(ran.json()).toEqual({
      type: 'test_send',
      results: ['P2', 'P4'].flatMap((name) => [result('+33 6 •• •• •• 71', name), result('+33 6 •• •• •• 72', name)]),
      warnings: [expect.stringContaining('STOP code 36184')],
      rehearsal: true,
    });
    const outbox = space.outbox('test-send');
    expect(outbox.map(({ to: number }) => number)).toEqual([70, 71, 70, 71].map(memberNumber));
    expect(new Set(outbox.map(({ ref }) => ref)).size).toBe(4);
    expect(await space.head()).toBe(before);
    expect((await space.run(['status', '--json'])).stdout).toBe('');
    // A row before each request and one with its outcome, under a name that no campaign may take.
    const log = (await space.run(['audit', 'list', '--campaign', 'test-send', '--json'])).stdout.trim().split('\n');
    const kinds = log.map((row) => (JSON.parse(row) as { kind: string }).kind);
    expect(kinds.filter((kind) => kind === 'test_submission')).toHaveLength(8);
    const taken = await space.run([
      'plan',
      'members.csv',
      '--campaign',
      'test-send',
      '--text',
      'x',
      '--purpose',
      'survey',
    ]);
    expect(taken.exitCode).toBe(64);
  });

  it('says what a plan says of a character that was lost, and so does the sending of a frozen plan', async () => {
    const space = await withMembers();
    const told = '1 text holds a character that was lost';
    const text = ['--text', 'Cr\ufffdpes {{ prenom }}', '--clock', MORNING, '--json'];
    const tested = await space.run(['test-send', 'members.csv', ...text, '--to', trusted]);
    expect(tested.json()).toMatchObject({
      warnings: expect.arrayContaining([expect.stringContaining(told)]) as unknown,
    });
    const plan = ['plan', 'members.csv', '--campaign', 'fete', '--purpose', 'information', '--limit', '1'];
    await space.run([...plan, ...text]);
    const sent = await space.run(['send', '--campaign', 'fete', '--confirm', '1', '--clock', MORNING]);
    expect(sent.stderr).toContain(`warning: ${told}`);
    // What has left is no longer asked about.
    const again = await space.run(['send', '--campaign', 'fete', '--confirm', '1', '--clock', MORNING]);
    expect(again.stderr).not.toContain(told);
  });

  it('shows its results under the banner, functional without a footer', async () => {
    const space = await withMembers();
    space.write('text.txt', 'Bonjour');
    const ran = await space.run(['test-send', '--template', 'text.txt', '--to', trusted, '--purpose', 'information']);
    expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
    expect(ran.stdout).toBe('REHEARSAL: no SMS has left\n+33 6 •• •• •• 71: test accepted\n  Bonjour\n');
  });

  it.each([
    ['{{ ville | replace: "Lyon", "" | replace: "Nice", "" }}', 'the text is empty'],
    ['a'.repeat(500), 'takes 4 segments'],
  ])('refuses what a plan would leave out: %s', async (text, told) => {
    const space = await withMembers();
    const ran = await space.run(['test-send', 'members.csv', '--text', text, '--to', trusted]);
    expect([ran.exitCode, ran.stderr]).toEqual([65, expect.stringContaining(told)]);
    expect(space.outbox('test-send')).toEqual([]);
  });

  it('tells by its exit code what did not arrive', async () => {
    const outcomes = [
      ['rejected = 1.0', 'rejected', 80],
      ['lost_answer = 1.0', 'unknown', 80],
      ['throttled = 1.0', 'throttled', 75],
    ] as const;
    const runs = outcomes.map(async ([simulator, outcome, exitCode]) => {
      const space = await cliWorkspace({ simulator });
      const ran = await space.run(['test-send', '--text', 'x', '--to', trusted, '--clock', MORNING, '--json']);
      expect(ran.exitCode).toBe(exitCode);
      expect(ran.json()['results']).toMatchObject([{ outcome }]);
    });
    await Promise.all(runs);
  });

  it('refuses everything that is wrong before the first message leaves', async () => {
    const space = await withMembers();
    await space.run(['suppress', 'add', memberNumber(71), '--reason', 'stop']);
    const many = Array.from({ length: 6 }, (_, index) => ['--to', memberNumber(60 + index)]).flat();
    const refused: readonly (readonly [args: readonly string[], exitCode: number, said: string])[] = [
      [[...line, ...many], 64, '6 numbers are too many for a test; 5 are allowed'],
      [line, 64, '--to is needed'],
      [['test-send', 'members.csv', '--to', trusted], 64, 'a campaign needs a text'],
      [['test-send', '--text', 'x', '--to', trusted, '--row', '2'], 64, '--row needs a file of contacts'],
      [[...line, '--to', trusted, '--to', memberNumber(71)], 77, '+33 6 •• •• •• 72 is on the never-list'],
      [[...line, '--to', trusted, '--to', '06 39 98 00'], 65, 'the number of --to no. 2 can not be used'],
      [[...line, '--to', trusted, '--row', '9'], 65, 'there is no row 9; the file has 5'],
      [
        ['test-send', '--text', 'Bonjour {{ prenom }}', '--to', trusted],
        65,
        '{{ prenom }} has no value without a file',
      ],
      [['test-send', 'members.csv', '--text', '{{ nom }}', '--to', trusted], 65, 'line 2: {{ nom }} has no value'],
    ];
    // One after the other: a test is a run, and of runs there is one at a time.
    for (const [args, exitCode, said] of refused) {
      const ran = await space.run([...args, '--json']);
      expect([args, ran.exitCode, ran.stdout]).toEqual([args, exitCode, '']);
      expect(ran.error()['message']).toContain(said);
      expect(ran.stderr).not.toContain('639980071');
    }
    expect(space.outbox('test-send')).toEqual([]);
  });
});
