import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A session with a real keyring daemon, as a desktop has one; nothing of it is left behind. */
export interface KeychainSession {
  /** How a program finds it. */
  readonly env: { readonly DBUS_SESSION_BUS_ADDRESS: string };
  /** Where the daemon keeps its keyrings. */
  readonly home: string;
  end(): Promise<void>;
}

/** Prints where the bus is, unlocks the keyring where there is something to unlock it with, and ends with its input. */
const SCRIPT = `
if [ -n "$KEYRING_PASSWORD" ]; then
  printf %s "$KEYRING_PASSWORD" | gnome-keyring-daemon --unlock --components=secrets --daemonize >&2 || exit 1
fi
printf '%s\\n' "$DBUS_SESSION_BUS_ADDRESS"
cat > /dev/null`;

/**
 * Opens a session; null on a machine that has no keyring daemon.
 *
 * @param options.isLocked The keyring is there and nobody has unlocked it; nor is there a screen to ask on.
 */
export async function openKeychainSession({
  home = newHome(),
  isLocked = false,
}: { readonly home?: string; readonly isLocked?: boolean } = {}): Promise<KeychainSession | null> {
  const session = spawn('dbus-run-session', ['--', 'sh', '-c', SCRIPT], {
    // No screen: what a daemon would ask there, it can not.
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: home,
      XDG_RUNTIME_DIR: join(home, 'run'),
      ...(isLocked ? {} : { KEYRING_PASSWORD: 'not a secret' }),
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = once(session, 'close').catch(() => undefined);
  const address = await Promise.race([firstLine(session.stdout), ended.then(() => null)]);
  if (address === null) return null;
  const end = async (): Promise<void> => {
    session.stdin.end();
    await ended;
  };
  sessions.push(end);
  return { env: { DBUS_SESSION_BUS_ADDRESS: address }, home, end };
}

const homes: string[] = [];
const sessions: (() => Promise<void>)[] = [];

afterAll(async () => {
  for (const end of sessions.splice(0)) await end();
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true });
});

function newHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'smsctl-keychain-'));
  homes.push(home);
  mkdirSync(join(home, 'run'), { mode: 0o700 });
  return home;
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string | null> {
  let text = '';
  for await (const chunk of stream) {
    text += String(chunk);
    if (text.includes('\n')) return text.slice(0, text.indexOf('\n'));
  }
  return null;
}
