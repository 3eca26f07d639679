import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../bin/smsctl.js', import.meta.url));
const SECRETS = { SMSCTL_VONAGE_API_KEY: 'abcd1234', SMSCTL_VONAGE_API_SECRET: 'abcdef0123456789' };

/** A run of the built program. */
export interface Started {
  readonly child: ChildProcess;
  /** Null when it was killed. */
  readonly ended: Promise<number | null>;
  readonly complaints: () => string;
  readonly answer: () => string;
}

/**
 * Starts the built program, told how to reach a service on the loopback.
 *
 * @param node Options of Node's own.
 * @param stateHome Where it keeps what it has to remember of its ledger outside the workspace.
 */
export function start(
  folder: string,
  command: readonly string[],
  node: readonly string[] = [],
  stateHome = join(folder, '.state'),
): Started {
  const child = spawn(process.execPath, [...node, PROGRAM, ...command], {
    cwd: folder,
    env: { ...process.env, ...SECRETS, XDG_STATE_HOME: stateHome },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaints = '';
  let answer = '';
  child.stderr.on('data', (bytes: Buffer) => (complaints += bytes.toString()));
  child.stdout.on('data', (bytes: Buffer) => (answer += bytes.toString()));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, ended, complaints: () => complaints, answer: () => answer };
}

/** Runs it to its end, which must be one of these. */
export async function smsctl(
  folder: string,
  command: readonly string[],
  codes: readonly number[] = [0],
  node: readonly string[] = [],
): Promise<number> {
  const run = start(folder, command, node);
  const code = await run.ended;
  assert.ok(code !== null && codes.includes(code), `${command.join(' ')} ended with ${code}: ${run.complaints()}`);
  return code;
}

export type Json = Readonly<Record<string, unknown>>;

/** The last document that a command writes. */
export async function ask(folder: string, command: readonly string[]): Promise<Json> {
  return (await askLines(folder, [...command, '--json'])).at(-1) ?? {};
}

export async function askLines(folder: string, command: readonly string[]): Promise<readonly Json[]> {
  const run = start(folder, command);
  await run.ended;
  return run
    .answer()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Json);
}
