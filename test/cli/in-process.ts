import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommanderError, type Command } from 'commander';
import { DateTime } from 'luxon';
import { afterAll } from 'vitest';
import { buildApp } from '../../src/app.js';
import type { App, GlobalOptions } from '../../src/cli/app.js';
import type { CommandMaker } from '../../src/cli/program.js';
import { OperatorError } from '../../src/errors.js';
import type { Locale } from '../../src/words/formats.js';
import type { Phrase } from '../../src/words/phrase.js';
import { systemTimer, type World } from '../../src/world.js';

/** A Tuesday, 11:00 in Paris. */
export const tuesday = DateTime.fromISO('2026-03-10T10:00:00Z', { zone: 'utc' });

export interface Surroundings {
  readonly cwd: string;
  readonly now?: DateTime;
  readonly env?: World['env'];
  readonly locale?: Locale;
  readonly globals?: Partial<GlobalOptions>;
  /** Changes the door before the command goes through it. */
  readonly change?: (app: App) => App;
}

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  /** What a command that ran to its end set; null when it set none. */
  readonly code: number | null;
  /** What the command threw; its words are in `stderr`. */
  readonly error: OperatorError | CommanderError | null;
}

interface Caught {
  stdout: string;
  stderr: string;
  code: number | null;
}

/** The program's own door on real files, with a fixed clock, nobody at the terminal, and both streams caught. */
export function openApp(around: Surroundings): { readonly app: App; readonly caught: Caught } {
  const caught: Caught = { stdout: '', stderr: '', code: null };
  const world: World = {
    clock: { now: () => around.now ?? tuesday, sleepUntil: () => Promise.resolve() },
    timer: systemTimer,
    env: around.env ?? {},
    cwd: around.cwd,
    stdin: process.stdin,
    stdout: { isTerminal: false, isRead: true, write: (text) => (caught.stdout += text) },
    stderr: { isTerminal: false, isRead: true, write: (text) => (caught.stderr += text) },
    randomBytes: (length) => randomBytes(length),
    loginName: () => 'claire',
    timeZone: 'Europe/Paris',
  };
  const globals = { json: false, quiet: false, color: false, ...around.globals };
  const { signal } = new AbortController();
  const built = buildApp(world, globals, around.locale ?? 'en', signal, (code) => (caught.code = code));
  const app = { ...built, prompts: { ...built.prompts, canAsk: false } };
  return { app: around.change?.(app) ?? app, caught };
}

/** Runs one command; what it throws to the operator becomes words on standard error. */
export async function runCommand(make: CommandMaker, args: readonly string[], around: Surroundings): Promise<Ran> {
  const { app, caught } = openApp(around);
  const say = (words: Phrase | null): string => (words === null ? '' : app.say(words));
  const command = make(
    () => app,
    (key) => app.say({ key, values: undefined }),
  );
  try {
    await quiet(command).parseAsync([...args], { from: 'user' });
    return { ...caught, error: null };
  } catch (error) {
    if (error instanceof CommanderError) return { ...caught, error };
    if (!(error instanceof OperatorError)) throw error;
    caught.stderr += `${say(error.problem)}\n${say(error.hint)}\n`;
    return { ...caught, error };
  }
}

function quiet(command: Command): Command {
  for (const one of command.commands) quiet(one);
  return command.exitOverride().configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
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
