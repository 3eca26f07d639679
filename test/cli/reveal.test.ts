import { describe, expect, it } from 'vitest';
import { cliWorkspace, memberNumber, members, MORNING, TERMS, type CliWorkspace, type Json } from '../support/cli.js';

const NUMBER = memberNumber(0);
const SPACED = '+33 6 39 98 00 01';
const MASKED = '+33 6 •• •• •• 01';

const terms = ['members.csv', '--campaign', 'fete', ...TERMS];

/** What the log says was shown whole. */
async function revealed(space: CliWorkspace, ...campaign: string[]): Promise<readonly unknown[]> {
  const rows = (await space.run(['audit', 'list', '--json', ...campaign])).lines();
  return rows.filter(({ kind }) => kind === 'revealed').map(({ data }) => (data as Json)['what']);
}

async function withPlan(): Promise<CliWorkspace> {
  const space = await cliWorkspace();
  space.write('members.csv', members(2));
  await space.run(['plan', ...terms]);
  return space;
}

/** Each command on a screen and as JSON, masked by itself and whole where that is asked for. */
async function expectRevealing(space: CliWorkspace, line: readonly string[]): Promise<void> {
  for (const [json, whole] of [
    [[], SPACED],
    [['--json'], NUMBER],
  ] as const) {
    const masked = await space.run([...line, ...json]);
    const shown = await space.run([...line, ...json, '--reveal']);
    expect([masked.exitCode, shown.exitCode]).toEqual([0, 0]);
    expect(masked.stdout + masked.stderr).toContain(MASKED);
    expect(masked.stdout + masked.stderr).not.toContain(whole);
    expect(shown.stdout + shown.stderr).toContain(whole);
    expect(shown.stdout + shown.stderr).not.toContain('•');
  }
}

describe.concurrent('--reveal', () => {
  const FETE = ['--campaign', 'fete'];

  it('of a plan, also one that is only looked at, stands in the log of its campaign', async () => {
    const space = await withPlan();
    await expectRevealing(space, ['plan', ...terms]);
    await expectRevealing(space, ['send', ...terms, '--dry-run']);
    expect(await revealed(space, ...FETE)).toEqual(['plan', 'plan', 'plan', 'plan']);
    // A plan that is not kept is of its own file alone, and leaves no campaign.
    const dry = ['members.csv', '--campaign', 'other', ...TERMS, '--dry-run', '--reveal'];
    expect((await space.run(['send', ...dry])).stdout).toContain(SPACED);
    expect(space.rehearsals().filter((name) => name.startsWith('other'))).toEqual([]);
  });

  it('of a plan shows the numbers in what is said of the list, too', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(5));
    const warnings = async (...more: string[]): Promise<string> =>
      (await space.run(['plan', ...terms, ...more])).stderr;
    expect(await warnings()).toContain(`the longest: 5, from ${MASKED} on`);
    expect(await warnings('--reveal')).toContain(`the longest: 5, from ${SPACED} on`);
  });

  it('of the plan that is sent shows it on the screen before it leaves', async () => {
    const space = await withPlan();
    const sent = await space.run(['send', ...terms, '--yes', '--reveal']);
    expect([sent.exitCode, sent.stderr]).toEqual([0, expect.stringContaining(SPACED)]);
    // Nothing is masked where a frozen plan is sent: the word changes nothing there.
    expect((await space.run(['send', ...FETE, '--yes', '--reveal'])).exitCode).toBe(0);
  });

  it('of a preview and of the log', async () => {
    const space = await withPlan();
    await expectRevealing(space, ['preview', 'fete']);
    expect(await revealed(space, ...FETE)).toEqual(['preview', 'preview']);
    await expectRevealing(space, ['audit', 'list']);
    expect((await revealed(space)).slice(-2)).toEqual(['audit', 'audit']);
  });

  it('of an approval', async () => {
    const space = await cliWorkspace({ tables: '[approval]\nrequired = true\n' });
    space.write('members.csv', members(2));
    const own = [...terms.slice(0, 6), 'Salut {{ phone }}', ...terms.slice(7)];
    await space.run(['plan', ...own, '--operator', 'Alice']);
    const approve = ['approve', 'fete', '--yes', '--operator', 'Bob', '--clock', MORNING];
    expect((await space.run(approve)).stderr).toContain(`${MASKED}\n    Salut +336••••••01`);
    expect((await space.run([...approve, '--reveal'])).stderr).toContain(SPACED);
    expect(await revealed(space, ...FETE)).toEqual(['plan']);
  });

  it('of an entry of the never-list', async () => {
    const space = await cliWorkspace();
    await space.run(['suppress', 'add', NUMBER]);
    await expectRevealing(space, ['suppress', 'check', NUMBER]);
    expect(await revealed(space)).toEqual(['suppression', 'suppression']);
  });

  it('of a test', async () => {
    const space = await cliWorkspace();
    const line = ['test-send', '--text', 'Bonjour', '--purpose', 'information', '--to', NUMBER];
    await expectRevealing(space, line);
    expect(await revealed(space, '--campaign', 'test-send')).toEqual(['test', 'test']);
  });

  it('of texts: the recipient’s own number stands in them as beside them, however it is written', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', 'phone;portable\n06 39 98 00 01;06 39 98 00 01\n06 39 98 00 02;+33 6 39 98 00 02\n');
    const text = 'Bonjour, ton numéro’s {{ portable }} ? Le nôtre : 06 39 98 00 99';
    const words = ['--purpose', 'association', '--clock', MORNING, '--text', text];
    const asked = ['members.csv', '--campaign', 'fete', ...words];
    const isShown = async (line: readonly string[]): Promise<void> => {
      for (const json of [[], ['--json']]) {
        const masked = await space.run([...line, ...json]);
        expect([masked.exitCode, masked.stderr]).toEqual([0, expect.not.stringMatching(/39 98 00 0[12]/)]);
        expect(masked.stdout).not.toMatch(/39 98 00 0[12]/);
        const told = masked.stdout + masked.stderr;
        expect(told).toContain('s 06 •• •• •• 01 ?');
        expect(told).toContain('06 39 98 00 99');
        const whole = await space.run([...line, ...json, '--reveal']);
        expect(whole.stdout + whole.stderr).toContain('s 06 39 98 00 01 ?');
      }
    };
    await isShown(['send', ...asked, '--dry-run', '--gsm7']);
    await isShown(['plan', ...asked]);
    await isShown(['preview', 'fete']);
    await isShown(['why', NUMBER, ...FETE]);
    await isShown(['test-send', 'members.csv', '--to', memberNumber(40), ...words.slice(0, 2), ...words.slice(4)]);
    const sent = await space.run(['send', ...FETE, '--yes', '--clock', MORNING]);
    expect(sent.exitCode).toBe(0);
    expect(space.outbox('fete').map((message) => message.text)).toEqual(
      expect.arrayContaining([expect.stringContaining('s 06 39 98 00 01 ?')]),
    );
  });

  it('of the number that was typed, which the log need not say', async () => {
    const space = await cliWorkspace();
    const proof = [
      '--basis',
      'opt_in',
      '--given-at',
      '2025-02-01',
      '--method',
      'email',
      '--wording',
      'x',
      '--source',
      'x',
    ];
    for (const line of [
      ['consent', 'add', NUMBER, '--purpose', 'survey', ...proof],
      ['consent', 'withdraw', NUMBER, '--purpose', 'survey'],
      ['subject', 'restrict', NUMBER],
      ['subject', 'object', NUMBER],
      ['subject', 'erase', NUMBER, '--dry-run'],
    ]) {
      await expectRevealing(space, line);
    }
    const rectified = await space.run(['subject', 'rectify', memberNumber(1), '--to', memberNumber(90), '--reveal']);
    expect(rectified.stdout).toContain('+33 6 39 98 00 02');
    expect(rectified.stdout).toContain('+33 6 39 98 00 91');
    expect(await revealed(space)).toEqual([]);
  });

  it('of the examples of a list, of which nothing is recorded', async () => {
    const space = await cliWorkspace();
    space.write('bad.csv', `phone\n${NUMBER.replace('+33', '')}\n0639980001 ou 0639980002\n`);
    const head = await space.head();
    const masked = await space.run(['check', 'contacts', 'bad.csv']);
    const shown = await space.run(['check', 'contacts', 'bad.csv', '--reveal']);
    expect(masked.stdout).not.toMatch(/063998/);
    expect(shown.stdout).toContain('0639980001 ou 0639980002');
    expect(shown.stdout).toContain(SPACED);
    const document = (await space.run(['check', 'contacts', 'bad.csv', '--reveal', '--json'])).stdout;
    expect(document).toContain('"example":"0639980001 ou 0639980002"');
    expect(await space.head()).toBe(head);
  });
});
