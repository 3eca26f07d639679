import { cpSync } from 'node:fs';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { cliWorkspace, memberNumber, tempFolder, workspaceIn, type CliWorkspace } from '../support/cli.js';

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

  // The rows that let one fingerprint be another person's: who adds one, or turns one, moves a STOP without any key.
  const [holder, other] = [memberNumber(7), memberNumber(8)].map(
    (phone) => `(SELECT id FROM subject WHERE phone = '${phone}')`,
  );
  const erased = '(SELECT min(id) FROM subject WHERE erased_at IS NOT NULL)';
  const print = `(SELECT fingerprint FROM subject WHERE id = ${holder})`;
  for (const tampering of [
    `INSERT INTO former_fingerprint VALUES (${print}, ${other})`,
    `INSERT INTO former_fingerprint VALUES (${print}, ${erased})`,
    `UPDATE former_fingerprint SET subject_id = ${other} WHERE subject_id = ${holder}`,
    `UPDATE former_fingerprint SET subject_id = ${erased} WHERE subject_id = ${holder}`,
    `DELETE FROM former_fingerprint WHERE subject_id = ${erased}`,
  ]) {
    const copy = workspaceIn(tempFolder());
    cpSync(space.folder, copy.folder, { recursive: true });
    const db = new Database(copy.at('ledger.db'));
    expect([tampering, db.prepare(tampering).run().changes > 0]).toEqual([tampering, true]);
    db.close();
    const verified = (await copy.run(['audit', 'verify', '--json'])).stdout;
    expect([tampering, verified]).toEqual([tampering, expect.stringContaining('former_fingerprint')]);
  }
});
