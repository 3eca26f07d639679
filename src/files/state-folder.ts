import { isAbsolute, join } from 'node:path';
import { isMac, isWindows } from './host.js';

/**
 * Where this computer keeps, for one user and outside every workspace, what the program has to remember: whatever is
 * copied or restored with a workspace is not copied with it.
 *
 * @returns Null where the environment names no folder.
 * @see https://specifications.freedesktop.org/basedir-spec/latest/ (a relative path is to be ignored)
 */
export function stateFolder(env: Readonly<Record<string, string | undefined>>): string | null {
  const chosen = absolute(env['XDG_STATE_HOME']);
  if (chosen !== null) return join(chosen, 'smsctl');
  if (isWindows) return below(env['LOCALAPPDATA'], 'smsctl');
  if (isMac) return below(env['HOME'], 'Library', 'Application Support', 'smsctl');
  return below(env['HOME'], '.local', 'state', 'smsctl');
}

function below(folder: string | undefined, ...names: readonly string[]): string | null {
  const base = absolute(folder);
  return base === null ? null : join(base, ...names);
}

function absolute(path: string | undefined): string | null {
  return path !== undefined && isAbsolute(path) ? path : null;
}
