/** Windows keeps rights in lists, not in mode bits, and names network folders by `\\server\share`. */
export const isWindows: boolean = process.platform === 'win32';

export const isLinux: boolean = process.platform === 'linux';

/** The Node that runs, without the letter: `24.21.0`. */
export const nodeVersion: string = process.versions.node;

/** Whom the system takes this process for; null on Windows, which has no such numbers. */
export function ownUserId(): number | null {
  return process.geteuid?.() ?? null;
}
