import { Argument, Command } from 'commander';
import { commandTree, type CompletedCommand } from '../completion/command-tree.js';
import { completionScript, shells, type Shell } from '../completion/shell-script.js';
import type { App } from '../app.js';
import { buildProgram, commandNames, type HelpWords } from '../program.js';

export function completionCommand(app: () => App, words: HelpWords): Command {
  return new Command('completion')
    .description(words('completion.help'))
    .addArgument(new Argument('<shell>', words('completion.helpShell')).choices(shells))
    .action((shell: Shell) => runCompletion(app(), shell));
}

async function runCompletion(app: App, shell: Shell): Promise<void> {
  const script = completionScript(shell, await wholeTree(app));
  if (app.globals.json) app.out(JSON.stringify({ type: 'completion', shell, script }));
  else app.out(script.trimEnd());
}

/** Every command in full; elsewhere only the one that is called is loaded. */
async function wholeTree(app: App): Promise<readonly CompletedCommand[]> {
  const { locale } = app.formats;
  const trees = await Promise.all(
    commandNames.map(async (name) => {
      const program = await buildProgram([name], locale, () => Promise.resolve(app), app.out.bind(app));
      return commandTree(program);
    }),
  );
  const isOf = (path: string, name: string | undefined): boolean => path === name || path.startsWith(`${name ?? ''} `);
  const [root] = trees[0] ?? [];
  const below = trees.flatMap((tree, index) => tree.filter(({ path }) => isOf(path, commandNames[index])));
  return root === undefined ? below : [root, ...below];
}
