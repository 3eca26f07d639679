import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, closeSync, copyFileSync, existsSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import Database from 'better-sqlite3';
import {
  cliWorkspace,
  memberNumber,
  members,
  MORNING,
  NIGHT,
  plainEnvironment,
  smsctl,
  type CliWorkspace,
  type Ran,
} from '../support/cli.js';

const terms = ['--campaign', 'fete', '--purpose', 'association', '--clock', MORNING];

/** One line of error and one of hint, and nothing else anywhere. */
function expectRefusal(ran: Ran, exitCode: number, said: string | RegExp, hint: string): void {
  expect([said, ran.exitCode, ran.stdout]).toEqual([said, exitCode, '']);
  const [error = '', advice = '', ...more] = ran.stderr.split('\n');
  expect(error.slice(0, 15)).toBe('smsctl: error: ');
  expect(error.slice(15)).toEqual(said instanceof RegExp ? expect.stringMatching(said) : said);
  expect(advice).toContain('smsctl: hint: ');
  expect(advice).toContain(hint);
  expect(more).toEqual(['']);
}

/** Nothing half done: no campaign, no copy of the ledger, no row in the log. Empty locks may stay. */
async function expectUntouched(space: CliWorkspace, head: unknown): Promise<void> {
  expect((await space.run(['status', '--json'])).stdout).toBe('');
  expect(space.rehearsals().filter((name) => !/\.(?:run|plan)-lock$/.test(name))).toEqual([]);
  expect(await space.head()).toBe(head);
}

describe('files that can not be used', () => {
  it('are refused in one line with file and line, and nothing is kept', async () => {
    const space = await cliWorkspace();
    const head = await space.head();
    const good = members(2);
    mkdirSync(space.at('folder'));
    space.write('empty.csv', '');
    space.write('header.csv', 'phone;prenom\n');
    space.write('binary.csv', Buffer.from([0, 1, 2, 3, 0, 255, 254, 0, 9]));
    space.write('wide.csv', `${good}${memberNumber(2)};C;Lyon;x;y\n`);
    space.write('quote.csv', `${good}${memberNumber(2)};"C;Lyon\n`);
    space.write('huge.csv', `${good}${memberNumber(2)};${'x'.repeat(10_000_000)};Lyon\n`);
    space.write('numberless.csv', 'nom;prenom\nA;Ana\n');
    space.write('provider.csv', `CONTACT ID,SMS,OPT_IN\n1,${memberNumber(0)},Yes\n`);
    space.write('whole-lines.csv', '"Prénom;Portable"\n"Zoé;06 39 98 12 34"\n');
    space.write('latin.csv', Buffer.concat([Buffer.from(good), Buffer.from([0x2b, 0xe9, 0x0a])]));
    const refused: readonly (readonly [args: readonly string[], exitCode: number, said: string, hint: string])[] = [
      [['nowhere.csv'], 66, 'nowhere.csv does not exist', 'check the name'],
      [['folder'], 66, 'folder is a folder, not a file', 'name the file inside it'],
      [['empty.csv'], 65, 'empty.csv is empty', 'saved'],
      [['header.csv'], 65, 'header.csv, line 1: column names, but no row below them', 'complete'],
      [['binary.csv'], 65, 'binary.csv is not a text file', 'CSV'],
      [['wide.csv'], 65, 'wide.csv, line 4: 5 cells, but only 3 named columns', 'quotation marks'],
      [['quote.csv'], 65, 'quote.csv, line 4: a quotation mark opens and is never closed', 'quotation marks'],
      [['huge.csv'], 65, 'huge.csv, line 4: a row of more than 1 MiB', 'one person in each row'],
      [
        ['numberless.csv'],
        65,
        'numberless.csv: no column holds the number',
        '--phone-column; this file has: nom, prenom',
      ],
      [
        ['provider.csv'],
        65,
        'provider.csv: no column holds the number',
        '--phone-column, for instance --phone-column SMS; this file has: CONTACT ID, SMS, OPT_IN',
      ],
      [['whole-lines.csv'], 65, 'whole-lines.csv: no column holds the number', 'in one cell (Prénom;Portable)'],
      [['good.csv', '--phone-column', 'gsm'], 65, 'good.csv has no column named gsm', 'phone, prenom, ville'],
      [['good.csv', '--encoding', 'klingon'], 64, 'unknown encoding "klingon"', 'windows-1252'],
      [
        ['latin.csv', '--encoding', 'utf-8'],
        65,
        'latin.csv, line 4: a character that cannot be read as utf-8 (byte 0xE9)',
        '--encoding',
      ],
      [['-'], 65, 'standard input is empty', 'the command that fills it'],
    ];
    space.write('good.csv', good);
    // Each under a name of its own, so that they may run side by side.
    const runs = refused.map(async ([args, exitCode, said, hint], index) => {
      const line = ['plan', ...args, '--text', 'Bonjour', ...terms, '--campaign', `c${index}`];
      expectRefusal(await space.run(line, { input: '' }), exitCode, said, hint);
    });
    await Promise.all(runs);
    await expectUntouched(space, head);
  });
});

it('standard input that is a folder is told as one (66)', async () => {
  const space = await cliWorkspace();
  const folder = openSync(space.folder, 'r');
  const { status, stdout, stderr } = spawnSync(process.execPath, [smsctl, 'check', 'contacts', '-'], {
    cwd: space.folder,
    env: plainEnvironment(space.folder),
    stdio: [folder, 'pipe', 'pipe'],
    encoding: 'utf8',
  });
  closeSync(folder);
  expect([status, stdout]).toEqual([66, '']);
  expect(stderr).toBe('smsctl: error: standard input is a folder, not a file\nsmsctl: hint: name the file inside it\n');
});

describe('texts and options that can not be used', () => {
  it('are refused in one line with place and value, and nothing is kept', async () => {
    const space = await cliWorkspace();
    const head = await space.head();
    space.write('members.csv', `phone;prenom;religion\n${memberNumber(0)};Ana;?\n`);
    space.write('empty.txt', '\n \n');
    const text = (value: string): readonly string[] => ['--text', value];
    const good = text('Bonjour');
    const refused: readonly (readonly [
      args: readonly string[],
      exitCode: number,
      said: string | RegExp,
      hint: string,
    ])[] = [
      [['--template', 'empty.txt'], 65, 'empty.txt is empty', 'saved'],
      [text(' '), 65, '--text: the template is empty', 'write the message'],
      [text('Bonjour {{ prenom'), 65, '--text, line 1, column 9: not closed: {{ prenom', 'close it with }}'],
      [text('{% if prenom %}a'), 65, '--text, line 1, column 1: the tag "if" is not closed', '{% endif %}'],
      [text('{{ prenom | shout }}'), 65, '--text, line 1, column 13: unknown filter "shout"', 'known are:'],
      [text('STOP au 36111'), 65, 'the text tells people to send STOP to 36111, the footer to 36184', 'footer'],
      [text('{{ religion }}'), 77, /religion/, '--allow-sensitive religion'],
      [[...good, '--allow-sensitive', 'relgion'], 64, /members.csv does not have: relgion/, 'sensitive: “religion”'],
      [[...good, '--sender', 'ABCDEFGHIJKL'], 64, "a sender's name has 3 to 11 characters, this one 12", '3 to 11'],
      [[...good, '--where', 'vile = "Lyon"'], 65, '--where, character 1: the file has no column "vile"', 'religion'],
      [[...good, '--limit', '0'], 64, '--limit is no number that can be used: 0', '1 or more'],
      [[...good, '--max-cost', 'much'], 64, '--max-cost is no amount: much', '12.50'],
      [[...good, '--at', 'tomorrow'], 64, '--at is no instant: tomorrow', 'offset'],
    ];
    const runs = refused.map(async ([args, exitCode, said, hint], index) => {
      const line = ['send', 'members.csv', '--yes', ...terms, '--campaign', `c${index}`, ...args];
      expectRefusal(await space.run(line), exitCode, said, hint);
    });
    await Promise.all(runs);
    await expectUntouched(space, head);
  });
});

describe.concurrent('a workspace that is not whole', () => {
  const line = ['plan', 'members.csv', '--text', 'Bonjour', ...terms];

  it('has all problems of its configuration told at once', async () => {
    const space = await cliWorkspace();
    const config = space
      .read('smsctl.toml')
      .replace('AMISDUPARC', 'AMISDUPARC12')
      .replace('rate = 1000', 'rate = "fast"');
    space.write('smsctl.toml', `${config}\n[footers.FR]\ntext = "x"\n`);
    const ran = await space.run(line);
    expect(ran).toMatchObject({ exitCode: 78, stdout: '' });
    const errors = ran.stderr.split('\n').filter((one) => one.startsWith('smsctl: error: '));
    const lineOf = (text: string): number => space.read('smsctl.toml').split('\n').indexOf(text) + 1;
    expect(errors).toHaveLength(4);
    expect(errors[0]).toBe(`smsctl: error: 3 problems in ${space.at('smsctl.toml')}`);
    expect(errors[1]).toContain(`smsctl.toml:${lineOf('id = "AMISDUPARC12"')}: sender.id: `);
    expect(errors[2]).toContain(
      `smsctl.toml:${lineOf('rate = "fast"')}: providers.simulator.rate: found "fast"; allowed: `,
    );
    expect(errors[3]).toContain(
      `smsctl.toml:${lineOf('[footers.FR]')}: footers: unknown key; organisation, sender, footer`,
    );
    expect((await space.run([...line, '--json'])).error()).toMatchObject({ kind: 'config', exit: 78 });
  });

  it('is refused without its key, and with a key that others can read or that is too short', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(1));
    const key = space.at('ledger.key');
    const refusal = async (): Promise<unknown> => {
      const ran = await space.run([...line, '--json']);
      expect(ran).toMatchObject({ exitCode: 77, stdout: '' });
      return ran.error()['message'];
    };
    chmodSync(key, 0o644);
    expect(await refusal()).toBe(`${key} can be read by other users of this computer`);
    writeFileSync(key, Buffer.alloc(31));
    chmodSync(key, 0o600);
    expect(await refusal()).toBe(`${key} has 31 bytes, a key has 32`);
    writeFileSync(key, Buffer.alloc(32));
    expect(await refusal()).toContain('made with another ledger.key');
    rmSync(key);
    expect(await refusal()).toBe(`${key} is missing`);
    expect(existsSync(key)).toBe(false);
  });

  it('is refused with a ledger that is missing, damaged or held by another program', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(1));
    const ledger = space.at('ledger.db');
    copyFileSync(ledger, space.at('good.db'));
    const refusal = async (exitCode: number, command = line): Promise<unknown> => {
      const ran = await space.run([...command, '--json']);
      expect(ran).toMatchObject({ exitCode, stdout: '' });
      expect(space.rehearsals().filter((name) => name.startsWith('fete.db'))).toEqual([]);
      return ran.error()['message'];
    };
    rmSync(ledger);
    expect(await refusal(66)).toBe(`there is no ledger at ${ledger}`);
    expect(existsSync(ledger)).toBe(false);
    space.write('ledger.db', 'this is no ledger, it is a text. '.repeat(400));
    expect(await refusal(74)).toBe(`${ledger} is damaged or is no ledger (SQLITE_NOTADB)`);
    copyFileSync(space.at('good.db'), ledger);
    const other = new Database(ledger);
    other.exec('BEGIN EXCLUSIVE');
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
    const add = ['consent', 'add', memberNumber(0), ...proof, '--wording', 'x', '--source', 'x'];
    expect(await refusal(75, add)).toBe(`another program holds ${ledger}`);
    other.close();
    expect((await space.run([...line, '--json'])).exitCode).toBe(0);
  });

  it('can not keep a rehearsal where there is no folder for it', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(1));
    space.write('rehearsals', 'a file where the folder should be');
    const ran = await space.run([...line, '--json']);
    expect(ran).toMatchObject({ exitCode: 74, stdout: '' });
    expect(ran.error()['message']).toContain('rehearsals');
    expect(space.read('rehearsals')).toBe('a file where the folder should be');
    // To look costs no file.
    const looked = await space.run(['send', ...line.slice(1), '--dry-run', '--json']);
    expect(looked.json()).toMatchObject({ type: 'plan', planned: 1 });
  });
});

const inOwnMounts = ['--mount', ...(process.getuid?.() === 0 ? [] : ['--map-root-user'])];

/** Some machines let nobody mount; there test/store/full-disk.test.ts has the last word, with a file that may not grow. */
function canMount(): boolean {
  const { status } = spawnSync('unshare', [...inOwnMounts, 'sh', '-c', 'mount -t tmpfs tmpfs /mnt']);
  return status === 0;
}

/** Runs a shell in a mount namespace of its own, where `disk` is a file system of a few megabytes; it ends with the shell. */
async function onSmallDisk(space: CliWorkspace, script: string): Promise<void> {
  const setUp = 'mount -t tmpfs -o size=3m tmpfs disk && cp -a smsctl.toml ledger.db ledger.key members.csv disk/';
  mkdirSync(space.at('disk'));
  await promisify(execFile)('unshare', [...inOwnMounts, 'sh', '-euc', `${setUp}\n${script}`], {
    cwd: space.folder,
    env: { ...plainEnvironment(space.folder), NODE: process.execPath, SMSCTL: smsctl },
  });
}

describe.runIf(canMount()).concurrent('a disk', () => {
  const program = '"$NODE" "$SMSCTL" --workspace disk';

  it('that is full ends a plan and a run with 74, and what was done is safe', async () => {
    // A rate that spreads the messages over many commits.
    const space = await cliWorkspace({ simulator: 'rate = 50' });
    space.write('members.csv', members(40));
    const planned = `--campaign fete --purpose association --text 'Bonjour {{ prenom }}' --clock ${MORNING}`;
    await onSmallDisk(
      space,
      `fill() {
  dd if=/dev/zero of=disk/ballast bs=1k 2>/dev/null || true
  dd if=/dev/zero of=disk/ballast bs=1k count=1 seek=$(($(stat -c %s disk/ballast) / 1024 - $1)) 2>/dev/null
}
code() { set +e; "$@" >out.txt 2>err.txt; echo $? >code.txt; set -e; }
fill 64
code ${program} plan members.csv ${planned} --json
cp code.txt plan.code; cp err.txt plan.err
rm disk/ballast
ls disk/rehearsals 2>/dev/null | grep -v lock >plan.left || true
${program} plan members.csv ${planned} >/dev/null 2>&1
fill 128
code ${program} send --campaign fete --yes --json
cp code.txt send.code; cp err.txt send.err
rm disk/ballast
code ${program} send --campaign fete --yes --json
cp code.txt again.code; cp out.txt again.out; cp disk/rehearsals/fete.outbox.jsonl outbox.jsonl`,
    );
    expect(space.read('plan.code')).toBe('74\n');
    expect(space.read('plan.err')).toContain('the disk is full');
    expect(space.read('plan.left')).toBe('');
    expect(space.read('send.code')).toBe('74\n');
    expect(space.read('send.err')).toContain('the disk is full');
    expect(['0\n', '80\n']).toContain(space.read('again.code'));
    const outbox = space.read('outbox.jsonl').trim().split('\n');
    expect(outbox).toHaveLength(new Set(outbox.map((one) => (JSON.parse(one) as { to: string }).to)).size);
  });

  it('that is read-only refuses with 74 and says so', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(1));
    await onSmallDisk(
      space,
      `mount -o remount,ro disk
set +e
${program} suppress add 0639980001 --json >out.txt 2>err.txt; echo $? >code.txt
${program} plan members.csv --campaign fete --purpose association --text x --clock ${NIGHT} --json >out.txt 2>plan.err; echo $? >plan.code`,
    );
    expect(space.read('code.txt')).toBe('74\n');
    expect(JSON.parse(space.read('err.txt'))).toMatchObject({ kind: 'storeFailure', exit: 74 });
    expect(space.read('err.txt')).toContain('ledger.db');
    expect(space.read('plan.code')).toBe('74\n');
    expect(JSON.parse(space.read('plan.err'))).toMatchObject({ kind: 'storeFailure', exit: 74 });
  });
});
