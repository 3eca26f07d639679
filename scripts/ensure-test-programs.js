// Plain JavaScript for any Node: the tests of the keychain use a real one, on a session of its own, and those of completion
// real shells.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** By the package of Debian that has it. */
const PROGRAMS = { dbus: 'dbus-run-session', 'gnome-keyring': 'gnome-keyring-daemon', zsh: 'zsh', fish: 'fish' };

/**
 * Installs what is missing where that is ours to do: as root, on a machine with apt. Elsewhere the tests prove what happens
 * on a machine without a keychain, and completion is tried in the shells that are there.
 */
export function ensureTestPrograms() {
  const missing = Object.keys(PROGRAMS).filter((name) => !isThere(PROGRAMS[name]));
  if (missing.length === 0 || process.getuid?.() !== 0 || !isThere('apt-get')) return;
  console.log(`Installing for the tests: ${missing.join(', ')} …`);
  const install = ['install', '-y', '-qq', '--no-install-recommends', ...missing];
  if (aptGet(install)) return;
  aptGet(['update', '-qq']);
  aptGet(install);
}

function isThere(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}

function aptGet(args) {
  const patience = ['-o', 'Acquire::Retries=1', '-o', 'Acquire::http::Timeout=20', '-o', 'DPkg::Lock::Timeout=60'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', [...patience, ...args], { stdio: 'ignore', env }).status === 0;
}
