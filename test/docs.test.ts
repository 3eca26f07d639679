import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { buildProgram, commandNames } from '../src/cli/program.js';
import * as words from '../src/core/consent/value-words.js';
import { classifyReply } from '../src/core/suppression/classify-reply.js';
import { exitCodeOf, exitCodes, gravestExitCode } from '../src/errors.js';

const root = fileURLToPath(new URL('../', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** Every command that does something, as it is typed: `consent import`, `init`. */
async function everyCommand(): Promise<readonly { readonly path: string; readonly command: Command }[]> {
  const groups = await Promise.all(
    commandNames.map(async (name) => {
      const program = await buildProgram(
        [name],
        'en',
        () => never(),
        () => undefined,
      );
      const command = program.commands.find((one) => one.name() === name);
      if (command === undefined) throw new Error(`${name} is not in the program`);
      return command.commands.length === 0
        ? [{ path: name, command }]
        : command.commands.map((one) => ({ path: `${name} ${one.name()}`, command: one }));
    }),
  );
  return groups.flat();
}

function never(): never {
  throw new Error('no command is run here');
}

describe('the README', () => {
  it('has every command, and no other', async () => {
    const commands = (await everyCommand()).map(({ path }) => path).sort();
    const rows = [...readme.matchAll(/^\| `smsctl ([a-z-]+(?: [a-z]+)?)/gm)].map((match) => match[1] ?? '');
    expect([...new Set(rows)].sort()).toEqual(commands);
  });

  it('has every option of plan and send', async () => {
    const commands = await everyCommand();
    const sending = commands.filter(({ path }) => ['plan', 'send', 'resume', 'preview', 'test-send'].includes(path));
    expect(sending).toHaveLength(5);
    const missing = sending
      .flatMap(({ command }) => command.options.map((option) => option.long ?? ''))
      .filter((flag) => !readme.includes(`\`${flag}`) && !readme.includes(`${flag} `));
    expect(missing).toEqual([]);
  });

  it('has every option of every command', async () => {
    const missing = (await everyCommand()).flatMap(({ path, command }) =>
      command.options
        .map((option) => option.long ?? '')
        .filter((flag) => !new RegExp(`${flag}(?![a-z-])`).test(readme))
        .map((flag) => `${path} ${flag}`),
    );
    expect(missing).toEqual([]);
  });

  it('has every exit code, and no other', () => {
    const codes = [...Object.values(exitCodeOf), ...Object.values(exitCodes)].map(String).sort();
    const table = readme.slice(readme.indexOf('## Exit codes'), readme.indexOf('## Environment'));
    const told = [...table.matchAll(/^\| (\d+(?:, \d+)*) \|/gm)].flatMap((match) => (match[1] ?? '').split(', '));
    expect(told.sort()).toEqual(codes);
  });

  it('ranks the exit codes as the program does', () => {
    const told = /^Where several hold, the first of ([\d, ]+)\./m.exec(readme)?.[1]?.split(', ').map(Number) ?? [];
    expect(told.length).toBeGreaterThan(1);
    const met = told.map((_, at) => gravestExitCode(told.slice(at).reverse()));
    expect(met).toEqual(told);
  });

  it('has every environment variable that the program reads, and no other of its own', () => {
    const src = join(root, 'src');
    const read = readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) => [...readFileSync(join(src, name), 'utf8').matchAll(/env(?:\.|\[')([A-Z][A-Z_]+)/g)])
      .map((match) => match[1] ?? '')
      .filter((name) => !['USER', 'USERNAME'].includes(name));
    const own = (names: readonly string[]): readonly string[] =>
      [...new Set(names.filter((name) => name.startsWith('SMSCTL_')))].sort();
    const table = readme.slice(readme.indexOf('## Environment'), readme.indexOf('## For those who build it'));
    expect(own([...table.matchAll(/`([A-Z][A-Z_]+)/g)].map((match) => match[1] ?? ''))).toEqual(own(read));
    expect([...new Set(read)].filter((name) => !table.includes(`\`${name}`)).sort()).toEqual([]);
  });
});

describe('the French guide', () => {
  const guide = readFileSync(join(root, 'docs/guide.fr.md'), 'utf8');

  it.each([
    ['finalité', words.purposeWords],
    ['base', words.basisWords],
    ['mode de recueil', words.methodWords],
    ["motif (liste d'exclusion)", words.reasonWords],
    ['accord (oui ou non)', words.answerWords],
    ['nature (exports)', words.kindWords],
    ['preuve (exports)', words.proofWords],
  ])('has every word for a %s, and no other', (column, table) => {
    const rows = guide
      .split('\n')
      .filter((line) => line.startsWith(`| ${column} | `))
      .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')));
    const told = rows.map(([, code = '', french = '', others = '']) => [
      code.replaceAll('`', ''),
      [...french.split(', '), ...others.split(', ')].sort(),
    ]);
    expect(Object.fromEntries(told)).toEqual(
      Object.fromEntries(Object.entries(table).map(([code, known]) => [code, [...known].sort()])),
    );
  });

  it('calls a STOP what the program takes for one', () => {
    const [, stops = '', doubtful = ''] =
      /Un STOP, même mal écrit \(([^)]*)\)[^(]*peut-être un STOP \(([^)]*)\)/.exec(guide) ?? [];
    const verdicts = (list: string): readonly string[] =>
      [...list.matchAll(/« ([^»]*) »/g)].map(([, reply = '']) => classifyReply(reply).verdict);
    expect(verdicts(stops)).toEqual(['opt_out', 'opt_out', 'opt_out']);
    expect(verdicts(doubtful)).toEqual(Array.from({ length: 7 }, () => 'review'));
  });
});

/** What is written in a file, or in those of a folder; nothing of what is built. */
function textsBelow(name: string): readonly { readonly path: string; readonly text: string }[] {
  if (name.startsWith('dist')) return [];
  const paths = statSync(join(root, name)).isFile()
    ? [name]
    : readdirSync(join(root, name), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(root, join(entry.parentPath, entry.name)));
  return paths.map((path) => ({ path, text: readFileSync(join(root, path), 'latin1') }));
}

describe('the project', () => {
  it('takes every package from the registry of whoever installs it, and checks what comes', () => {
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      readonly packages: Readonly<Record<string, { readonly resolved?: string; readonly integrity?: string }>>;
    };
    const installed = Object.entries(packages);
    expect(installed.length).toBeGreaterThan(100);
    // The project itself and its workspace come from nowhere.
    const own = ['', 'node_modules/smsctl-toolchain', 'toolchain'];
    expect(installed.filter(([, { integrity }]) => integrity === undefined).map(([path]) => path)).toEqual(own);
    const named = installed.flatMap(([, { resolved }]) => resolved ?? []);
    expect(named).toEqual(['toolchain']);
  });

  it('names no registry and no folder of the machine it is on', () => {
    const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly files: string[] };
    const own = [...files, 'src', 'test', 'scripts', 'bench', 'fixtures', '.ci', 'toolchain', 'package.json'];
    const texts = own.flatMap(textsBelow);
    expect(texts.length).toBeGreaterThan(500);
    const folder = root.replace(/[^\w/]/g, String.raw`\$&`);
    const foreign = new RegExp(String.raw`(?<![\w.])${folder}|registry\s*=|\bregistry\.\w+\.\w`);
    const name = 'registry';
    for (const named of [`${root}src`, `at '${root}src'`, `${name}=https://x.example`, `https://${name}.x.example/`]) {
      expect(named).toMatch(foreign);
    }
    expect(texts.filter(({ text }) => foreign.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('pins every package to one version', () => {
    const { dependencies, optionalDependencies, devDependencies } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    ) as Record<'dependencies' | 'optionalDependencies' | 'devDependencies', Record<string, string>>;
    const loose = Object.entries({ ...dependencies, ...optionalDependencies, ...devDependencies }).filter(
      ([, range]) => !/(?:^|@)\d+\.\d+\.\d+$/.test(range),
    );
    expect(loose).toEqual([]);
  });
});
