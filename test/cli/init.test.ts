import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/config.js';
import type { Prompts } from '../../src/cli/prompts.js';
import { profileIds } from '../../src/core/schedule/profiles.js';
import { OperatorError } from '../../src/errors.js';
import { isWindows } from '../../src/files/host.js';
import { makeWorkspaceFiles } from '../../src/files/new-workspace.js';
import { workspaceFiles } from '../../src/files/workspace.js';
import { judgeNewFolder, organisationNameFrom, senderIdFrom, senderProblem } from '../../src/flows/make-workspace.js';
import { phrase } from '../../src/words/phrase.js';
import { kindOf, runProgram, temporaryFolders, type Ran, type Surroundings } from './in-process.js';

const newFolder = temporaryFolders();
const answers = ['--organisation', 'Les Amis du Parc', '--sender', 'AMISDUPARC'];
const names = ['ledger.db', 'ledger.key', 'smsctl.toml'];

function init(args: readonly string[], around: Surroundings): Promise<Ran> {
  return runProgram(['init', ...args], around);
}

function configIn(folder: string): ReturnType<typeof parseConfig> {
  const text = readFileSync(join(folder, 'smsctl.toml'), 'utf8');
  return parseConfig(text, 'smsctl.toml', { profileIds: profileIds() });
}

function modeOf(file: string): number {
  return statSync(file).mode & 0o777;
}

describe('init', () => {
  // Windows has another limit.
  it.skipIf(isWindows)(
    'tells a path that is too long for SQLite for what it is, and leaves nothing behind',
    async () => {
      const cwd = realpathSync(newFolder());
      const ofBytes = (bytes: number): string => {
        const deep = join(cwd, 'é'.repeat(60), 'é'.repeat(60));
        return join(deep, 'a'.repeat(bytes - Buffer.byteLength(join(deep, '/', 'ledger.db')) - 1));
      };
      expect((await init([ofBytes(504), ...answers], { cwd })).error).toBeNull();
      const folder = ofBytes(505);
      const words = { en: 'is too long for a database', fr: 'est trop long pour une base de données' };
      for (const locale of ['en', 'fr'] as const) {
        const ran = await init([folder, ...answers], { cwd, locale });
        expect(kindOf(ran)).toBe('storeFailure');
        expect(ran.stderr).toContain(words[locale]);
        expect(existsSync(folder)).toBe(false);
      }
    },
  );

  it('names the folder so that a shell goes there, and obeys nothing in its name', async () => {
    const cwd = newFolder();
    for (const locale of ['en', 'fr']) {
      const folder = join(cwd, `l'été q"u$(touch taken)${locale}`);
      const ran = await init([folder, ...answers, '--locale', locale], { cwd });
      const [typed] = /^ {2}cd .*$/m.exec(ran.stderr + ran.stdout) ?? [''];
      const { stdout } = await execa('sh', ['-c', `${typed} && pwd -P`], { cwd });
      expect(stdout).toBe(realpathSync(folder));
      expect(readdirSync(cwd)).not.toContain('taken');
    }
  });

  it('makes folder, configuration, key and ledger, for this user alone', async () => {
    const cwd = newFolder();
    const ran = await init(['asso/parc', ...answers], { cwd });
    const folder = join(cwd, 'asso', 'parc');
    expect(ran.error).toBeNull();
    expect(readdirSync(folder).sort()).toEqual(names);
    expect(modeOf(folder)).toBe(0o700);
    for (const name of names) expect(modeOf(join(folder, name))).toBe(0o600);
    expect(readFileSync(join(folder, 'ledger.key'))).toHaveLength(32);
    expect(configIn(folder)).toMatchObject({
      organisation: { name: 'Les Amis du Parc', locale: 'en' },
      sender: { id: 'AMISDUPARC', country: 'FR' },
      provider: { use: 'simulator' },
    });
    expect(ran.stdout).toContain(join(folder, 'ledger.db'));
    expect(ran.stderr).toContain('ledger.key in a safe place');
  });

  it('answers in JSON', async () => {
    const cwd = newFolder();
    const { stdout } = await init(answers, { cwd, globals: ['--json'] });
    expect(JSON.parse(stdout)).toEqual({
      type: 'init',
      workspace: cwd,
      files: [join(cwd, 'smsctl.toml'), join(cwd, 'ledger.db'), join(cwd, 'ledger.key')],
      synchronisedBy: null,
      encrypted: false,
      keychain: false,
      warnings: [],
    });
  });

  it('gives two workspaces two keys', async () => {
    const [one, other] = [newFolder(), newFolder()];
    for (const cwd of [one, other]) await init(answers, { cwd });
    expect(readFileSync(join(one, 'ledger.key')).equals(readFileSync(join(other, 'ledger.key')))).toBe(false);
  });

  it('writes the language of the screen into the configuration', async () => {
    const cwd = newFolder();
    await init(answers, { cwd, locale: 'fr' });
    expect(configIn(cwd).organisation.locale).toBe('fr');
  });

  it('keeps a folder that was there, with its mode and what is in it', async () => {
    const cwd = newFolder();
    chmodSync(cwd, 0o750);
    writeFileSync(join(cwd, 'membres.csv'), 'tel\n');
    await init(answers, { cwd });
    expect(modeOf(cwd)).toBe(0o750);
    expect(readdirSync(cwd).sort()).toEqual([...names.slice(0, 2), 'membres.csv', 'smsctl.toml'].sort());
  });

  it.each(['smsctl.toml', 'ledger.db', 'ledger.key', 'ledger.db-wal'])('touches nothing where %s is', async (name) => {
    const cwd = newFolder();
    writeFileSync(join(cwd, name), 'old');
    const ran = await init(answers, { cwd });
    expect(kindOf(ran)).toBe('badInput');
    expect(ran.stderr).toContain(join(cwd, name));
    expect(readdirSync(cwd)).toEqual([name]);
    expect(readFileSync(join(cwd, name), 'utf8')).toBe('old');
  });

  it('refuses a file where the folder should be', async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, 'asso'), '');
    expect(kindOf(await init(['asso', ...answers], { cwd }))).toBe('badInput');
  });

  it('leaves nothing of a workspace that can not be finished', async () => {
    const cwd = newFolder();
    mkdirSync(join(cwd, 'there'));
    const change: NonNullable<Surroundings['change']> = (app) => ({
      ...app,
      createLedger: (files) => {
        writeFileSync(files.ledger, 'half');
        writeFileSync(`${files.ledger}-wal`, 'half');
        throw new OperatorError('storeFailure', phrase('store.full', { file: files.ledger }));
      },
    });
    const ran = await init(['there/new/deep', ...answers], { cwd, change });
    expect(kindOf(ran)).toBe('storeFailure');
    expect(readdirSync(join(cwd, 'there'))).toEqual([]);
    await init(['there', ...answers], { cwd, change });
    expect(readdirSync(join(cwd, 'there'))).toEqual([]);
  });

  it('refuses a network file system before anything is made', () => {
    const files = workspaceFiles(join(newFolder(), 'asso'));
    expect(() => judgeNewFolder(files, () => 'network')).toThrow(
      expect.objectContaining({ kind: 'notPermitted' }) as Error,
    );
    expect(existsSync(files.folder)).toBe(false);
  });

  it.skipIf(isWindows)('refuses a disk that keeps no access rights, and leaves nothing there', () => {
    const files = workspaceFiles(join(newFolder(), 'cle-usb'));
    const contents = { configText: '', key: Buffer.alloc(32) };
    const make = (mode: number) => () =>
      makeWorkspaceFiles(
        files,
        contents,
        () => writeFileSync(files.ledger, ''),
        () => mode,
      );
    for (const mode of [0o100755, 0o100777, 0o100640]) {
      expect(make(mode)).toThrow(expect.objectContaining({ kind: 'notPermitted' }) as Error);
      expect(existsSync(files.folder)).toBe(false);
    }
    make(0o100700)();
    expect(readdirSync(files.folder).sort()).toEqual(names);
  });

  it('warns in a synchronised folder, and goes on', async () => {
    const cwd = join(newFolder(), 'Dropbox');
    mkdirSync(cwd);
    const ran = await init(answers, { cwd });
    expect(ran.error).toBeNull();
    expect(ran.stderr).toContain('copied to other computers by Dropbox');
    expect(existsSync(join(cwd, 'smsctl.toml'))).toBe(true);
  });

  it('names what is missing when nobody can be asked', async () => {
    const cwd = newFolder();
    const ran = await init(['--sender', 'AMISDUPARC'], { cwd });
    expect(kindOf(ran)).toBe('usage');
    expect(ran.stderr).toContain('--organisation is needed');
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('takes the folder’s name with --yes', async () => {
    const cwd = newFolder();
    await init(['Les Amis de la forêt', '--yes', '--country', 'be'], { cwd });
    const { organisation, sender } = configIn(join(cwd, 'Les Amis de la forêt'));
    expect(organisation.name).toBe('Les Amis de la forêt');
    expect(sender).toEqual({ id: 'LESAMISDELA', country: 'BE' });
  });

  it('tells every unfit answer at once', async () => {
    const cwd = newFolder();
    const ran = await init(['--organisation', ' ', '--sender', 'INFO', '--country', 'FR'], { cwd });
    expect(kindOf(ran)).toBe('usage');
    expect(ran.stderr).toMatch(/^--organisation: .*\n--sender: French operators block "INFO"/);
    const other = await init([...answers, '--country', 'Francia'], { cwd });
    expect(other.stderr).toContain('--country: ');
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('refuses a provider that there is not, and a rehearsal clock', async () => {
    const cwd = newFolder();
    const { error } = await init([...answers, '--provider', 'pigeon'], { cwd });
    expect(error).toMatchObject({ kind: 'usage', hint: { values: { values: 'simulator, vonage' } } });
    expect(kindOf(await init(answers, { cwd, globals: ['--clock', '2026-01-01T00:00:00Z'] }))).toBe('usage');
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('makes the workspace where later commands look for it', async () => {
    const cwd = newFolder();
    await init(answers, { cwd, env: { SMSCTL_WORKSPACE: 'by-environment' } });
    await init(answers, { cwd, env: { SMSCTL_WORKSPACE: 'by-environment' }, globals: ['--workspace', 'by-flag'] });
    expect(readdirSync(cwd).sort()).toEqual(['by-environment', 'by-flag']);
    expect(kindOf(await init(['here', ...answers], { cwd, globals: ['--workspace', 'there'] }))).toBe('usage');
  });

  it('asks on a terminal for what the flags do not give, until it is fit', async () => {
    const cwd = newFolder();
    const asked: string[] = [];
    const replies = ['Club Éclair', 'Belgium', 'be', 'Éclair', 'ECLAIR'];
    const prompts: Prompts = {
      canAsk: true,
      password: () => Promise.reject(new Error('nothing secret is asked')),
      confirm: () => Promise.reject(new Error('not asked')),
      select: () => Promise.reject(new Error('not asked')),
      text: (question, initial) => {
        asked.push(`${question} [${initial ?? ''}]`);
        return Promise.resolve(replies[asked.length - 1] ?? '');
      },
    };
    const ran = await init([], { cwd, change: (app) => ({ ...app, prompts }) });
    expect(configIn(cwd)).toMatchObject({
      organisation: { name: 'Club Éclair' },
      sender: { id: 'ECLAIR', country: 'BE' },
    });
    expect(asked).toHaveLength(5);
    expect(asked.at(-1)).toContain('[CLUBECLAIR]');
    expect(ran.stderr).toContain('two capital letters');
  });

  it('makes a workspace that doctor finds in order', async () => {
    const cwd = newFolder();
    await init(answers, { cwd });
    const { stdout } = await runProgram(['doctor'], { cwd, globals: ['--json'] });
    expect(JSON.parse(stdout)).toMatchObject({ ok: true });
  });
});

describe('the program itself', () => {
  it.skipIf(process.platform === 'win32').each(['000', '777'])(
    'keeps its files for their owner where the user’s own mask is %s',
    async (mask) => {
      const cwd = newFolder();
      const program = fileURLToPath(new URL('../../bin/smsctl.js', import.meta.url));
      const line = `umask ${mask}; exec "$0" "$1" init asso --yes --quiet`;
      await execa('sh', ['-c', line, process.execPath, program], { cwd });
      expect(modeOf(join(cwd, 'asso'))).toBe(0o700);
      for (const name of names) expect(modeOf(join(cwd, 'asso', name))).toBe(0o600);
    },
  );
});

describe('senderIdFrom', () => {
  it.each([
    ['Les Amis du Parc', 'LESAMISDUPA'],
    ['Fête', 'FETE'],
    ['Cœur Straße', 'COEURSTRASS'],
    ['Info', 'SMSCTL'],
    ['42', 'SMSCTL'],
    ['東京', 'SMSCTL'],
  ])('%s gives %s', (name, sender) => {
    expect(senderIdFrom(name, 'FR')).toBe(sender);
  });

  it('always gives one that may send', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom('FR', 'BE', 'US'), (name, country) => {
        expect(senderProblem(senderIdFrom(name, country), country)).toBeNull();
      }),
    );
  });
});

describe('organisationNameFrom', () => {
  it('is the folder’s name, or ours where there is none', () => {
    expect(organisationNameFrom('/srv/Les Amis')).toBe('Les Amis');
    expect(organisationNameFrom('/')).toBe('smsctl');
  });
});
