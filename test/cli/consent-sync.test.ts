import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testWorkspace, type TestWorkspace } from './test-workspace.js';

let workspace: TestWorkspace;
beforeEach(() => {
  workspace = testWorkspace();
});
afterEach(() => workspace.remove());

const number = (index: number): string => `06399800${String(index).padStart(2, '0')}`;
const flags = ['--purpose', 'association', '--basis', 'member', '--method', 'membership', '--wording', 'note, STOP'];

function list(indexes: readonly number[], rest = '2025-11-01'): string {
  return workspace.write(
    'members.csv',
    ['phone,given_at', ...indexes.map((one) => `${number(one)},${rest}`)].join('\n'),
  );
}

const importing = (indexes: readonly number[], ...more: readonly string[]) =>
  workspace.run('consent', 'import', list(indexes), ...flags, ...more);

async function stateOf(index: number, purpose = 'association'): Promise<unknown> {
  const { purposes } = await workspace.json('consent', 'show', number(index));
  return (purposes as Record<string, { state: string }>)[purpose]?.state;
}

const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

describe('consent import --sync', () => {
  beforeEach(async () => {
    await importing(ten);
  });

  it('ends the membership of who is not in the list, after telling how many, each with its row in the log', async () => {
    const answer = await importing([...ten.slice(0, 8), 11], '--sync');
    expect(answer).toMatchObject({ exit: 0 });
    expect(answer.err).toContain('association: 10 members by now, 2 of them not in the file');
    expect(answer.out).toContain('2 memberships ended');
    expect([await stateOf(1), await stateOf(9), await stateOf(10), await stateOf(11)]).toEqual([
      ...['valid', 'expired', 'expired', 'valid'],
    ]);
    const { events } = await workspace.json('consent', 'show', number(9));
    expect(events).toMatchObject([{ kind: 'given' }, { kind: 'ended', basis: 'member', fileName: 'members.csv' }]);
    expect((await workspace.run('consent', 'show', number(9))).out).toMatch(
      /^ {2}association +membership ended, member/m,
    );
    // To whom it concerns it is not told as « membership ended: you are a member ».
    const letter = (await workspace.run('subject', 'access', number(9))).out;
    expect(letter).toMatch(/#\d+ given: association, you are a member, /);
    expect(letter).toMatch(/#\d+ membership ended: association, \w+day /);
    const log = (await workspace.run('audit', 'list', '--json')).out;
    expect(log.match(/"consent_ended"/g)).toHaveLength(2);
    expect(await workspace.json('audit', 'verify')).toMatchObject({ ok: true });
    expect((await workspace.run('doctor', '--json')).out).not.toContain('tells of');
    const why = await workspace.json('why', number(9), '--purpose', 'association');
    expect(why).toMatchObject({ allowed: false, reason: 'consent_expired' });
  });

  it('tells of no membership that ended where something else has run out', async () => {
    const old = workspace.write('old.csv', `phone,given_at\n${number(12)},2022-01-10\n`);
    await workspace.run('consent', 'import', old, ...flags);
    const optIn = [
      '--purpose',
      'association',
      '--basis',
      'opt_in',
      '--method',
      'paper_form',
      '--given-at',
      '2022-02-01',
    ];
    await workspace.run('consent', 'add', number(12), ...optIn, '--wording', 'I agree', '--source', 'form 17');
    expect((await importing(ten, '--sync')).out).toContain('1 membership ended');
    expect((await workspace.run('consent', 'show', number(12))).out).toMatch(/^ {2}association +expired, opt_in/m);
  });

  it('counts in a dry run and records nothing', async () => {
    const dry = JSON.parse((await importing([1, 2], '--sync', '--dry-run', '--json')).out) as unknown;
    expect(dry).toMatchObject({ dryRun: true, sync: { purpose: 'association', members: 10, leaving: 8, ended: 0 } });
    expect(await stateOf(9)).toBe('valid');
    // The import itself would be refused: whoever looks first is told.
    expect(dry).toMatchObject({
      sync: { refused: true },
      warnings: expect.arrayContaining([expect.stringContaining('--confirm 8')]) as unknown,
    });
    expect(await importing([1, 2], '--sync')).toMatchObject({ exit: 65 });
    const sure = JSON.parse(
      (await importing([1, 2], '--sync', '--dry-run', '--confirm', '8', '--json')).out,
    ) as unknown;
    expect(sure).toMatchObject({ sync: { refused: false } });
  });

  it('ends nobody’s membership for a slip in a number, unless that is confirmed', async () => {
    const file = workspace.write(
      'slip.csv',
      [
        'phone,given_at',
        ...ten.slice(0, 9).map((one) => `${number(one)},2025-11-01`),
        '063998OO1,2025-11-01',
        ',2025-11-01',
      ].join('\n'),
    );
    const sync = ['consent', 'import', file, ...flags, '--sync'];
    const dry = JSON.parse((await workspace.run(...sync, '--dry-run', '--json')).out) as unknown;
    expect(dry).toMatchObject({ sync: { leaving: 1, unreadable: 1 } });
    const answer = await workspace.run(...sync);
    expect(answer).toMatchObject({ exit: 65 });
    expect(answer.err).toContain('1 row has a number that can not be read');
    expect(answer.err).toContain('--confirm 1');
    expect(await stateOf(10)).toBe('valid');
    expect(await workspace.run(...sync, '--confirm', '1')).toMatchObject({ exit: 80 });
    expect(await stateOf(10)).toBe('expired');
  });

  it('nor for a country that nobody knows: whose number that is, is not known either', async () => {
    const rows = ten.slice(0, 9).map((one) => `${number(one)},2025-11-01,${one === 9 ? 'Ruritanie' : 'France'}`);
    const file = workspace.write('country.csv', ['phone,given_at,country', ...rows].join('\n'));
    const sync = ['consent', 'import', file, ...flags, '--sync'];
    const answer = await workspace.run(...sync);
    expect(answer).toMatchObject({ exit: 65 });
    expect(answer.err).toContain('1 row has a number that can not be read');
    expect(await stateOf(10)).toBe('valid');
    expect(await workspace.run(...sync, '--confirm', '1')).toMatchObject({ exit: 80 });
    // Whom the row may name is in the list all the same.
    expect([await stateOf(9), await stateOf(10)]).toEqual(['valid', 'expired']);
  });

  it('refuses a list that looks like a part of itself, before anything is recorded', async () => {
    const answer = await importing([1, 2, 3, 4, 5, 6, 7, 12], '--sync');
    expect(answer).toMatchObject({ exit: 65 });
    expect(answer.err).toContain('3 of 10 members are not in the file');
    expect(answer.err).toContain('--confirm 3');
    expect([await stateOf(8), await stateOf(12)]).toEqual(['valid', 'none']);
    expect(await importing([1, 2, 3, 4, 5, 6, 7, 12], '--sync', '--confirm', '2')).toMatchObject({ exit: 64 });
    expect(await stateOf(12)).toBe('none');
    expect(await importing([1, 2, 3, 4, 5, 6, 7, 12], '--sync', '--confirm', '3')).toMatchObject({ exit: 0 });
    expect([await stateOf(8), await stateOf(12)]).toEqual(['expired', 'valid']);
  });

  it('takes back who is in the list again, and an import without it takes back nobody', async () => {
    const fewer = [await importing(ten.slice(0, 9), '--sync', '--dry-run'), await importing(ten.slice(0, 9), '--sync')];
    // No row is new, but not everything is as before.
    for (const { out } of fewer) expect(out).not.toContain('nothing new');
    expect(await stateOf(10)).toBe('expired');
    expect(await importing(ten)).toMatchObject({ exit: 0, out: expect.stringContaining('nothing new') as string });
    expect(await stateOf(10)).toBe('expired');
    expect(await importing(ten, '--sync')).toMatchObject({ exit: 0 });
    expect(await stateOf(10)).toBe('valid');
    const again = JSON.parse((await importing(ten, '--sync', '--json')).out) as unknown;
    expect(again).toMatchObject({ recorded: 0, unchanged: 10, sync: { leaving: 0, ended: 0 } });
    await importing(ten.slice(0, 9), '--sync');
    expect(await stateOf(10)).toBe('expired');
  });

  it('tells how many memberships an old list brings back, before and after, on the screen and in JSON', async () => {
    await importing(ten.slice(0, 8), '--sync');
    const dry = await importing(ten, '--sync', '--dry-run');
    expect(dry.err).toContain('warning: 2 memberships that had ended would count again: the file has the same rows');
    const dryJson = JSON.parse((await importing(ten, '--sync', '--dry-run', '--json')).out) as { warnings: string[] };
    expect(dryJson).toMatchObject({ recorded: 2, sync: { resumed: 2, ended: 0 } });
    expect(dryJson.warnings).toContainEqual(expect.stringContaining('2 memberships that had ended'));
    const real = await importing(ten, '--sync');
    expect(real.err).toContain('warning: 2 memberships that had ended count again');
    expect(await stateOf(10)).toBe('valid');
    const again = JSON.parse((await importing(ten, '--sync', '--json')).out) as { warnings: string[] };
    expect(again).toMatchObject({ sync: { resumed: 0 } });
    expect(again.warnings).not.toContainEqual(expect.stringContaining('had ended'));
  });

  it('does not warn of who joined again with a row of their own', async () => {
    await importing(ten.slice(0, 8), '--sync');
    const rows = ten.map((one) => `${number(one)},${one > 8 ? '2026-03-01' : '2025-11-01'}`);
    const file = workspace.write('members.csv', ['phone,given_at', ...rows].join('\n'));
    const { sync } = await workspace.json('consent', 'import', file, ...flags, '--sync');
    expect([sync, await stateOf(10)]).toMatchObject([{ resumed: 0 }, 'valid']);
  });

  it('lets a person join again with a new date, as an import of any kind', async () => {
    await importing(ten.slice(0, 9), '--sync');
    await workspace.run('consent', 'import', list([10], '2026-03-01'), ...flags);
    expect(await stateOf(10)).toBe('valid');
  });

  it('touches no other basis, no other purpose, and no withdrawal', async () => {
    const optIn = ['--basis', 'opt_in', '--method', 'web_form', '--wording', 'yes', '--source', 'form'];
    const given = ['--given-at', '2026-01-01'];
    await workspace.run('consent', 'add', number(10), '--purpose', 'association', ...optIn, ...given);
    await workspace.run('consent', 'add', number(9), '--purpose', 'survey', ...flags.slice(2), ...given);
    await workspace.run('consent', 'withdraw', number(8));
    const answer = JSON.parse((await importing(ten.slice(0, 7), '--sync', '--confirm', '2', '--json')).out) as unknown;
    expect(answer).toMatchObject({ sync: { members: 9, leaving: 2, ended: 2 } });
    expect(await stateOf(10)).toBe('valid');
    expect([await stateOf(9), await stateOf(9, 'survey'), await stateOf(8)]).toEqual(['expired', 'valid', 'withdrawn']);
  });

  it('keeps who is in the list with a row that can not be recorded, and lets go who says no there', async () => {
    const rows = ten.map((one) => `${number(one)},${one === 10 ? '' : '2025-11-01'},${one === 9 ? 'non' : 'oui'}`);
    const file = workspace.write('members.csv', ['phone,given_at,accepte les SMS', ...rows].join('\n'));
    const answer = await workspace.run('consent', 'import', file, ...flags, '--sync');
    expect(answer.exit).toBe(80);
    expect([await stateOf(10), await stateOf(9)]).toEqual(['valid', 'expired']);
  });

  it('lets go of whom the list says that they left, once', async () => {
    const rows = ten.map((one) => `${number(one)},2025-11-01,${one === 9 ? '30.11.2025' : ''}`);
    const file = workspace.write('members.csv', ['phone,given_at,Austritt', ...rows].join('\n'));
    const sync = () => workspace.run('consent', 'import', file, ...flags, '--sync', '--json');
    expect(JSON.parse((await sync()).out)).toMatchObject({ recorded: 1, sync: { members: 10, leaving: 1, ended: 1 } });
    expect([await stateOf(8), await stateOf(9)]).toEqual(['valid', 'expired']);
    expect(JSON.parse((await sync()).out)).toMatchObject({ recorded: 0, sync: { members: 9, leaving: 0, ended: 0 } });
  });

  it('narrows to memberships of one source', async () => {
    await workspace.run('consent', 'import', list([20, 21, 22]), ...flags, '--source', 'section Angers');
    const only = ['--sync', '--sync-source', 'section Angers', '--source', 'section Angers', '--json'];
    const answer = JSON.parse((await importing([20, 21], ...only)).out) as unknown;
    expect(answer).toMatchObject({ sync: { members: 3, leaving: 1, ended: 1 } });
    expect([await stateOf(1), await stateOf(22)]).toEqual(['valid', 'expired']);
  });

  it.each([
    ['standard input', ['-', ...flags, '--sync'], 'read once'],
    ['another basis', ['members.csv', '--purpose', 'association', '--basis', 'opt_in', '--sync'], 'opt_in'],
    ['no purpose', ['members.csv', '--basis', 'member', '--sync'], '--sync needs --purpose'],
    ['a purpose without members', ['members.csv', '--purpose', 'marketing', '--sync'], 'accepts no members'],
    ['its options alone', ['members.csv', ...flags, '--confirm', '3'], '--confirm is for --sync'],
  ])('refuses %s: 64', async (_, args, told) => {
    list(ten);
    const [file = '', ...rest] = args;
    const answer = await workspace.run('consent', 'import', file === '-' ? file : workspace.at(file), ...rest);
    expect(answer).toMatchObject({ exit: 64 });
    expect(answer.err).toContain(told);
  });
});

describe('consent due', () => {
  const optIn = ['--purpose', 'association', '--basis', 'opt_in', '--method', 'web_form', '--wording', 'yes'];
  const add = (index: number, givenAt: string, ...more: readonly string[]) =>
    workspace.run('consent', 'add', number(index), ...optIn, '--source', 'form', '--given-at', givenAt, ...more);
  const due = async (...args: readonly string[]): Promise<readonly unknown[]> => {
    const { out } = await workspace.run('consent', 'due', '--json', ...args);
    return out.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as unknown]));
  };

  beforeEach(async () => {
    await add(1, '2026-01-01'); // young
    await add(2, '2024-01-01'); // ageing
    await add(3, '2023-01-01'); // too old
    await add(4, '2026-01-01', '--valid-until', '2026-04-01'); // ends soon
    await add(5, '2026-01-01', '--valid-until', '2026-03-01'); // is over
    await add(6, '2024-01-01');
    await workspace.run('suppress', 'add', number(6), '--reason', 'stop');
    await add(7, '2024-01-01');
    await workspace.run('consent', 'withdraw', number(7));
  });

  it('lists who is ageing, too old, ending or over; nobody on the never-list, nobody who withdrew', async () => {
    expect(await due()).toMatchObject([
      { type: 'consent_due', number: '+33 6 •• •• •• 02', reason: 'ageing', until: '2026-12-31T23:00:00.000Z' },
      { number: '+33 6 •• •• •• 03', reason: 'expired', proof: 'individual', consentSeq: 3 },
      { number: '+33 6 •• •• •• 04', reason: 'ending' },
      { number: '+33 6 •• •• •• 05', reason: 'ended' },
    ]);
    expect(await due('--within', '10')).toHaveLength(3);
    expect(await due('--purpose', 'marketing')).toEqual([]);
  });

  it('tells on the screen that nobody is asked by SMS, and masks', async () => {
    const { out, err } = await workspace.run('consent', 'due');
    expect(out).toMatch(/\+33 6 •• •• •• 04 +association +term ends +opt_in +2026-01-01 +2026-04-01/);
    expect(out).not.toContain('39 98');
    expect(err).toContain('never by SMS');
    const nobody = await workspace.run('consent', 'due', '--purpose', 'marketing');
    expect([nobody.out, nobody.err]).toEqual(['', 'nobody needs to be asked again\n']);
  });

  it('writes whole numbers into a file for post and e-mail, after the log said so', async () => {
    const answer = await workspace.run(
      'consent',
      'due',
      '--format',
      'csv',
      '--reveal',
      '--out',
      workspace.at('due.csv'),
    );
    expect(answer).toMatchObject({ exit: 0, out: '' });
    expect(workspace.read('due.csv')).toContain("'+33639980002,association,ageing,opt_in,2024-01-01");
    expect((await workspace.run('audit', 'list')).out).toMatch(/numbers shown .*what=due/);
  });

  it('asks nobody who goes on to be a member when another basis ends', async () => {
    const member = ['--purpose', 'association', '--basis', 'member', '--method', 'membership', '--wording', 'note'];
    await workspace.run('consent', 'add', number(4), ...member, '--given-at', '2026-02-01');
    expect(JSON.stringify(await due())).not.toContain('•• 04');
  });
});

describe('consent import --sync of a list that goes on naming somebody by their former number', () => {
  const three = ['--purpose', 'association', '--basis', 'member'];
  const mem = (): string =>
    workspace.write(
      'mem.csv',
      [
        'phone,given_at,method,wording',
        ...[21, 22, 23].map((one) => `${number(one)},2025-11-01,membership,"note, STOP"`),
      ].join('\n'),
    );
  const sync = async (...more: readonly string[]) =>
    JSON.parse((await workspace.run('consent', 'import', mem(), ...three, '--sync', '--json', ...more)).out) as unknown;
  const nothing = { recorded: 0, unchanged: 3, sync: { members: 3, leaving: 0, ended: 0, resumed: 0 } };

  it('ends nobody, resumes nobody and gives whoever has that number now nothing, however often it comes', async () => {
    await sync();
    workspace.setNow('2026-03-11T10:00:00.000Z');
    expect(await workspace.run('subject', 'rectify', number(21), '--to', number(31))).toMatchObject({ exit: 0 });
    for (const day of ['12', '13']) {
      workspace.setNow(`2026-03-${day}T10:00:00.000Z`);
      expect(await sync('--dry-run')).toMatchObject(nothing);
      expect(await sync()).toMatchObject(nothing);
      expect([day, await stateOf(31), await stateOf(21)]).toEqual([day, 'valid', 'none']);
    }
  });

  it('ends the membership of whoever got that number since and is not in it, and lets a withdrawal stand', async () => {
    await sync();
    workspace.setNow('2026-03-11T10:00:00.000Z');
    await workspace.run('subject', 'rectify', number(21), '--to', number(31));
    workspace.setNow('2026-03-14T10:00:00.000Z');
    const joined = ['--method', 'membership', '--wording', 'note', '--given-at', '2026-03-13'];
    expect(await workspace.run('consent', 'add', number(21), ...three, ...joined)).toMatchObject({ exit: 0 });
    expect(await sync('--confirm', '1')).toMatchObject({ recorded: 0, sync: { members: 4, leaving: 1, ended: 1 } });
    expect([await stateOf(31), await stateOf(21)]).toEqual(['valid', 'expired']);
    await workspace.run('consent', 'withdraw', number(31));
    const later = workspace.write(
      'later.csv',
      `phone,given_at,method,wording\n${number(21)},2025-12-01,membership,note\n`,
    );
    expect(await workspace.run('consent', 'import', later, ...three)).toMatchObject({ exit: 65 });
    expect([await stateOf(31), await stateOf(21)]).toEqual(['withdrawn', 'expired']);
  });
});
