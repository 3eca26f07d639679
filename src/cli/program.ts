import { Command, CommanderError, Option } from 'commander';
import { invariant, OperatorError } from '../errors.js';
import { version } from '../version.js';
import { formatsOf, type Formats, type Locale } from '../words/formats.js';
import { phrase, type PhraseKey } from '../words/phrase.js';
import { placeholder, withPlaceholders } from '../words/placeholders.js';
import { speak } from '../words/speak.js';
import type { App, GlobalOptions } from './app.js';

/** How a command's module makes its command: `app` may be called once the command line was read. */
type CommandMaker = (app: () => App, words: HelpWords) => Command;
/** Words for descriptions and summaries, in the language of the screen. */
export type HelpWords = (key: PhraseKey) => string;

type Loader = () => Promise<CommandMaker>;

/** Every command; its module is loaded only when it is called. */
const commands: ReadonlyMap<string, { readonly summary: PhraseKey; readonly load: Loader }> = new Map([
  ['init', { summary: 'help.init', load: async () => (await import('./commands/init.js')).initCommand }],
  ['doctor', { summary: 'help.doctor', load: async () => (await import('./commands/doctor.js')).doctorCommand }],
  ['config', { summary: 'help.config', load: async () => (await import('./commands/config.js')).configCommand }],
  ['consent', { summary: 'help.consent', load: async () => (await import('./commands/consent.js')).consentCommand }],
  [
    'suppress',
    { summary: 'help.suppress', load: async () => (await import('./commands/suppress.js')).suppressCommand },
  ],
  ['inbox', { summary: 'inbox.help', load: async () => (await import('./commands/inbox.js')).inboxCommand }],
  ['wording', { summary: 'wording.help', load: async () => (await import('./commands/wording.js')).wordingCommand }],
  ['plan', { summary: 'help.plan', load: async () => (await import('./commands/plan.js')).planCommand }],
  ['send', { summary: 'help.send', load: async () => (await import('./commands/send.js')).sendCommand }],
  ['approve', { summary: 'oversight.help', load: async () => (await import('./commands/approve.js')).approveCommand }],
  ['resume', { summary: 'help.resume', load: async () => (await import('./commands/resume.js')).resumeCommand }],
  ['pause', { summary: 'help.pause', load: async () => (await import('./commands/pause.js')).pauseCommand }],
  ['cancel', { summary: 'help.cancel', load: async () => (await import('./commands/cancel.js')).cancelCommand }],
  ['status', { summary: 'help.status', load: async () => (await import('./commands/status.js')).statusCommand }],
  ['resolve', { summary: 'delivery.help', load: async () => (await import('./commands/resolve.js')).resolveCommand }],
  ['preview', { summary: 'help.preview', load: async () => (await import('./commands/preview.js')).previewCommand }],
  [
    'test-send',
    { summary: 'help.testSend', load: async () => (await import('./commands/test-send.js')).testSendCommand },
  ],
  ['audit', { summary: 'help.audit', load: async () => (await import('./commands/audit.js')).auditCommand }],
  ['why', { summary: 'why.help', load: async () => (await import('./commands/why.js')).whyCommand }],
  [
    'incidents',
    {
      summary: 'oversight.helpIncidents',
      load: async () => (await import('./commands/incidents.js')).incidentsCommand,
    },
  ],
  ['backup', { summary: 'backup.help', load: async () => (await import('./commands/backup.js')).backupCommand }],
  [
    'restore',
    { summary: 'backup.helpRestore', load: async () => (await import('./commands/restore.js')).restoreCommand },
  ],
  ['key', { summary: 'rotation.helpKey', load: async () => (await import('./commands/key.js')).keyCommand }],
  ['ledger', { summary: 'vault.help', load: async () => (await import('./commands/ledger.js')).ledgerCommand }],
  ['subject', { summary: 'rights.help', load: async () => (await import('./commands/subject.js')).subjectCommand }],
  [
    'requests',
    { summary: 'requests.help', load: async () => (await import('./commands/requests.js')).requestsCommand },
  ],
  [
    'retention',
    { summary: 'retention.help', load: async () => (await import('./commands/retention.js')).retentionCommand },
  ],
  ['check', { summary: 'help.check', load: async () => (await import('./commands/check.js')).checkCommand }],
  [
    'completion',
    {
      summary: 'completion.help',
      load: async () => (await import('./commands/completion.js')).completionCommand,
    },
  ],
]);

/** Every command, in the order of the help. */
export const commandNames: readonly string[] = [...commands.keys()];

/** Options that take a value, before the command's own name is known. */
const valuedGlobals = ['--workspace', '--locale', '--operator', '--clock'];

/** The first word of the line that is no global option: the command. */
export function commandNameIn(args: readonly string[]): string | null {
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index] ?? '';
    if (valuedGlobals.includes(word)) index += 1;
    else if (!word.startsWith('-')) return word;
  }
  return null;
}

/** The command with its subcommand, as typed: `consent add`. */
function commandPathIn(args: readonly string[]): string | null {
  const name = commandNameIn(args);
  if (name === null) return null;
  const next = args[args.indexOf(name) + 1] ?? '';
  return grouped.includes(name) && /^[a-z]+$/.test(next) ? `${name} ${next}` : name;
}

/** Commands that are asked by a second word. */
const grouped: readonly string[] = [
  ...[
    'config',
    'consent',
    'suppress',
    'wording',
    'audit',
    'subject',
    'requests',
    'inbox',
    'incidents',
    'key',
    'ledger',
    'check',
  ],
];

/** Commands that take a campaign's name by itself. */
export const namedBehind: readonly string[] = ['approve', 'resume', 'pause', 'cancel', 'status', 'resolve', 'preview'];

/** Commands that do without the keys of a workspace. */
const keyless: readonly string[] = ['init', 'config', 'check', 'restore', 'completion'];

/** Builds the command tree; only the command that `args` names is loaded in full. */
export async function buildProgram(
  args: readonly string[],
  locale: Locale,
  openApp: (globals: GlobalOptions & { readonly color: boolean }) => Promise<App>,
  writeOut: (text: string) => void,
): Promise<Command> {
  const formats = formatsOf(locale);
  const words: HelpWords = (key) => speak({ key, values: undefined }, formats);
  const program = new Command('smsctl');
  let app: App | null = null;
  const door = (): App => {
    invariant(app !== null, 'commands act once the command line was read');
    return app;
  };
  const called = commandNameIn(args);
  for (const [name, { summary, load }] of commands) {
    const command = name === called ? (await load())(door, words) : new Command(name);
    command.summary(words(summary));
    if (command.description() === '') command.description(words(summary));
    program.addCommand(command);
  }
  program
    .description(words('help.program'))
    .option('--workspace <dir>', words('help.workspace'))
    .option('--json', words('help.json'), false)
    .option('--quiet', words('help.quiet'), false)
    .option('--no-color', words('help.noColor'))
    .addOption(new Option('--locale <locale>', words('help.locale')).choices(['fr', 'en']))
    .option('--operator <name>', words('help.operator'))
    .option('--clock <instant>', words('help.clock'))
    .option('--rehearsal', words('help.rehearsal'))
    .version(versionAnswer(args), '--version', words('help.version'))
    .helpCommand(false)
    .addHelpText('after', `\n${words('help.after')}`)
    .hook('preAction', async () => {
      app = await openApp(program.opts());
      if (called === null || keyless.includes(called)) return;
      const files = door().workspaceFiles();
      if (files !== null) await door().keyDoor.unlock(files);
    });
  const plain = program.createHelp();
  for (const command of withSubcommands(program)) {
    command
      .helpOption('-h, --help', words('help.help'))
      .helpCommand(false)
      .exitOverride((error) => {
        throw takesNoValue(error, command) ? new CommanderError(error.exitCode, NO_VALUE, error.message) : error;
      })
      .configureOutput({ writeOut, writeErr: () => undefined })
      .configureHelp({
        showGlobalOptions: true,
        styleTitle: (title) => translatedTitle(title, words),
        optionTerm: ({ flags }) => withPlaceholders(flags, locale),
        argumentTerm: (argument) => placeholder(argument.name(), locale),
        subcommandTerm: (one) => withPlaceholders(plain.subcommandTerm(one), locale),
        commandUsage: (one) => withPlaceholders(plain.commandUsage(one), locale),
        boxWrap: (text, width) => withFirmSpaces(text, (firm) => plain.boxWrap(firm, width)),
        argumentDescription: (argument) => describedValue(argument, formats),
        optionDescription: (option) => describedValue(option, formats),
      });
  }
  return program;
}

function versionAnswer(args: readonly string[]): string {
  return args.includes('--json') ? JSON.stringify({ type: 'version', version }) : version;
}

function withSubcommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

const titles: Readonly<Record<string, PhraseKey>> = {
  'Usage:': 'help.titleUsage',
  'Arguments:': 'help.titleArguments',
  'Options:': 'help.titleOptions',
  'Global Options:': 'help.titleGlobalOptions',
  'Commands:': 'help.titleCommands',
};

/** Commander breaks lines at the spaces of French, too, that must not break. */
function withFirmSpaces(text: string, wrap: (firm: string) => string): string {
  const spaces = { '\u00A0': '\uE000', '\u202F': '\uE001' } as const;
  const pairs = Object.entries(spaces);
  const firm = pairs.reduce((told, [space, mark]) => told.replaceAll(space, mark), text);
  return pairs.reduce((told, [space, mark]) => told.replaceAll(mark, space), wrap(firm));
}

/** The words of an option or an argument, with the values that it takes; defaults are told in the words themselves. */
function describedValue(
  { description, argChoices }: Pick<Option, 'description' | 'argChoices'>,
  formats: Formats,
): string {
  if (argChoices === undefined) return description;
  return `${description} (${speak(phrase('help.choices', { values: argChoices.join(', ') }), formats)})`;
}

function translatedTitle(title: string, words: HelpWords): string {
  const key = titles[title];
  return key === undefined ? title : words(key);
}

/** An option whose hyphens a word processor or a mail program made a dash of: `—campaign`. */
function dashedIn(args: readonly string[]): string | null {
  return args.find((word) => /^[\u2010-\u2015\u2212]{1,2}[a-z][a-z0-9-]*$/.test(word)) ?? null;
}

/** To commander an option that takes no value is unknown where it is given one: `--json=true`. */
const NO_VALUE = 'smsctl.noValue';

function takesNoValue(error: CommanderError, command: Command | null): boolean {
  if (error.code !== 'commander.unknownOption' || command === null) return false;
  return command.options.some(({ long }) => error.message.includes(`'${long}=`)) || takesNoValue(error, command.parent);
}

/**
 * Turns what commander throws into a usage error in our words; null when it only showed help or the version.
 *
 * @param args The line as typed.
 */
export function usageError(error: CommanderError, args: readonly string[]): OperatorError | null {
  const called = commandPathIn(args);
  const hint = phrase('cli.seeHelp', { command: called === null ? 'smsctl' : `smsctl ${called}` });
  const usage = (problem: ReturnType<typeof phrase>): OperatorError => new OperatorError('usage', problem, hint);
  const [, first = '', second = ''] = /'([^']*)'(?:[^']*'([^']*)')?/.exec(error.message) ?? [];
  switch (error.code) {
    case 'commander.helpDisplayed':
    case 'commander.version':
      return null;
    case 'commander.unknownOption': {
      // A value that came along may be a number.
      const option = first.replace(/=.*$/s, '');
      const isName = called !== null && namedBehind.includes(called) && /^-[^-]/.test(option);
      return new OperatorError(
        'usage',
        phrase('cli.unknownOption', { option }),
        isName ? phrase('cli.seeHelpOrName', { command: `smsctl ${called}`, option }) : hint,
      );
    }
    case NO_VALUE:
      return usage(phrase('cli.noValue', { option: flagOf(first) }));
    case 'commander.unknownCommand':
      return new OperatorError(
        'usage',
        phrase('cli.unknownCommand', { command: first }),
        phrase('cli.seeHelp', { command: ['smsctl', ...knownWords(called, first)].join(' ') }),
      );
    case 'commander.missingArgument':
      return usage(phrase('cli.missingArgument', { argument: first.toUpperCase() }));
    case 'commander.optionMissingArgument':
      return usage(phrase('cli.missingValue', { option: flagOf(first) }));
    case 'commander.missingMandatoryOptionValue':
      return usage(phrase('cli.missingOption', { option: flagOf(first) }));
    case 'commander.excessArguments': {
      const dashed = dashedIn(args);
      if (dashed === null) return usage(phrase('cli.excessArguments'));
      const option = `--${dashed.replace(/^[^a-z]+/, '')}`;
      return new OperatorError('usage', phrase('cli.dashed', { dashed }), phrase('cli.dashedHint', { option }));
    }
    case 'commander.conflictingOption':
      return usage(phrase('cli.conflict', { option: flagOf(first), other: flagOf(second) }));
    case 'commander.invalidArgument': {
      const allowed = /Allowed choices are (.*)\./.exec(error.message)?.[1];
      // Of an option its flags come first, of an argument the value.
      const problem = error.message.startsWith('error: command-argument')
        ? phrase('cli.badValue', { option: second.toUpperCase(), value: first })
        : phrase('cli.badValue', { option: flagOf(first), value: second });
      return new OperatorError(
        'usage',
        problem,
        allowed === undefined ? hint : phrase('cli.allowedValues', { values: allowed }),
      );
    }
    case 'commander.help':
      return usage(phrase('cli.missingArgument', { argument: 'COMMAND' }));
    default:
      return usage(phrase('cli.usageOther', { detail: error.message.replace(/^error: /, '') }));
  }
}

/** The words of a command before the one that is not known. */
function knownWords(called: string | null, unknown: string): readonly string[] {
  const words = called?.split(' ') ?? [];
  return words.slice(0, words.includes(unknown) ? words.indexOf(unknown) : words.length);
}

/** `--confirm <count>` is `--confirm` to a person. */
function flagOf(flags: string): string {
  return /--[a-z0-9-]+/.exec(flags)?.[0] ?? flags;
}
