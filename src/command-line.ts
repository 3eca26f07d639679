import { CommanderError } from 'commander';
import { asTyped, type TypedGlobals } from './cli/as-typed.js';
import { buildProgram, commandNameIn, usageError } from './cli/program.js';
import { configLocale } from './config/config-locale.js';
import { exitCodeOf, Interrupted, OperatorError, ReaderGone, type ErrorKind } from './errors.js';
import { findWorkspace, readConfigText } from './files/workspace.js';
import { formatsOf, type Locale } from './words/formats.js';
import { phrase, type Phrase } from './words/phrase.js';
import { printableJson } from './words/printable.js';
import { speak } from './words/speak.js';
import { systemCode } from './system-code.js';
import { version } from './version.js';
import type { World } from './world.js';

/** Who runs a command line, and is told how it ends: a process, as a rule. */
export interface Caller {
  /** Aborts when nothing new is to begin. */
  readonly interrupted: AbortSignal;
  /** The exit code of a command that was interrupted. */
  interruptedCode(): number;
  /** May be called several times; the last one counts. */
  setExitCode(code: number): void;
  /** What to do when an answer can not be written; `code` is the system's name of why. */
  whenOutputFails(tell: (code: string) => void): void;
  /** A command begins to act, instead of telling its version or its help. */
  beginWork(work: 'file' | 'run'): void;
}

/** Runs one command line to its end; whatever stops it is told on standard error. */
export async function runCommandLine(args: readonly string[], world: World, caller: Caller): Promise<void> {
  const locale = chooseLocale(args, world);
  const formats = formatsOf(locale);
  const say = (words: Phrase): string => asTyped(speak(words, formats), globalsTyped(args));
  const telling: Telling = { args, world, caller, say };
  caller.whenOutputFails((code) => {
    tell(troubleOf(new OperatorError('storeFailure', phrase('cli.outputFailed', { code })), telling), telling);
  });
  try {
    const program = await buildProgram(
      args,
      locale,
      // Whoever asks for help or for the version waits for none of it.
      async (globals) => {
        caller.beginWork(sends(args) ? 'run' : 'file');
        const { buildApp } = await import('./app.js');
        return buildApp(world, globals, locale, caller.interrupted, caller.setExitCode);
      },
      world.stdout.write,
    );
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    report(error, telling);
  }
}

/** Who is told of what stopped a command line, and in what words. */
interface Telling {
  readonly args: readonly string[];
  readonly world: World;
  readonly caller: Caller;
  readonly say: (words: Phrase) => string;
}

/** The language of the screen: `--locale`, the workspace's, or the environment's. */
function chooseLocale(args: readonly string[], world: World): Locale {
  const given = optionIn(args, '--locale');
  if (given === 'fr' || given === 'en') return given;
  const files = safely(() => findWorkspace(optionIn(args, '--workspace'), world.env['SMSCTL_WORKSPACE'], world.cwd));
  const configured = files === null ? null : configLocale(safely(() => readConfigText(files)) ?? '');
  if (configured !== null) return configured;
  const { LC_ALL, LC_MESSAGES, LANG } = world.env;
  return /^fr/i.test(LC_ALL || LC_MESSAGES || LANG || '') ? 'fr' : 'en';
}

function optionIn(args: readonly string[], name: string): string | undefined {
  // As for every option that is given twice, the last one counts.
  const place = args.findLastIndex((word) => word === name || word.startsWith(`${name}=`));
  const word = args[place];
  return word === name ? args[place + 1] : word?.slice(name.length + 1);
}

function globalsTyped(args: readonly string[]): TypedGlobals {
  const [workspace, operator] = [optionIn(args, '--workspace'), optionIn(args, '--operator')];
  return {
    ...(workspace === undefined ? {} : { workspace }),
    ...(operator === undefined ? {} : { operator }),
    ...(args.includes('--rehearsal') ? { rehearsal: true } : {}),
  };
}

function safely<T>(use: () => T): T | null {
  try {
    return use();
  } catch {
    return null;
  }
}

/** What stopped a command, as a script reads it. */
interface Trouble {
  readonly kind: ErrorKind | 'interrupted';
  readonly message: string;
  readonly hint: string | null;
  readonly exit: number;
  /** Of a defect only. */
  readonly stack?: readonly string[];
}

/** Tells an error to the person or the script, and chooses the exit code. */
function report(error: unknown, telling: Telling): void {
  const { args, caller } = telling;
  const told = error instanceof CommanderError ? usageError(error, args) : (refusalBySystem(error) ?? error);
  if (told === null || told instanceof ReaderGone) return;
  if (told instanceof Interrupted && told.isTold && !args.includes('--json')) {
    caller.setExitCode(caller.interruptedCode());
    return;
  }
  const trouble = troubleOf(told, telling);
  caller.setExitCode(trouble.exit);
  tell(trouble, telling);
}

function tell(trouble: Trouble, { args, world, say }: Telling): void {
  const lines = args.includes('--json')
    ? [printableJson(JSON.stringify({ type: 'error', ...trouble }))]
    : trouble.kind === 'interrupted'
      ? [say(phrase('cli.note', { message: trouble.message }))]
      : [
          ...(trouble.stack ?? []),
          ...trouble.message.split('\n').map((message) => say(phrase('cli.error', { message }))),
          ...(trouble.hint === null ? [] : [say(phrase('cli.hint', { message: trouble.hint }))]),
        ];
  for (const line of lines) world.stderr.write(`${line}\n`);
}

function troubleOf(error: unknown, { caller, say }: Telling): Trouble {
  if (isInterruption(error, caller)) {
    return { kind: 'interrupted', message: say(phrase('cli.interrupted')), hint: null, exit: caller.interruptedCode() };
  }
  if (error instanceof OperatorError) {
    const { kind, problem, hint, details } = error;
    return { kind, message: say(problem), hint: hint === null ? null : say(hint), exit: exitCodeOf[kind], ...details };
  }
  const message = say(phrase('cli.bug', { version }));
  return { kind: 'bug', message, hint: say(phrase('cli.bugHint')), exit: exitCodeOf.bug, stack: stackOf(error) };
}

/** Calls that are wrong whatever the machine: whoever makes them has a defect. */
const WRONG_CALLS = ['EBADF', 'EFAULT', 'EINVAL', 'ENOTSOCK'];

/** What the system refused, wherever it was asked (a disk that fails, too many open files), is no defect; else null. */
function refusalBySystem(error: unknown): OperatorError | null {
  if (!(error instanceof Error)) return null;
  const { syscall: call, path: file = null } = error as NodeJS.ErrnoException & { path?: string | null };
  const code = systemCode(error);
  if (call === undefined || code === null || !/^E[A-Z0-9]+$/.test(code) || WRONG_CALLS.includes(code)) return null;
  if (call === 'uv_cwd') {
    return new OperatorError('noInput', phrase('cli.noFolderHere'), phrase('cli.noFolderHereHint'), { cause: error });
  }
  const problem = phrase('cli.systemRefused', { call, file, code });
  return new OperatorError('storeFailure', problem, phrase('store.failedHint'), { cause: error });
}

/** Input that broke off because the operator ended the program is no fault of the input. */
function isInterruption(error: unknown, { interrupted }: Caller): boolean {
  if (error instanceof Interrupted) return true;
  if (!interrupted.aborted || !(error instanceof OperatorError)) return false;
  return error.kind === 'noInput' || error.kind === 'badInput';
}

/** The stack of a defect, without the texts and numbers that a message may carry. */
function stackOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return ['unknown defect'];
  const lines = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [`${error.name}: ${error.message.replace(/\+?\d[\d .-]{5,}\d/g, '•••')}`, ...lines];
}

function sends(args: readonly string[]): boolean {
  return ['send', 'resume', 'test-send'].includes(commandNameIn(args) ?? '');
}
