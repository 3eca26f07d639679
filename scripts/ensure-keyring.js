// Plain JavaScript for any Node: the tests of the keychain use a real one, on a session of its own.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const PROGRAMS = ['dbus-run-session', 'gnome-keyring-daemon'];

/**
 * Installs a keyring daemon where that is ours to do: as root, on a machine with apt. Elsewhere the tests prove what
 * happens on a machine that has none.
 */
export function ensureKeyring() {
  if (PROGRAMS.every(isThere) || process.getuid?.() !== 0 || !isThere('apt-get')) return;
  console.log('Installing a keyring daemon for the tests of the keychain …');
  const install = ['install', '-y', '-qq', '--no-install-recommends', 'dbus', 'gnome-keyring'];
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
