// Plain JavaScript for any Node: makes sure that the packages of the lock file are there, so that one command is enough.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Runs a command in the project's folder, on the Node that the project brings; ends this program when it fails. */
export function run(command, args, options = {}) {
  const { status, signal } = spawnSync(command, args, surroundings(options));
  if (status !== 0 && options.mayFail !== true) process.exit(status ?? (signal === null ? 1 : 130));
  return status;
}

/** Runs commands beside each other; ends this program when one of them fails, once all have ended. */
export async function runBeside(commands) {
  const ends = commands.map(async ([command, ...args]) => {
    const [status] = await once(spawn(command, args, surroundings()), 'close');
    return status ?? 1;
  });
  const failed = (await Promise.all(ends)).find((status) => status !== 0);
  if (failed !== undefined) process.exit(failed);
}

/** In the project's folder, with the programs of its packages. */
function surroundings(options = {}) {
  const path = `${join(root, 'node_modules', '.bin')}:${process.env.PATH ?? ''}`;
  return { cwd: root, stdio: 'inherit', ...options, env: { ...process.env, PATH: path, ...options.env } };
}

/** Installs exactly what the lock file says, unless that was done already. */
export function ensureInstalled() {
  const lock = join(root, 'package-lock.json');
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  run('npm', ['ci', '--loglevel=error', '--no-fund', '--no-audit']);
}

/** Compiles every file for itself, as the tests load them, and puts them together, as people start them. */
export function build() {
  run('tsc', ['-p', 'tsconfig.build.json']);
  run('rolldown', ['-c'], { stdio: ['ignore', 'ignore', 'inherit'] });
  // What Node kept of the program before.
  rmSync(join(root, 'dist', 'compiled'), { recursive: true, force: true });
}
