import { fileURLToPath } from 'node:url';
import { Interrupted, OperatorError } from '../errors.js';
import { phrase, type Phrase } from '../words/phrase.js';
import { printable } from '../words/printable.js';
import type { Keychain } from './keychain.js';
import type { HelperAnswer, HelperRequest } from './keychain-helper.js';

/**
 * How long a keychain may take. One that is locked opens a window of its own and waits for its password: somebody at a
 * terminal has the time to type it, a program without one does not wait for a person.
 */
const PATIENCE_MS = { attended: 120_000, unattended: 30_000 } as const;

interface KeychainSurroundings {
  /** The helper finds the session's keychain by it. */
  readonly env: NodeJS.ProcessEnv;
  /** Somebody sits at a terminal. */
  readonly isAttended: boolean;
  readonly patienceMs?: number;
}

/**
 * The keychain of the session, asked by a program of its own: what answers is native code and another process, and only
 * a program can be ended when it does not. Secrets go through its pipes, never through its arguments.
 */
export function systemKeychain({ env, isAttended, patienceMs }: KeychainSurroundings): Keychain {
  const timeout = patienceMs ?? PATIENCE_MS[isAttended ? 'attended' : 'unattended'];
  const ask = (request: HelperRequest): HelperAnswer => {
    // Loaded here, for few commands ask: all others would wait for it.
    const { spawnSync } = process.getBuiltinModule('node:child_process');
    const { status, signal, stdout, error } = spawnSync(process.execPath, [HELPER], {
      env,
      input: JSON.stringify(request),
      timeout,
      killSignal: 'SIGKILL',
      // What a library writes on its own is nobody's to read here.
      stdio: ['pipe', 'pipe', 'ignore'],
      encoding: 'utf8',
      windowsHide: true,
    });
    if (signal === 'SIGINT') throw new Interrupted();
    const isNew = request.verb === 'keep';
    const failedHint = phrase(isNew ? 'keychain.notKeptHint' : 'keychain.failedHint');
    const noLibraryHint = phrase(isNew ? 'keychain.noLibraryToKeepHint' : 'keychain.noLibraryHint');
    /** @param why In the words of the system: for scripts and reports, no person reads them. */
    const failed = (why: string): OperatorError =>
      refused(phrase('keychain.failed'), failedHint, { reason: printable(why) });
    if (isTimeout(error)) throw refused(phrase('keychain.silent'), phrase('keychain.silentHint'));
    const answer = error === undefined && status === 0 ? parseAnswer(stdout) : null;
    if (answer === null) throw failed(error?.message ?? `exit ${status ?? String(signal)}`);
    if (answer.kind === 'no_library') throw refused(phrase('keychain.noLibrary'), noLibraryHint);
    if (answer.kind === 'failed') throw failed(answer.why);
    return answer;
  };

  return {
    read(account) {
      const answer = ask({ verb: 'read', account });
      return answer.kind === 'secret' ? Buffer.from(answer.secret, 'base64') : null;
    },
    keep(account, secret) {
      const text = secret.toString('base64');
      const answer = ask({ verb: 'keep', account, secret: text });
      if (answer.kind !== 'secret' || answer.secret !== text)
        throw refused(phrase('keychain.forgetful'), phrase('keychain.notKeptHint'));
    },
    erase: (account) => void ask({ verb: 'erase', account }),
  };
}

/** Beside this file, before and after it is built. */
const HELPER = fileURLToPath(new URL(`keychain-helper${/\.[jt]s$/.exec(import.meta.url)?.[0] ?? ''}`, import.meta.url));

function refused(problem: Phrase, hint: Phrase, details: Readonly<Record<string, string>> = {}): OperatorError {
  return new OperatorError('notPermitted', problem, hint, { details });
}

function isTimeout(error: NodeJS.ErrnoException | undefined): boolean {
  return error?.code === 'ETIMEDOUT';
}

function parseAnswer(text: string): HelperAnswer | null {
  try {
    return JSON.parse(text) as HelperAnswer;
  } catch {
    return null;
  }
}
