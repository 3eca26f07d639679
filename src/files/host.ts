/** Windows keeps rights in lists, not in mode bits, and names network folders by `\\server\share`. */
export const isWindows: boolean = process.platform === 'win32';

export const isLinux: boolean = process.platform === 'linux';

export const isMac: boolean = process.platform === 'darwin';

/** The Node that runs, without the letter: `24.21.0`. */
export const nodeVersion: string = process.versions.node;

/** Whom the system takes this process for; null on Windows, which has no such numbers. */
export function ownUserId(): number | null {
  return process.geteuid?.() ?? null;
}

/** The number of this process. */
export const ownProcess: number = process.pid;

/** Whether this machine has a process of that number. Signal 0 only asks (kill(2)); somebody else's is refused, and is there. */
export function isProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
