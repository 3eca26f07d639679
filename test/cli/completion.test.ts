import { execFileSync, spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildProgram, commandNames } from '../../src/cli/program.js';
import { testWorkspace, type TestWorkspace } from './test-workspace.js';

let workspace: TestWorkspace;
beforeEach(() => {
  workspace = testWorkspace('fr');
});
afterEach(() => workspace.remove());

async function script(shell: string): Promise<string> {
  const { out } = await workspace.run('completion', shell);
  return workspace.write(`completion.${shell}`, out);
}

/** Whether a shell is on this machine; bash always is where these tests run. */
const has = (shell: string): boolean => spawnSync(shell, ['-c', ':']).status === 0;

const ask = {
  bash: (file: string, words: readonly string[]) => {
    const asked = `source "$0"; COMP_WORDS=(smsctl "$@"); COMP_CWORD=$#; _smsctl; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return execFileSync('bash', ['--norc', '-c', asked, file, ...words], { encoding: 'utf8' });
  },
  // Outside of its line editor zsh completes nothing: what would be described is written instead.
  zsh: (file: string, words: readonly string[]) => {
    const asked = `compdef() { : }; _describe() { print -rl -- "\${(@P)2}" }; _files() { : }
      source "$0"; words=(smsctl "$@"); CURRENT=\${#words}; _smsctl`;
    return execFileSync('zsh', ['-f', '-c', asked, file, ...words], { encoding: 'utf8' })
      .replace(/(?<!\\):.*$/gm, '')
      .split('\n')
      .filter((word) => word.startsWith(words.at(-1) ?? ''))
      .join('\n');
  },
  fish: (file: string, words: readonly string[]) => {
    const line = ['smsctl', ...words].join(' ');
    const asked = `source ${file}; complete -C "${line}"`;
    return execFileSync('fish', ['--no-config', '-c', asked], { encoding: 'utf8' }).replace(/\t.*$/gm, '');
  },
};

describe.each(['bash', 'zsh', 'fish'] as const)('the completion of %s', (shell) => {
  it.runIf(has(shell))('offers commands, options, and the values of those that have a choice', async () => {
    const file = await script(shell);
    const offered = (...words: readonly string[]) =>
      ask[shell](file, words)
        .split('\n')
        .filter((word) => word !== '')
        .sort();
    expect(offered('')).toEqual([...commandNames].sort());
    expect(offered('cons')).toEqual(['consent']);
    expect(offered('consent', 'im')).toEqual(['import']);
    expect(offered('--workspace', 'audit', 'consent', 'wi')).toEqual(['withdraw']);
    expect(offered('consent', 'import', '--ba')).toEqual(['--basis']);
    expect(offered('consent', 'import', 'x.csv', '--dry')).toEqual(['--dry-run']);
    expect(offered('consent', 'import', '--basis', 'opt')).toEqual(['opt_in']);
    expect(offered('--locale', 'f')).toEqual(['fr']);
    expect(offered('send', '--loc')).toEqual(['--locale']);
    expect(offered('suppress', '--ba')).toEqual([]);
    expect(offered('completion', '')).toEqual(['bash', 'fish', 'zsh']);
    expect(offered('completion', 'bash', '--js')).toEqual(['--json']);
  });
});

describe('completion', () => {
  it('knows every option of every command', async () => {
    const { out } = await workspace.run('completion', 'bash');
    for (const name of commandNames) {
      const program = await buildProgram(
        [name],
        'fr',
        () => {
          throw new Error('nothing is run');
        },
        () => undefined,
      );
      const command = program.commands.find((one) => one.name() === name);
      for (const one of command?.commands.length === 0 ? [command] : (command?.commands ?? [])) {
        const path = one === command ? name : `${name} ${one.name()}`;
        const line = new RegExp(`^ +'${path}'\\) echo '(--.*)' ;;$`, 'm').exec(out)?.[1]?.split(' ');
        expect(line).toEqual(expect.arrayContaining(one.options.map(({ long }) => long)));
      }
    }
  });

  it('needs no workspace, answers in JSON, and refuses another shell: 64', async () => {
    expect(await workspace.json('completion', 'fish')).toMatchObject({ type: 'completion', shell: 'fish' });
    expect(await workspace.run('completion', 'tcsh')).toMatchObject({ exit: 64, out: '' });
  });
});
