import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import { runCommandLine, type Caller } from './command-line.js';
import { exitCodeOf, exitCodes } from './errors.js';
import { refuseLostCurrentFolder } from './files/lost-name.js';
import { keepHeapSmall } from './small-heap.js';
import { systemCode } from './system-code.js';
import { systemClock, systemTimer, type Terminal, type World } from './world.js';

/** Whatever mask the program was started under: one that is too open shows what it writes, one that is too closed locks it out itself. */
const FOR_THE_OWNER_ALONE = 0o077;

const interruption = new AbortController();
let endSignal: 'SIGINT' | 'SIGTERM' = 'SIGINT';
let hasOutputFailed = false;
/** Says that an answer could not be written; the words are known once the language is. */
let tellOutputFailure: (code: string) => void = () => undefined;

/** Runs the command line that this process was started with. */
export async function runThisProcess(): Promise<void> {
  process.umask(FOR_THE_OWNER_ALONE);
  listenToSignals();
  await runCommandLine(process.argv.slice(2), buildWorld(), caller);
}

const caller: Caller = {
  interrupted: interruption.signal,
  interruptedCode,
  // An answer that was not written weighs more than any result.
  setExitCode(code) {
    process.exitCode = hasOutputFailed ? exitCodeOf.storeFailure : code;
  },
  whenOutputFails(tell) {
    tellOutputFailure = tell;
  },
  beginWork: keepHeapSmall,
};

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
