import type { Command } from 'commander';

/** What may stand after the words of one command. */
export interface CompletedCommand {
  /** As typed, without the program's name: `consent import`; empty for the program itself. */
  readonly path: string;
  readonly subcommands: readonly Suggestion[];
  readonly options: readonly CompletedOption[];
}

export interface Suggestion {
  readonly word: string;
  readonly told: string;
}

export interface CompletedOption {
  /** Its long form, and its short one where it has one. */
  readonly flags: readonly string[];
  readonly told: string;
  readonly takesValue: boolean;
  /** Null: any value. */
  readonly choices: readonly string[] | null;
}

/** Reads what the program itself knows of a command and of those below it. Options of the program stand everywhere. */
export function commandTree(program: Command): readonly CompletedCommand[] {
  const everywhere = optionsOf(program);
  const under = (command: Command, path: string): readonly CompletedCommand[] => [
    {
      path,
      subcommands: [
        ...command.commands.map((one) => ({ word: one.name(), told: one.summary() || one.description() })),
        ...choicesOf(command),
      ],
      options: command === program ? everywhere : [...optionsOf(command), ...everywhere],
    },
    // Behind such a word the same options stand as before it.
    ...choicesOf(command).map(({ word }) => ({
      path: `${path} ${word}`,
      subcommands: [],
      options: [...optionsOf(command), ...everywhere],
    })),
    ...command.commands.flatMap((one) => under(one, `${path} ${one.name()}`.trim())),
  ];
  return under(program, '');
}

/** The values of an argument that has a choice are completed as commands are. */
function choicesOf({ registeredArguments: [first] }: Command): readonly Suggestion[] {
  return (first?.argChoices ?? []).map((word) => ({ word, told: first?.description ?? '' }));
}

function optionsOf(command: Command): readonly CompletedOption[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .filter((option) => option.long !== '--help' || command.parent === null)
    .map((option) => ({
      flags: [option.long, option.short].filter((flag) => flag !== undefined),
      told: option.description,
      takesValue: option.required || option.optional,
      choices: option.argChoices ?? null,
    }));
}
