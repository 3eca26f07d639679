import type { CompletedCommand, CompletedOption, Suggestion } from './command-tree.js';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/**
 * A script by which a shell completes commands, options and the values of those that have a choice; where anything may
 * stand, it offers files. It is static: completing starts no program and reads no workspace.
 */
export function completionScript(shell: Shell, tree: readonly CompletedCommand[]): string {
  return { bash: bashScript, zsh: zshScript, fish: fishScript }[shell](tree);
}

const valued = (options: readonly CompletedOption[]): readonly string[] =>
  options.flatMap(({ takesValue, flags }) => (takesValue ? flags : []));

const longOf = ({ flags: [long = ''] }: CompletedOption): string => long;

/** Lines of a `case` by the words typed so far; commands about which there is nothing to tell have none. */
function casesBy(
  tree: readonly CompletedCommand[],
  told: (command: CompletedCommand) => string | null,
): readonly string[] {
  return tree.flatMap((command) => {
    const line = told(command);
    return line === null || line === '' ? [] : [`    '${command.path}') ${line} ;;`];
  });
}

/** One line an option with a choice: its command, the option, its values. */
function choiceCases(
  tree: readonly CompletedCommand[],
  print: (values: readonly string[]) => string,
): readonly string[] {
  return tree.flatMap(({ path, options }) =>
    options.flatMap(({ flags, choices }) =>
      choices === null ? [] : [`    ${flags.map((flag) => `'${path} ${flag}'`).join('|')}) ${print(choices)} ;;`],
    ),
  );
}

/** Finds the command among the words before the one that is completed; the same in bash and in zsh, where `path` is taken. */
const FIND_PATH = `    if [[ $skip == yes ]]; then skip=no; continue; fi
    if [[ $word == -* ]]; then
      case " $(_smsctl_valued "$line") " in *" $word "*) skip=yes ;; esac
      continue
    fi
    case " $(_smsctl_commands "$line") " in *" $word "*) line="\${line:+$line }$word" ;; esac`;

function bashScript(tree: readonly CompletedCommand[]): string {
  const echo = (words: readonly string[]): string | null => (words.length === 0 ? null : `echo '${words.join(' ')}'`);
  return `# Completion of smsctl for bash. In ~/.bashrc:  source <(smsctl completion bash)
_smsctl_commands() {
  case "$1" in
${casesBy(tree, ({ subcommands }) => echo(subcommands.map(({ word }) => word))).join('\n')}
  esac
}
_smsctl_options() {
  case "$1" in
${casesBy(tree, ({ options }) => echo(options.map(longOf))).join('\n')}
  esac
}
_smsctl_valued() {
  case "$1" in
${casesBy(tree, ({ options }) => echo(valued(options))).join('\n')}
  esac
}
_smsctl_choices() {
  case "$1" in
${choiceCases(tree, (values) => `echo '${values.join(' ')}'`).join('\n')}
  esac
}
_smsctl() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} line='' skip=no word index words=''
  for ((index = 1; index < COMP_CWORD; index++)); do
    word=\${COMP_WORDS[index]}
${FIND_PATH}
  done
  if [[ $skip == yes ]]; then words=$(_smsctl_choices "$line $previous")
  elif [[ $current == -* ]]; then words=$(_smsctl_options "$line")
  else words=$(_smsctl_commands "$line")
  fi
  # With nothing to offer, bash offers files.
  COMPREPLY=()
  if [[ -n $words ]]; then while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$words" -- "$current"); fi
}
complete -o default -F _smsctl smsctl
`;
}

function zshScript(tree: readonly CompletedCommand[]): string {
  const described = (suggestions: readonly Suggestion[]): string | null =>
    suggestions.length === 0
      ? null
      : `told=(${suggestions.map(({ word, told }) => `'${word}:${quoted(told).replaceAll(':', '\\:')}'`).join(' ')})`;
  const print = (words: readonly string[]): string | null => (words.length === 0 ? null : `echo '${words.join(' ')}'`);
  const asSuggestions = (options: readonly CompletedOption[]): readonly Suggestion[] =>
    options.map((option) => ({ word: longOf(option), told: option.told }));
  return `#compdef smsctl
# Completion of smsctl for zsh. In ~/.zshrc, after compinit:  source <(smsctl completion zsh)
_smsctl_commands() {
  case "$1" in
${casesBy(tree, ({ subcommands }) => print(subcommands.map(({ word }) => word))).join('\n')}
  esac
}
_smsctl_valued() {
  case "$1" in
${casesBy(tree, ({ options }) => print(valued(options))).join('\n')}
  esac
}
_smsctl() {
  local line='' skip=no word
  local -a told
  for word in "\${(@)words[2,CURRENT-1]}"; do
${FIND_PATH}
  done
  if [[ $skip == yes ]]; then
    case "$line \${words[CURRENT-1]}" in
${choiceCases(tree, (values) => `told=(${values.map((value) => `'${value}'`).join(' ')})`).join('\n')}
    esac
  elif [[ \${words[CURRENT]} == -* ]]; then
    case "$line" in
${casesBy(tree, ({ options }) => described(asSuggestions(options))).join('\n')}
    esac
  else
    case "$line" in
${casesBy(tree, ({ subcommands }) => described(subcommands)).join('\n')}
    esac
  fi
  if (( \${#told} )); then _describe 'smsctl' told; else _files; fi
}
if [[ \${zsh_eval_context[-1]} == loadautofunc ]]; then _smsctl "$@"; else compdef _smsctl smsctl; fi
`;
}

function fishScript(tree: readonly CompletedCommand[]): string {
  const at = (path: string): string => `-n '__smsctl_at "${path}"'`;
  const optionLine = (path: string, { flags, told, takesValue, choices }: CompletedOption): string => {
    const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
    const value = takesValue ? (choices === null ? ' -rF' : ` -xa '${choices.join(' ')}'`) : '';
    return `complete -c smsctl ${at(path)} ${names.join(' ')}${value} -d '${fishQuoted(told)}'`;
  };
  return `# Completion of smsctl for fish:  smsctl completion fish > ~/.config/fish/completions/smsctl.fish
set -g __smsctl_paths ${tree.flatMap(({ path }) => (path === '' ? [] : [`'${path}'`])).join(' ')}
set -g __smsctl_valued ${tree.flatMap(({ path, options }) => valued(options).map((flag) => `'${path} ${flag}'`)).join(' ')}
function __smsctl_at
  set -l path ''
  set -l skip no
  for word in (commandline -opc)[2..-1]
    if test $skip = yes
      set skip no
    else if string match -q -- '-*' $word
      contains -- "$path $word" $__smsctl_valued; and set skip yes
    else if contains -- (string trim -- "$path $word") $__smsctl_paths
      set path (string trim -- "$path $word")
    end
  end
  test "$path" = "$argv[1]"
end
${tree
  .flatMap(({ path, subcommands, options }) => [
    ...subcommands.map(({ word, told }) => `complete -c smsctl -f ${at(path)} -a ${word} -d '${fishQuoted(told)}'`),
    ...options.map((option) => optionLine(path, option)),
  ])
  .join('\n')}
`;
}

/** Inside '…' of bash and zsh. */
function quoted(text: string): string {
  return text.replaceAll("'", "'\\''");
}

function fishQuoted(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
}
