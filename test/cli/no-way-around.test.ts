import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { cliWorkspace, memberNumber, TERMS, tempFolder, type CliWorkspace } from '../support/cli.js';

/** Whoever said STOP, objected or was erased is not brought back by what happens to the ledger afterwards. */
const OLD = memberNumber(1);
const NEW = '+33639989990';
const AGAIN = ['--basis', 'opt_in', '--method', 'in_person', '--wording', 'Oui', '--source', 'guichet'];

let space: CliWorkspace;
let file: string;
beforeEach(async () => {
  space = await cliWorkspace();
  file = join(tempFolder(), 'amis.backup');
});

const run = async (...command: readonly string[]): Promise<void> => {
  const ran = await space.run(command, { env: { SMSCTL_PASSPHRASE_FILE: space.at('phrase') } });
  expect([command.join(' '), ran.exitCode, ran.stderr]).toEqual([command.join(' '), 0, ran.stderr]);
};
const planned = async (number: string, purpose = 'association'): Promise<number> => {
  space.write('one.csv', `phone;prenom\n${number};Zoé\n`);
  const terms = TERMS.map((term) => (term === 'association' ? purpose : term));
  const plan = await space.run(['plan', 'one.csv', '--campaign', `c${Math.random()}`.slice(0, 12), ...terms, '--json']);
  return Number(plan.json()['planned']);
};
const rectify = (): Promise<void> => run('subject', 'rectify', OLD, '--to', NEW);

it('an undecided reply follows a corrected number, and so does the decision', async () => {
  space.write('in.csv', `from,text\n${OLD},ok stop\n`);
  await run('inbox', 'import', 'in.csv');
  await rectify();
  expect(await planned(NEW)).toBe(0);
  await run('inbox', 'review', '--opt-out', '1');
  expect((await space.run(['suppress', 'check', NEW])).stdout).toMatch(/STOP/);
  expect(await planned(NEW)).toBe(0);
});

it('an undecided reply is told after the correction by whatever asks about the number, and no consent goes through it', async () => {
  space.write('in.csv', `from,text\n${OLD},ok stop\n`);
  await run('inbox', 'import', 'in.csv');
  await rectify();
  const check = await space.run(['suppress', 'check', NEW, '--json']);
  expect(check.json()).toMatchObject({ suppressed: true, entries: [{ reason: 'review' }] });
  expect((await space.run(['subject', 'access', NEW])).stdout).toMatch(/a reply of yours that may be a STOP/);
  const why = await space.run(['why', NEW, '--purpose', 'association']);
  expect(why.stdout).toMatch(/a reply waits for your decision/);
  const given = new Date(Date.now() - 60_000).toISOString();
  const consent = ['consent', 'add', NEW, '--purpose', 'association', '--given-at', given, ...AGAIN];
  for (const command of [consent, [...consent, '--lift']]) {
    const added = await space.run(command);
    expect([added.exitCode, added.stderr]).toEqual([77, expect.stringMatching(/a reply waits for your decision/)]);
  }
  await run('inbox', 'review', '--not-opt-out', '1');
  await run(...consent);
  expect(await planned(NEW)).toBe(1);
});

describe('a STOP under a number that was corrected, of which nobody knows when it was said', () => {
  const reasonsOf = async (number: string): Promise<readonly unknown[]> => {
    const { entries } = (await space.run(['suppress', 'check', number, '--json'])).json();
    return (entries as { reason: string }[]).map(({ reason }) => reason);
  };

  it.each([
    ['phone,reason', `${OLD},stop`, 'stop'],
    ['phone,reason,at', `${OLD},stop,hier soir`, 'stop'],
    ['phone', OLD, 'manual'],
  ])('%s: is of whoever had it before too, told and recorded once', async (header, row, reason) => {
    await rectify();
    space.write('stops.csv', `${header}\n${row}\n`);
    const command = ['suppress', 'import', 'stops.csv', '--json'];
    const expected = {
      recorded: 1,
      warnings: expect.arrayContaining([expect.stringMatching(/somebody else had before/)]),
    };
    expect((await space.run([...command, '--dry-run'])).json()).toMatchObject(expected);
    expect(await reasonsOf(NEW)).toEqual([]);
    expect((await space.run(command)).json()).toMatchObject(expected);
    expect([await reasonsOf(OLD), await reasonsOf(NEW), await planned(NEW)]).toEqual([[reason], [reason], 0]);
    expect((await space.run(command)).json()).toMatchObject({ recorded: 0, unchanged: 1 });
    expect((await space.run(['audit', 'verify'])).exitCode).toBe(0);
  });

  it('by hand in a file is taken back with it, for both', async () => {
    await rectify();
    space.write('stops.csv', `phone\n${OLD}\n`);
    const { import: id } = (await space.run(['suppress', 'import', 'stops.csv', '--json'])).json();
    await run('suppress', 'undo', String(id));
    expect(await planned(NEW)).toBe(1);
  });

  it('in a reply without a time is of whoever had it before too', async () => {
    await rectify();
    space.write('in.csv', `from,text\n${OLD},STOP\n`);
    const inbox = (await space.run(['inbox', 'import', 'in.csv', '--json'])).json();
    expect(inbox).toMatchObject({
      warnings: [expect.stringMatching(/without a time/), expect.stringMatching(/had before/)],
    });
    expect([await reasonsOf(NEW), await planned(NEW)]).toEqual([['stop'], 0]);
  });

  it('with a later date, or said now, is of whoever has it now; the one who had it is named', async () => {
    await rectify();
    const later = new Date().toISOString();
    space.write('stops.csv', `phone,reason,at\n${OLD},stop,${later}\n`);
    const imported = (await space.run(['suppress', 'import', 'stops.csv', '--json'])).json();
    expect(imported).toMatchObject({ recorded: 1, warnings: [] });
    const added = await space.run(['suppress', 'add', OLD, '--reason', 'objection']);
    expect(added.stderr).toMatch(/was somebody else’s until .* who has \+33 6 •• •• •• 90 now/);
    expect([await reasonsOf(NEW), await planned(NEW)]).toEqual([[], 1]);
  });

  it.each(['consent withdraw', 'subject object', 'subject restrict', 'subject restrict --lift'])(
    'what is said by `%s` names the one who had it, too',
    async (command) => {
      await rectify();
      const [room = '', act = '', ...options] = command.split(' ');
      const said = await space.run([room, act, OLD, ...options]);
      expect(said.exitCode).toBe(0);
      expect(said.stderr).toMatch(/was somebody else’s until .* who has \+33 6 •• •• •• 90 now: this is about whoever/);
      expect(said.stderr).toContain(`smsctl ${command} with the number they have now`);
      const json = (await space.run([room, act, OLD, ...options, '--json'])).json();
      expect(json).toMatchObject({ warnings: [expect.stringContaining('was somebody else’s until')] });
    },
  );
});

it('a STOP that was lifted for one purpose holds for the others under the new number too', async () => {
  const given = new Date(Date.now() - 60_000).toISOString();
  await run('consent', 'add', OLD, '--purpose', 'marketing', '--given-at', given, ...AGAIN);
  await run('suppress', 'add', OLD, '--reason', 'stop');
  const now = new Date(Date.now() + 5).toISOString();
  await new Promise((resolve) => setTimeout(resolve, 50));
  await run('consent', 'add', OLD, '--purpose', 'association', '--given-at', now, ...AGAIN, '--lift');
  await rectify();
  expect([await planned(NEW, 'marketing'), await planned(NEW)]).toEqual([0, 1]);
});

it("a provider's opt-out, and a STOP sent before the correction and read after it, hold for the new number", async () => {
  const before = new Date().toISOString();
  space.write('provider.csv', `phone\n${memberNumber(2)}\n`);
  await run('suppress', 'import', 'provider.csv', '--reason', 'provider');
  await run('subject', 'rectify', memberNumber(2), '--to', '+33639989991');
  expect(await planned('+33639989991')).toBe(0);
  await new Promise((resolve) => setTimeout(resolve, 20));
  await rectify();
  space.write('late.csv', `from,text,time\n${OLD},STOP,${before}\n`);
  await run('inbox', 'import', 'late.csv');
  expect(await planned(NEW)).toBe(0);
});

it('an erasure holds for the number that the person had before, in the ledger and in a copy from before', async () => {
  writeFileSync(space.at('phrase'), 'une phrase secrète assez longue\n', { mode: 0o600 });
  await run('backup', file);
  await rectify();
  await run('key', 'rotate', '--yes');
  await run('subject', 'erase', NEW, '--yes');
  const added = await space.run([
    'consent',
    'add',
    OLD,
    '--purpose',
    'association',
    '--given-at',
    '2025-01-01',
    ...AGAIN,
  ]);
  expect(added.exitCode).not.toBe(0);
  expect([await planned(OLD), await planned(NEW)]).toEqual([0, 0]);
  await run('restore', file, '--force');
  await run('doctor', '--adopt');
  expect(await planned(OLD)).toBe(0);
  expect(readFileSync(space.at('ledger.db')).includes(OLD)).toBe(false);
});

it('what somebody asks for by hand outlives the undoing of a file that says the same', async () => {
  space.write('list.csv', `phone\n${OLD}\n`);
  await run('suppress', 'import', 'list.csv');
  await run('suppress', 'add', OLD, '--reason', 'manual');
  const imports = (await space.run(['suppress', 'list', '--json'])).lines();
  const [first] = imports as readonly { import?: number | null; importId?: number | null }[];
  await run('suppress', 'undo', String(first?.importId ?? first?.import));
  expect(await planned(OLD)).toBe(0);
});

it('a STOP in letters of another alphabet, or with what a terminal would obey, is one', async () => {
  for (const text of ['ЅТОР', '\u001b[31mSTOP']) {
    expect((await space.run(['check', 'reply', text, '--json'])).json()).toMatchObject({ verdict: 'opt_out' });
  }
});
