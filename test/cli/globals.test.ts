import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  cliWorkspace,
  memberNumber,
  members,
  MORNING,
  tempFolder,
  TERMS,
  workspaceIn,
  type Json,
} from '../support/cli.js';

const packageJson = new URL('../../package.json', import.meta.url);
const { version } = JSON.parse(readFileSync(packageJson, 'utf8')) as { readonly version: string };

describe.concurrent('a command that a screen names', () => {
  const terms = ['--campaign', 'fete', '--purpose', 'association', '--text', 'Bonjour {{ prenom }}'];

  it('finds the workspace that was named on the line', async () => {
    const [space, elsewhere] = [await cliWorkspace(), workspaceIn(tempFolder())];
    space.write('members.csv', members(2));
    const folder = elsewhere.at('les amis');
    symlinkSync(space.folder, folder);
    const options = ['--workspace', folder];
    const planned = await elsewhere.run(['plan', space.at('members.csv'), ...options, ...terms, '--clock', MORNING]);
    const told = `smsctl --workspace '${folder}' send --campaign fete --confirm 2`;
    expect(planned.stderr).toContain(`To send it: ${told}\n`);
    const unconfirmed = await elsewhere.run(['resume', 'fete', ...options, '--json']);
    expect(unconfirmed.error()).toMatchObject({ exit: 64, hint: `look at it, then: ${told}` });
    const unknown = await elsewhere.run(['statut', ...options]);
    expect(unknown.stderr).toContain('`smsctl --help` tells');
    // As somebody types it.
    const sent = await elsewhere.run(['--workspace', folder, 'send', '--campaign', 'fete', '--confirm', '2']);
    expect(sent.exitCode).toBe(0);
  });

  it('is typed by whom the line named, and goes on under the clock that it named', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(2));
    const planned = await space.run(['plan', 'members.csv', ...terms, '--clock', MORNING, '--operator', 'Anna']);
    const told = 'smsctl --operator Anna send --campaign fete --confirm 2';
    expect(planned.stderr).toContain(`To send it: ${told}\n`);
    const sent = await space.run([...told.split(' ').slice(1), '--json']);
    expect(sent.lines().at(-1)).toMatchObject({ type: 'summary', state: 'done', accepted: 2 });
    const log = await space.run(['audit', 'list', '--campaign', 'fete', '--json']);
    expect(log.lines().filter(({ operator }) => operator !== 'Anna')).toEqual([]);
  });

  it('is about the rehearsal where that was asked for', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(2));
    await space.run(['plan', 'members.csv', ...terms, '--clock', MORNING]);
    const [asked, plain] = [await space.run(['status', 'fete', '--rehearsal']), await space.run(['status', 'fete'])];
    expect(asked.stdout).toContain('confirmation: smsctl --rehearsal send --campaign fete --confirm 2\n');
    expect(plain.stdout).toContain('confirmation: smsctl send --campaign fete --confirm 2\n');
  });
});

describe.concurrent('the workspace', () => {
  it('is the one named, else that of the environment, else the nearest upward', async () => {
    const [outer, inner, named] = await Promise.all([cliWorkspace(), cliWorkspace(), cliWorkspace()]);
    const from = outer.at('a/b');
    mkdirSync(from, { recursive: true });
    const folderOf = async (args: readonly string[], env: Record<string, string>, cwd: string) =>
      (await outer.run(['config', 'show', ...args], { env, cwd })).stderr;
    const env = { SMSCTL_WORKSPACE: inner.folder };
    expect(await folderOf([], {}, from)).toContain(outer.at('smsctl.toml'));
    expect(await folderOf([], { SMSCTL_WORKSPACE: '' }, from)).toContain(outer.at('smsctl.toml'));
    expect(await folderOf([], env, from)).toContain(inner.at('smsctl.toml'));
    expect(await folderOf(['--workspace', named.folder], env, from)).toContain(named.at('smsctl.toml'));
  });

  it('is missed with 66 and a way out', async () => {
    const space = workspaceIn(tempFolder());
    const nowhere = await space.run(['status']);
    expect(nowhere).toMatchObject({ exitCode: 66, stdout: '' });
    expect(nowhere.stderr).toMatch(
      /^smsctl: error: there is no workspace here.*\nsmsctl: hint: make one with `smsctl init`/,
    );
    const named = await space.run(['status', '--workspace', 'gone', '--json']);
    expect(named.error()).toMatchObject({ exit: 66, message: 'there is no workspace in gone: no smsctl.toml' });
    const unset = await space.run(['status'], { env: { SMSCTL_WORKSPACE: '' } });
    expect(unset.stderr).toBe(nowhere.stderr);
    // What may be asked outside of any is refused where one is named that is not there.
    const check = ['check', 'number', '0639980001', '--json'];
    expect((await space.run(check)).exitCode).toBe(0);
    const lost = await space.run(check, { env: { SMSCTL_WORKSPACE: 'gone' } });
    expect(lost.error()).toMatchObject({ exit: 66, message: 'there is no workspace in gone: no smsctl.toml' });
  });

  it('is never the folder at hand by a name that is empty, and no file is either', async () => {
    const space = await cliWorkspace();
    const unnamed = await space.run(['status', '--workspace', '', '--json']);
    expect(unnamed.error()).toMatchObject({ exit: 64, message: '--workspace names no folder' });
    space.write('a.csv', 'phone\n06\n');
    for (const args of [
      ['check', 'text', '@'],
      ['check', 'contacts', ''],
      ['suppress', 'import', ''],
      ['check', 'contacts', 'a.csv', '--rejects', ''],
      ['audit', 'export', '--out', ''],
    ]) {
      const ran = await space.run([...args, '--json']);
      expect([args, ran.error()]).toMatchObject([args, { exit: 64, message: 'the name of the file is empty' }]);
    }
  });

  it('shows its configuration where its key or its ledger is missing', async () => {
    const space = await cliWorkspace();
    const whole = await space.run(['config', 'show']);
    for (const name of ['ledger.key', 'ledger.db']) {
      rmSync(space.at(name));
      expect(await space.run(['config', 'show'])).toMatchObject({ exitCode: 0, stdout: whole.stdout });
    }
  });

  it('is a folder: its configuration, named in its place, is 66 and says what to name', async () => {
    const space = await cliWorkspace();
    for (const [args, env] of [
      [['--workspace', 'smsctl.toml'], {}],
      [[], { SMSCTL_WORKSPACE: 'smsctl.toml' }],
    ] as const) {
      const refused = await space.run(['status', ...args], { env, cwd: space.folder });
      expect(refused).toMatchObject({ exitCode: 66, stdout: '' });
      expect(refused.stderr).toBe(
        'smsctl: error: smsctl.toml is a file, not a folder\nsmsctl: hint: name the folder in which smsctl.toml stands\n',
      );
    }
  });
});

describe.concurrent('standard input', () => {
  it('holds the words that were shown, unless it is the list already', async () => {
    const space = await cliWorkspace();
    const words = 'I agree to text messages of Les Amis du Parc\n';
    const proof = ['--purpose', 'association', '--basis', 'opt_in', '--method', 'paper_form', '--source', 'stand'];
    const said = [...proof, '--given-at', '2025-01-02', '--wording', '@-'];
    const added = await space.run(['consent', 'add', memberNumber(20), ...said], { input: words });
    expect(added.exitCode).toBe(0);
    const shown = (await space.run(['consent', 'show', memberNumber(20), '--json'])).json()['events'] as Json[];
    expect(shown.at(-1)).toMatchObject({ wording: words.trim() });

    space.write('list.csv', `phone,given_at\n${memberNumber(21)},2025-01-02\n`);
    const line = ['consent', 'import', 'list.csv', ...proof, '--wording', '@-', '--json'];
    expect((await space.run(line, { input: words })).json()).toMatchObject({ recorded: 1 });

    const both = await space.run(line.with(2, '-'), { input: space.read('list.csv') });
    expect(both.exitCode).toBe(64);
    expect(both.error()).toMatchObject({
      message: 'standard input can not be both the list and the words that were shown',
      hint: 'give one of them as a file',
    });
  });
});

describe.concurrent('who, when and which', () => {
  it('a clock without an offset is local to the sender, wherever the machine is', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(1));
    const line = ['send', 'members.csv', '--campaign', 'fete', ...TERMS.slice(0, 4), '--clock', '2026-09-15T10:00'];
    const starts = async (TZ: string) =>
      (await space.run([...line, '--dry-run', '--json'], { env: { TZ } })).json()['startsAt'];
    expect(await starts('America/New_York')).toMatch(/^2026-09-15T08:00:/);
    expect(await starts('UTC')).toMatch(/^2026-09-15T08:00:/);
  });

  it('a start that is over is refused, not taken for now; the same command again is no slip', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(1));
    const plan = (campaign: string, at: string, clock = '2026-09-15T10:00:30+02:00') =>
      space.run(['plan', 'members.csv', '--campaign', campaign, ...TERMS.slice(0, 4), '--at', at, '--clock', clock]);
    const over = await plan('late', '2026-09-14T10:00');
    expect([over.exitCode, over.stderr]).toEqual([64, expect.stringContaining('--at is over')]);
    expect((await plan('now', '2026-09-15T10:00')).exitCode).toBe(0);
    expect((await plan('now', '2026-09-15T10:00', '2026-09-15T11:00:00+02:00')).exitCode).toBe(0);
    // Another one than the campaign has is no repetition, whether or not anybody waits for it.
    expect((await plan('now', '2026-09-14T10:00', '2026-09-15T11:00:00+02:00')).stderr).toContain('--at is over');
  });

  it('an operator is no telephone number: the log would keep it for ever', async () => {
    const space = await cliWorkspace();
    for (const written of [memberNumber(1), '06\u00a039\u00a098\u00a000\u00a002', '06 – 39 – 98 – 00 – 02']) {
      const ran = await space.run(['suppress', 'add', memberNumber(0), '--operator', `Zoé ${written}`]);
      expect([ran.exitCode, ran.stderr]).toEqual([64, expect.stringContaining('--operator holds a telephone number')]);
    }
    expect((await space.run(['suppress', 'list', '--json'])).stdout).toBe('');
  });

  it.each(['', '  ', '\u200b\u2060'])('an operator %j is nobody (64), also for a restoration', async (name) => {
    const space = await cliWorkspace();
    for (const args of [['suppress', 'add', memberNumber(0)], ['restore', 'none.backup'], ['status']]) {
      const ran = await space.run([...args, '--operator', name, '--json']);
      expect(ran.error()).toMatchObject({
        exit: 64,
        message: '--operator can not be empty',
        hint: expect.stringContaining('leave it out') as unknown,
      });
    }
    expect((await space.run(['suppress', 'list', '--json'])).stdout).toBe('');
  });

  it('an operator is logged by the name that people see', async () => {
    const space = await cliWorkspace();
    await space.run(['suppress', 'add', memberNumber(0), '--operator', ' Cla\u200bire\u202e ']);
    const rows = (await space.run(['audit', 'list', '--json'])).lines();
    expect(rows.at(-1)).toMatchObject({ operator: 'Claire' });
    const wide = memberNumber(1).replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)));
    expect((await space.run(['suppress', 'add', memberNumber(2), '--operator', `Zoé ${wide}`])).exitCode).toBe(64);
  });
});

describe.concurrent('words and colours', () => {
  it('speak the language of the flag, else of the workspace, else of the system', async () => {
    const french = await cliWorkspace({ locale: 'fr' });
    const none = 'Il n’y a pas encore de campagne.\n';
    const LANG = 'fr_FR.UTF-8';
    expect((await french.run(['status'])).stderr).toBe(none);
    expect((await french.run(['--locale', 'en', 'status'])).stderr).toBe('There is no campaign yet.\n');
    expect((await french.run(['status', '--locale=en'], { env: { LANG } })).stderr).toBe('There is no campaign yet.\n');
    expect((await french.run(['--locale', 'fr', 'status', '--locale', 'en'])).stderr).toBe(
      'There is no campaign yet.\n',
    );
    const outside = workspaceIn(tempFolder());
    const error = (env: Record<string, string>) => outside.run(['status'], { env });
    expect((await error({ LANG })).stderr).toContain('smsctl\u00A0: erreur\u00A0: aucun espace de travail ici');
    expect((await error({ LANG, LC_ALL: 'en_GB.UTF-8' })).stderr).toContain('smsctl: error: ');
    // What is broken in the configuration is told in its language all the same.
    french.write('smsctl.toml', french.read('smsctl.toml') + '\n[nonsense]\n');
    expect((await french.run(['status'])).stderr).toContain('erreur\u00A0: ');
  });

  it('are coloured on a terminal or by FORCE_COLOR alone', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(1));
    await space.run(['plan', 'members.csv', '--campaign', 'fete', ...TERMS]);
    const isColoured = async (env: Record<string, string>, ...args: string[]) =>
      (await space.run(['status', 'fete', ...args], { env })).stdout.includes('\u001b[');
    expect(await isColoured({})).toBe(false);
    expect(await isColoured({ FORCE_COLOR: '1' })).toBe(true);
    expect(await isColoured({ FORCE_COLOR: '1' }, '--no-color')).toBe(false);
    expect(await isColoured({ FORCE_COLOR: '0', NO_COLOR: '' })).toBe(false);
    expect(await isColoured({ NO_COLOR: '1' })).toBe(false);
    // Node would warn that it heeds one of them alone.
    const both = { NO_COLOR: '1', FORCE_COLOR: '1' };
    expect(await isColoured(both)).toBe(true);
    expect((await space.run(['status', 'nope', '--json'], { env: both })).error()).toMatchObject({ exit: 66 });
    expect((await space.run(['status', 'nope', '--json'], { env: both })).stderr).toMatch(/^\{[^\n]*\}\n$/);
  });

  it('--quiet leaves results and errors', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(2));
    const sent = await space.run(['--quiet', 'send', 'members.csv', '--campaign', 'fete', ...TERMS, '--yes']);
    expect(sent).toMatchObject({ exitCode: 0, stderr: '' });
    expect(sent.stdout).toMatch(/^REHEARSAL: no SMS has left\nfete: done\n {7}2 {2}planned\n {7}2 {2}accepted\n/);
    const failed = await space.run(['resume', 'nowhere', '--quiet']);
    expect(failed.stderr).toMatch(/^smsctl: error: .*\nsmsctl: hint: .*\n$/);
  });
});

describe.concurrent('the line', () => {
  it('takes global options before and after the command', async () => {
    const space = await cliWorkspace();
    const asked = [
      ['--json', 'audit', 'head'],
      ['audit', '--json', 'head'],
      ['audit', 'head', '--json'],
      ['--workspace', space.folder, '--operator', 'Claire', 'audit', 'head', '--json'],
    ];
    const heads = await Promise.all(asked.map(async (line) => (await space.run(line)).json()));
    expect(heads).toEqual(Array(4).fill(heads[0]));
  });

  it('refuses what it does not know with 64 and the way to the help, never repeating a number', async () => {
    const space = await cliWorkspace();
    const refused: readonly (readonly [line: readonly string[], said: string, hint: string])[] = [
      [[], 'COMMAND is missing', '`smsctl --help` tells what there is'],
      [['sned'], 'unknown command sned', '`smsctl --help` tells what there is'],
      [['consent', 'ad'], 'unknown command ad', '`smsctl consent --help` tells what there is'],
      [['plan'], 'CONTACTS is missing', '`smsctl plan --help` tells what there is'],
      [['status', 'a', 'b'], 'there are more arguments than this command takes', '`smsctl status --help`'],
      [
        ['plan', 'x.csv', '—campaign', 'a'],
        '“—campaign” begins with a dash, and an option with two hyphens',
        'type --campaign: programs of texts',
      ],
      [
        ['resume', 'a', '––not-after', 'b'],
        '“––not-after” begins with a dash, and an option with two hyphens',
        'type --not-after:',
      ],
      [['status', `--to=${memberNumber(0)}`], 'unknown option --to', '`smsctl status --help` tells what there is'],
      [['status', '--json=true'], '--json takes no value', '`smsctl status --help` tells what there is'],
      [['plan', 'x.csv', `--gsm7=${memberNumber(0)}`], '--gsm7 takes no value', '`smsctl plan --help` tells'],
      [['consent', 'add', '1', '--lift=1'], '--lift takes no value', '`smsctl consent add --help` tells'],
      [['status', '--clock'], '--clock needs a value', '`smsctl status --help` tells what there is'],
      [['status', '--locale', 'de'], '--locale can not be de', 'allowed: fr, en'],
      [['completion', 'csh'], 'SHELL can not be csh', 'allowed: bash, zsh, fish'],
      [['send', 'x.csv', '--confirm', '1', '--yes'], '--confirm and --yes can not be used together', '`smsctl send'],
      [['plan', 'x.csv'], 'a campaign needs a name', 'add --campaign NAME'],
      [['plan', 'x.csv', '--campaign', 'a b'], 'a b is no name for a campaign', 'use 1 to 64 letters'],
      [['plan', 'x.csv', '--campaign', 'test-send'], 'the name test-send is reserved', 'choose another name'],
      [['plan', 'x.csv', '--campaign', 'a'], 'a campaign needs a text', 'add --template FILE or --text TEXT'],
      [
        ['plan', 'x.csv', '--campaign', 'a', '--text', 'a'],
        'a campaign needs a purpose',
        'add --purpose with one of: marketing, association',
      ],
      ...[['backup'], ['consent', 'import', 'x.csv', '--rejects'], ['suppress', 'import', 'x.csv', '--rejects']].map(
        (line): [string[], string, string] => [
          [...line, '-'],
          `${line.at(-1) === 'backup' ? 'FILE' : '--rejects'} needs the name of a file: the report is what is written out`,
          'name a file that does not exist yet',
        ],
      ),
      [
        ['inbox', 'import', 'x.csv', '--rejects', '-'],
        '--rejects needs the name of a file: the report is what is written out',
        'name a file that does not exist yet',
      ],
      [['status', '--clock', 'noon'], '--clock is no instant: noon', 'write day and time'],
    ];
    const runs = refused.map(async ([line, said, hint]) => {
      const ran = await space.run(line);
      expect([line, ran.exitCode, ran.stdout]).toEqual([line, 64, '']);
      const [error = '', advice = '', ...more] = ran.stderr.split('\n');
      expect(error).toBe(`smsctl: error: ${said}`);
      expect(advice).toContain(`smsctl: hint: ${hint}`);
      expect(more).toEqual(['']);
      expect(ran.stderr).not.toContain(memberNumber(0));
    });
    await Promise.all(runs);
  });

  it.each([[['--version']], [['--quiet', '--version']]])('tells its version (%j)', async (line) => {
    const told = await workspaceIn(tempFolder()).start(line).ended;
    expect(told).toMatchObject({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
  });

  it.each([[['--json', '--version']], [['--version', '--json']]])('tells it to a script (%j)', async (line) => {
    const told = await workspaceIn(tempFolder()).run(line);
    expect(told).toMatchObject({ exitCode: 0, stderr: '' });
    expect(told.lines()).toEqual([{ type: 'version', version }]);
  });
});

describe.concurrent('--clock and --operator', () => {
  it('--clock is refused by what writes the ledger itself', async () => {
    const space = await cliWorkspace();
    const before = await space.head();
    const proof = [
      '--purpose',
      'survey',
      '--basis',
      'opt_in',
      '--method',
      'email',
      '--given-at',
      '2025-01-15T09:00:00Z',
    ];
    const writers = [
      ['consent', 'add', memberNumber(0), ...proof, '--wording', 'x', '--source', 'x'],
      ['consent', 'withdraw', memberNumber(0)],
      ['suppress', 'add', memberNumber(0)],
      ['init', 'elsewhere', '--yes'],
    ];
    const runs = writers.map(async (line) => {
      const ran = await space.run([...line, '--clock', MORNING, '--json']);
      expect([line, ran.exitCode]).toEqual([line, 64]);
      expect(ran.error()).toMatchObject({
        message: '--clock is for rehearsals: this command writes the ledger itself',
      });
    });
    await Promise.all(runs);
    expect(await space.head()).toBe(before);
  });

  it('--clock is heeded by what only reads: as if it were then', async () => {
    const space = await cliWorkspace();
    const json = async (...line: string[]) => (await space.run([...line, '--json'])).lines();
    const later = ['--clock', '2027-12-01T10:00'];
    // The members said yes in January 2025: two years on it grows old, three years on it is.
    expect(await json('consent', 'due', '--clock', '2025-03-11T10:00')).toEqual([]);
    expect((await json('consent', 'due', '--within', '60', ...later)).length).toBeGreaterThan(0);
    const stateAt = async (clock: string) => (await json('consent', 'show', memberNumber(0), '--clock', clock))[0];
    expect(JSON.stringify(await stateAt('2025-03-11T10:00'))).not.toContain('"expired"');
    expect(JSON.stringify(await stateAt('2028-03-11T10:00'))).toContain('"expired"');
    const [kept] = await json('retention', '--clock', '2027-12-01T10:00');
    const before = (kept?.['categories'] as readonly Json[]).map((category) => String(category['before']));
    expect(before.every((at) => at < '2027-12-01') && before.some((at) => at > '2025-12-01')).toBe(true);
    const [why] = await json('why', memberNumber(0), '--purpose', 'association', '--clock', '2028-03-11T10:00');
    expect(why).toMatchObject({ allowed: false, reason: 'consent_expired' });
    // What writes is refused as ever, and so is what examines this computer.
    expect((await space.run(['doctor', ...later])).stderr).toContain('looks at this computer as it is now');
    expect((await space.run(['retention', '--apply', ...later])).exitCode).toBe(64);
    expect((await space.run(['consent', 'show', memberNumber(0), '--reveal', ...later])).exitCode).toBe(64);
  });

  it('--clock is refused by whatever reads the ledger of a real provider, unless a rehearsal is asked for', async () => {
    const space = await cliWorkspace();
    space.write('smsctl.toml', space.read('smsctl.toml').replace('use = "simulator"', 'use = "vonage"'));
    const readers = [
      ['why', memberNumber(0)],
      ['why', memberNumber(0), '--rehearsal'],
      ...[['retention'], ['consent', 'due'], ['consent', 'show', memberNumber(0)], ['audit', 'list']],
      ...[['suppress', 'list'], ['requests', 'list'], ['status'], ['check', 'hours'], ['config', 'show']],
    ];
    const runs = readers.map(async (line) => {
      const ran = await space.run([...line, '--clock', MORNING, '--json']);
      const isMeant = line.includes('--rehearsal');
      expect([line, ran.exitCode]).toEqual([line, isMeant ? 0 : 64]);
      if (isMeant) return;
      expect(ran.error()).toMatchObject({ message: '--clock is for rehearsals: the provider here is a real one' });
    });
    await Promise.all(runs);
  });

  it('--operator stands in the audit rows of the ledger, else the login name', async () => {
    const space = await cliWorkspace();
    await space.run(['suppress', 'add', memberNumber(0), '--operator', 'Claire D.']);
    await space.run(['suppress', 'add', memberNumber(1)]);
    const rows = (await space.run(['audit', 'list', '--json'])).lines().slice(-2);
    const login = rows[0]?.['login'];
    expect(rows).toMatchObject([{ operator: 'Claire D.' }, { operator: login, login }]);
  });
});
