import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CommanderError, type Command, type Help } from 'commander';
import { describe, expect, it } from 'vitest';
import { buildProgram, commandNames } from '../../src/cli/program.js';
import { invariant } from '../../src/errors.js';
import type { Locale } from '../../src/words/formats.js';
import { placeholdersInFrench } from '../../src/words/placeholders.js';
import { workspaceIn, tempFolder } from '../support/cli.js';

/**
 * All help output in one file a language. After a change that is meant, write them anew with
 * `UPDATE_HELP=1 npx vitest run test/cli/help.test.ts` and read the difference before it is committed.
 */
const golden = (locale: Locale): string => fileURLToPath(new URL(`../../fixtures/help.${locale}.txt`, import.meta.url));

const locales = ['en', 'fr'] as const;

/** The command tree as `args` calls it; whoever asks for the door has gone too far. */
function programFor(args: readonly string[], locale: Locale, out: (text: string) => void): Promise<Command> {
  const noApp = (): never => {
    throw new Error('help needs no workspace');
  };
  return buildProgram(args, locale, noApp, out);
}

/** Every command and subcommand as words on the line: `[]`, `['plan']`, `['consent', 'import']`. */
async function everyCommand(locale: Locale): Promise<readonly (readonly string[])[]> {
  const paths: (readonly string[])[] = [[]];
  for (const name of commandNames) {
    const program = await programFor([name], locale, () => undefined);
    const command = program.commands.find((one) => one.name() === name);
    invariant(command !== undefined, 'a listed command exists');
    paths.push([name], ...command.commands.map((one) => [name, one.name()]));
  }
  return paths;
}

async function helpOf(path: readonly string[], locale: Locale): Promise<string> {
  let told = '';
  const args = [...path, '--help'];
  const program = await programFor(args, locale, (text) => (told += text));
  const shown = program.parseAsync(args, { from: 'user' });
  await expect(shown).rejects.toSatisfy((error) => error instanceof CommanderError && error.exitCode === 0);
  return told;
}

describe.each(locales)('the help in %s', (locale) => {
  it('is that of the golden file', async () => {
    const parts: string[] = [];
    for (const path of await everyCommand(locale)) {
      parts.push(`$ ${['smsctl', ...path, '--help'].join(' ')}\n${await helpOf(path, locale)}`);
    }
    const text = parts.join('\n');
    if (process.env['UPDATE_HELP'] === '1') writeFileSync(golden(locale), text);
    expect(text).toBe(readFileSync(golden(locale), 'utf8'));
  });

  it('has words for every command, argument and option, and no English ones in French', async () => {
    const paths = await everyCommand(locale);
    expect(paths.length).toBeGreaterThan(25);
    for (const path of paths) {
      const program = await programFor(path, locale, () => undefined);
      const command = path.reduce((at: Command, name) => {
        const found = at.commands.find((one) => one.name() === name);
        invariant(found !== undefined, 'a path leads to a command');
        return found;
      }, program);
      const help: Help = command.createHelp();
      const wordless = [
        ...(command.description() === '' ? [command.name()] : []),
        ...command.registeredArguments.filter((one) => one.description === '').map((one) => one.name()),
        ...help
          .visibleOptions(command)
          .filter((one) => one.description === '')
          .map((one) => one.flags),
        ...help
          .visibleGlobalOptions(command)
          .filter((one) => one.description === '')
          .map((one) => one.flags),
        ...help
          .visibleCommands(command)
          .filter((one) => help.subcommandDescription(one) === '')
          .map((one) => one.name()),
      ];
      expect([path, wordless]).toEqual([path, []]);
      if (locale === 'fr')
        expect(await helpOf(path, locale)).not.toMatch(
          /\((?:default|choices|one of)\b|display help|Options:|Commands:/,
        );
    }
  });
});

it('names in French every value that stands on a line', () => {
  const names = [...readFileSync(golden('en'), 'utf8').matchAll(/[<[]([a-z]+)(?:\.\.\.)?[\]>]/g)].map(
    ([, name]) => name,
  );
  expect([...new Set(names)].filter((name) => !(String(name) in placeholdersInFrench))).toEqual([]);
  expect(readFileSync(golden('fr'), 'utf8')).not.toMatch(/[<[](?:file|number|name|text|count|command)[\]>]/);
});

it('begins no line of French with a sign that belongs to the word before it', () => {
  expect(readFileSync(golden('fr'), 'utf8')).not.toMatch(/^\s*[:;»?!]/m);
});

it('is shown by the program itself, on standard output and in the language asked for, without any workspace', async () => {
  const space = workspaceIn(tempFolder());
  for (const locale of locales) {
    const ran = await space.run(['send', '--help', '--locale', locale]);
    expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
    expect(readFileSync(golden(locale), 'utf8')).toContain(`$ smsctl send --help\n${ran.stdout}`);
  }
});
