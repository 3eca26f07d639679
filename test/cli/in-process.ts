import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { CommanderError } from 'commander';
import { DateTime } from 'luxon';
import { afterAll } from 'vitest';
import { buildApp } from '../../src/app.js';
import type { App, GlobalOptions } from '../../src/cli/app.js';
import { buildProgram, usageError } from '../../src/cli/program.js';
import { OperatorError } from '../../src/errors.js';
import { formatsOf, type Locale } from '../../src/words/formats.js';
import { speak } from '../../src/words/speak.js';
import { systemTimer, type World } from '../../src/world.js';
import '../support/remembered-keys.js';

/** A Tuesday, 11:00 in Paris. */
export const tuesday = DateTime.fromISO('2026-03-10T10:00:00Z', { zone: 'utc' });

export interface Surroundings {
  readonly cwd: string;
  readonly now?: DateTime;
  readonly env?: World['env'];
  readonly locale?: Locale;
  /** What is piped to the command; without it standard input is that of the tests. */
  readonly input?: string;
  /** Options before the command's name. */
  readonly globals?: readonly string[];
  /** Changes the door before the command goes through it. */
  readonly change?: (app: App) => App;
}

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  /** What a command that ran to its end set; null when it set none. */
  readonly code: number | null;
  /** What the command threw; its words are in `stderr`. */
  readonly error: OperatorError | null;
}

interface Caught {
  stdout: string;
  stderr: string;
  code: number | null;
}

/** The program's own door on real files, with a fixed clock, nobody at the terminal, and both streams caught. */
export function openApp(
  around: Surroundings,
  globals: Partial<GlobalOptions> = {},
  caught: Caught = { stdout: '', stderr: '', code: null },
): App {
  const world: World = {
    clock: { now: () => around.now ?? tuesday, sleepUntil: () => Promise.resolve() },
    timer: systemTimer,
    env: around.env ?? {},
    cwd: around.cwd,
    stdin: around.input === undefined ? process.stdin : piped(around.input),
    stdout: { isTerminal: false, isRead: true, write: (text) => (caught.stdout += text) },
    stderr: { isTerminal: false, isRead: true, write: (text) => (caught.stderr += text) },
    randomBytes: (length) => randomBytes(length),
    loginName: () => 'claire',
    timeZone: 'Europe/Paris',
  };
  const { signal } = new AbortController();
  const given = { json: false, quiet: false, color: false, ...globals };
  const built = buildApp(world, given, around.locale ?? 'en', signal, (code) => (caught.code = code));
  const app = { ...built, prompts: { ...built.prompts, canAsk: false } };
  return around.change?.(app) ?? app;
}

function piped(text: string): World['stdin'] {
  return Object.assign(Readable.from([Buffer.from(text)]), { isTTY: false }) as unknown as World['stdin'];
}

/** Runs one command line in this process; what it throws to the operator becomes words on standard error. */
export async function runProgram(command: readonly string[], around: Surroundings): Promise<Ran> {
  const { locale = 'en', globals = [] } = around;
  const args = [...globals, ...command];
  const caught: Caught = { stdout: '', stderr: '', code: null };
  try {
    const program = await buildProgram(
      args,
      locale,
      (given) => Promise.resolve(openApp(around, given, caught)),
      (text) => (caught.stdout += text),
    );
    await program.parseAsync(args, { from: 'user' });
    return { ...caught, error: null };
  } catch (error) {
    const told = error instanceof CommanderError ? usageError(error, args) : error;
    if (told === null) return { ...caught, error: null };
    if (!(told instanceof OperatorError)) throw error;
    const formats = formatsOf(locale);
    const said = [told.problem, ...(told.hint === null ? [] : [told.hint])].map((words) => speak(words, formats));
    return { ...caught, stderr: `${caught.stderr}${said.join('\n')}\n`, error: told };
  }
}

/** Makes temporary folders that are gone after the tests of the file. */
export function temporaryFolders(): () => string {
  const made: string[] = [];
  afterAll(() => {
    for (const folder of made) rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    const folder = mkdtempSync(join(tmpdir(), 'smsctl-'));
    made.push(folder);
    return folder;
  };
}

export function kindOf({ error }: Ran): string | null {
  return error instanceof OperatorError ? error.kind : null;
}
