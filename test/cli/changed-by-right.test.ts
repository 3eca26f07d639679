import { expect, it } from 'vitest';
import { cliWorkspace, memberNumber, type CliWorkspace } from '../support/cli.js';

/** What the program itself may take away or rewrite is no tampering, in whatever order it comes. */
async function expectSound(space: CliWorkspace, after: string): Promise<void> {
  const verified = await space.run(['audit', 'verify', '--json']);
  expect([after, verified.json()['ok'], verified.stdout]).toEqual([after, true, verified.stdout]);
  const doctor = (await space.run(['doctor', '--json'])).json()['checks'] as { name: string; status: string }[];
  expect([after, doctor.filter(({ status }) => status === 'fail')]).toEqual([after, []]);
}

it('a key exchanged, a number corrected, a person erased, an entry lifted or undone: the ledger is sound after each', async () => {
  const space = await cliWorkspace();
  const ok = async (...command: readonly string[]): Promise<void> => {
    const ran = await space.run(command);
    expect([command.slice(0, 2).join(' '), ran.exitCode, ran.stderr]).toEqual([
      command.slice(0, 2).join(' '),
      0,
      ran.stderr,
    ]);
    await expectSound(space, command.join(' '));
  };
  const evidence = [
    '--basis',
    'opt_in',
    '--method',
    'in_person',
    '--wording',
    "J'accepte les SMS",
    '--source',
    'guichet',
  ];
  space.write('never.csv', `phone\n${memberNumber(7)}\n+33639989997\n`);

  await ok('suppress', 'add', memberNumber(1), memberNumber(2), '--reason', 'stop');
  await ok('suppress', 'import', 'never.csv');
  await ok('key', 'rotate', '--yes');
  await ok('subject', 'rectify', memberNumber(2), '--to', '+33639989998');
  await ok('subject', 'erase', memberNumber(3), '--yes');
  await ok('subject', 'erase', '+33639989998', '--yes');
  await ok('consent', 'withdraw', memberNumber(4));
  const agreedAt = new Date(Date.now()).toISOString();
  await ok(
    'consent',
    'add',
    memberNumber(1),
    '--lift',
    '--purpose',
    'association',
    '--given-at',
    agreedAt,
    ...evidence,
  );
  await ok('suppress', 'undo', '2');
  await ok('key', 'rotate', '--yes');
  await ok('subject', 'rectify', memberNumber(5), '--to', '+33639989996');
  await ok('subject', 'erase', memberNumber(1), '--yes');
  await ok('key', 'rotate', '--yes');
  // Of the new number the ledger knew before, from the never-list, and under keys before this one.
  await ok('subject', 'rectify', memberNumber(6), '--to', '+33639989997');
  await ok('retention', '--apply');

  const checked = async (number: string): Promise<string> => (await space.run(['suppress', 'check', number])).stdout;
  for (const number of [memberNumber(1), memberNumber(3), '+33639989998']) {
    expect(await checked(number), number).toMatch(/erasure/);
  }
  expect(await checked(memberNumber(2))).toMatch(/STOP|stop/);
});
