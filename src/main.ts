import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import { CommanderError } from 'commander';
import { buildApp } from './app.js';
import { buildProgram, commandNameIn, usageError, version } from './cli/program.js';
import { configLocale } from './config/config-locale.js';
import { exitCodeOf, exitCodes, Interrupted, OperatorError } from './errors.js';
import { findWorkspace, readConfigText } from './files/workspace.js';
import { formatsOf, type Formats, type Locale } from './words/formats.js';
import { phrase, type Phrase } from './words/phrase.js';
import { speak } from './words/speak.js';
import { systemClock, systemTimer, type Terminal, type World } from './world.js';

const args = process.argv.slice(2);
const interruption = new AbortController();
let endSignal: 'SIGINT' | 'SIGTERM' = 'SIGINT';

/** The first signal asks to finish what is in flight; a second one ends at once. Both are safe. */
function listenToSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      endSignal = signal === 'SIGINT' ? 'SIGINT' : 'SIGTERM';
      if (interruption.signal.aborted) process.exit(interruptedCode());
      interruption.abort();
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

/** A stream whose reader may go away: then nothing is left to say, and that is no error. */
function terminal(stream: NodeJS.WriteStream): Terminal {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    process.exitCode = exitCodeOf.storeFailure;
  });
  return { isTerminal: stream.isTTY, write: (text) => void stream.write(text) };
}

function loginName(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env['USER'] ?? process.env['USERNAME'] ?? 'unknown';
  }
}

function buildWorld(): World {
  return {
    clock: systemClock(systemTimer),
    timer: systemTimer,
    env: process.env,
    cwd: process.cwd(),
    stdin: process.stdin,
    stdout: terminal(process.stdout),
    stderr: terminal(process.stderr),
    randomBytes: (length) => randomBytes(length),
    loginName,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}

/** The language of the screen: `--locale`, the workspace's, or the environment's. */
function chooseLocale(world: World): Locale {
  const given = optionIn('--locale');
  if (given === 'fr' || given === 'en') return given;
  const files = findWorkspace(optionIn('--workspace'), world.env['SMSCTL_WORKSPACE'], world.cwd);
  const configured = files === null ? null : configLocale(safely(() => readConfigText(files)) ?? '');
  if (configured !== null) return configured;
  const { LC_ALL, LC_MESSAGES, LANG } = world.env;
  return /^fr/i.test(LC_ALL || LC_MESSAGES || LANG || '') ? 'fr' : 'en';
}

function optionIn(name: string): string | undefined {
  const place = args.findIndex((word) => word === name || word.startsWith(`${name}=`));
  const word = args[place];
  return word === name ? args[place + 1] : word?.slice(name.length + 1);
}

function safely<T>(use: () => T): T | null {
  try {
    return use();
  } catch {
    return null;
  }
}

/** Tells an error to the person or the script, and chooses the exit code. */
function report(error: unknown, world: World, formats: Formats): void {
  const say = (words: Phrase): string => speak(words, formats);
  const told = error instanceof CommanderError ? usageError(error, commandNameIn(args)) : error;
  if (told === null) return;
  if (told instanceof Interrupted) {
    world.stderr.write(`${say(phrase('cli.interrupted'))}\n`);
    process.exitCode = interruptedCode();
    return;
  }
  const isOperator = told instanceof OperatorError;
  const kind = isOperator ? told.kind : 'bug';
  const exit = exitCodeOf[kind];
  const message = say(isOperator ? told.problem : phrase('cli.bug', { version }));
  const hint = isOperator ? (told.hint === null ? null : say(told.hint)) : say(phrase('cli.bugHint'));
  process.exitCode = exit;
  if (!isOperator) world.stderr.write(`${stackOf(told)}\n`);
  if (args.includes('--json')) {
    const details = isOperator ? told.details : {};
    world.stderr.write(`${JSON.stringify({ type: 'error', kind, message, hint, exit, ...details })}\n`);
    return;
  }
  for (const line of message.split('\n')) world.stderr.write(`${say(phrase('cli.error', { message: line }))}\n`);
  if (hint !== null) world.stderr.write(`${say(phrase('cli.hint', { message: hint }))}\n`);
}

/** The stack of a defect, without the texts and numbers that a message may carry. */
function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown defect';
  const lines = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [`${error.name}: ${error.message.replace(/\+?\d[\d .-]{5,}\d/g, '•••')}`, ...lines].join('\n');
}

async function main(): Promise<void> {
  listenToSignals();
  const world = buildWorld();
  const locale = chooseLocale(world);
  const formats = formatsOf(locale);
  try {
    const program = await buildProgram(
      args,
      locale,
      (globals) => buildApp(world, globals, locale, interruption.signal, (code) => (process.exitCode = code)),
      world.stdout.write,
    );
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    report(error, world, formats);
  }
}

await main();
