import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import { CommanderError } from 'commander';
import { asTyped, type TypedGlobals } from './cli/as-typed.js';
import { buildProgram, commandNameIn, usageError } from './cli/program.js';
import { configLocale } from './config/config-locale.js';
import { exitCodeOf, exitCodes, Interrupted, OperatorError, ReaderGone, type ErrorKind } from './errors.js';
import { refuseLostCurrentFolder } from './files/lost-name.js';
import { findWorkspace, readConfigText } from './files/workspace.js';
import { formatsOf, type Locale } from './words/formats.js';
import { phrase, type Phrase } from './words/phrase.js';
import { printableJson } from './words/printable.js';
import { speak } from './words/speak.js';
import { keepHeapSmall } from './small-heap.js';
import { systemCode } from './system-code.js';
import { version } from './version.js';
import { systemClock, systemTimer, type Terminal, type World } from './world.js';

const args = process.argv.slice(2);
const interruption = new AbortController();
let endSignal: 'SIGINT' | 'SIGTERM' = 'SIGINT';
let hasOutputFailed = false;
/** Says that an answer could not be written; the words are known once the language is. */
let tellOutputFailure: (code: string) => void = () => undefined;

/**
 * The first signal asks to finish what is in flight; a second one ends at once. Both are safe. A terminal whose window is
 * closed says so several times, by itself, by its shell and by our launcher: that hurries nobody.
 */
function listenToSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (interruption.signal.aborted && signal === 'SIGHUP') return;
      endSignal = signal === 'SIGINT' ? 'SIGINT' : 'SIGTERM';
      if (interruption.signal.aborted) process.exit(interruptedCode());
      interruption.abort();
      // Whoever waits for more of it would wait for ever.
      process.stdin.destroy();
    });
  }
  // Started through the launcher of an old Node: when that one is killed, this process ends like it.
  if (process.channel !== undefined) {
    process.channel.unref();
    process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  }
}

function interruptedCode(): number {
  return endSignal === 'SIGINT' ? exitCodes.interrupted : exitCodes.terminated;
}

/**
 * A stream whose reader may go away: then nothing is left to say, and that is no error. Whatever is under way goes on to
 * its end without a word, so that nothing is left half done under the exit code of what is done. Listings alone end: they
 * look whether they are read.
 */
function terminal(stream: NodeJS.WriteStream): Terminal {
  let isOpen = true;
  // A pseudo-terminal may not know its size; what draws on it must.
  if (stream.isTTY && stream.columns === 0) stream.columns = 80;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (!isOpen) return;
    isOpen = false;
    // A terminal whose window was closed has nobody before it.
    if (error.code === 'EPIPE' || (error.code === 'EIO' && stream.isTTY)) return;
    hasOutputFailed = true;
    process.exitCode = exitCodeOf.storeFailure;
    tellOutputFailure(systemCode(error) ?? error.name);
  });
  return {
    isTerminal: stream.isTTY,
    get isRead() {
      return isOpen;
    },
    write(text) {
      if (isOpen) stream.write(text);
    },
  };
}

/** An answer that was not written weighs more than any result. */
function setExitCode(code: number): void {
  process.exitCode = hasOutputFailed ? exitCodeOf.storeFailure : code;
}

function loginName(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env['USER'] ?? process.env['USERNAME'] ?? 'unknown';
  }
}

function buildWorld(): World {
  let timeZone: string | null = null;
  return {
    clock: systemClock(systemTimer),
    timer: systemTimer,
    env: process.env,
    // Somebody may have deleted it under this program.
    get cwd() {
      const folder = process.cwd();
      refuseLostCurrentFolder(folder);
      return folder;
    },
    // To open the one and to ask for the other takes longer than to say who one is.
    get stdin() {
      return process.stdin;
    },
    get timeZone() {
      return (timeZone ??= Intl.DateTimeFormat().resolvedOptions().timeZone);
    },
    stdout: terminal(process.stdout),
    stderr: terminal(process.stderr),
    randomBytes: (length) => randomBytes(length),
    loginName,
  };
}

/** The language of the screen: `--locale`, the workspace's, or the environment's. */
function chooseLocale(world: World): Locale {
  const given = optionIn('--locale');
  if (given === 'fr' || given === 'en') return given;
  const files = safely(() => findWorkspace(optionIn('--workspace'), world.env['SMSCTL_WORKSPACE'], world.cwd));
  const configured = files === null ? null : configLocale(safely(() => readConfigText(files)) ?? '');
  if (configured !== null) return configured;
  const { LC_ALL, LC_MESSAGES, LANG } = world.env;
  return /^fr/i.test(LC_ALL || LC_MESSAGES || LANG || '') ? 'fr' : 'en';
}

function optionIn(name: string): string | undefined {
  // As for every option that is given twice, the last one counts.
  const place = args.findLastIndex((word) => word === name || word.startsWith(`${name}=`));
  const word = args[place];
  return word === name ? args[place + 1] : word?.slice(name.length + 1);
}

function globalsTyped(): TypedGlobals {
  const [workspace, operator] = [optionIn('--workspace'), optionIn('--operator')];
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
function report(error: unknown, world: World, say: (words: Phrase) => string): void {
  const told = error instanceof CommanderError ? usageError(error, args) : (refusalBySystem(error) ?? error);
  if (told === null || told instanceof ReaderGone) return;
  if (told instanceof Interrupted && told.isTold && !args.includes('--json')) {
    process.exitCode = interruptedCode();
    return;
  }
  const trouble = troubleOf(told, say);
  process.exitCode = trouble.exit;
  tell(trouble, world, say);
}

function tell(trouble: Trouble, world: World, say: (words: Phrase) => string): void {
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

function troubleOf(error: unknown, say: (words: Phrase) => string): Trouble {
  if (isInterruption(error)) {
    return { kind: 'interrupted', message: say(phrase('cli.interrupted')), hint: null, exit: interruptedCode() };
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
function isInterruption(error: unknown): boolean {
  if (error instanceof Interrupted) return true;
  if (!interruption.signal.aborted || !(error instanceof OperatorError)) return false;
  return error.kind === 'noInput' || error.kind === 'badInput';
}

/** The stack of a defect, without the texts and numbers that a message may carry. */
function stackOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return ['unknown defect'];
  const lines = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [`${error.name}: ${error.message.replace(/\+?\d[\d .-]{5,}\d/g, '•••')}`, ...lines];
}

function sends(): boolean {
  return ['send', 'resume', 'test-send'].includes(commandNameIn(args) ?? '');
}

async function main(): Promise<void> {
  listenToSignals();
  const world = buildWorld();
  const locale = chooseLocale(world);
  const formats = formatsOf(locale);
  const say = (words: Phrase): string => asTyped(speak(words, formats), globalsTyped());
  tellOutputFailure = (code) => {
    const failure = new OperatorError('storeFailure', phrase('cli.outputFailed', { code }));
    tell(troubleOf(failure, say), world, say);
  };
  try {
    const program = await buildProgram(
      args,
      locale,
      // Whoever asks for help or for the version waits for none of it.
      async (globals) => {
        keepHeapSmall(sends() ? 'run' : 'file');
        const { buildApp } = await import('./app.js');
        return buildApp(world, globals, locale, interruption.signal, setExitCode);
      },
      world.stdout.write,
    );
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    report(error, world, say);
  }
}

await main();
