import { writeSync } from 'node:fs';
import { version } from './version.js';

const STDOUT = 1;

/** Scripts ask for the version before anything else, and wait for nothing but it. */
function tellsVersion([first, ...others]: readonly string[]): boolean {
  if (first !== '--version' || others.length > 0) return false;
  try {
    writeSync(STDOUT, `${version}\n`);
    return true;
  } catch {
    // Nobody there, or no room: the whole program knows what to say to that.
    return false;
  }
}

/**
 * Of some settings Node warns on standard error, as soon as a module of its own asks for them, and beside an error that is
 * to be read as JSON. What we do not heed of them is taken away before anything is loaded: of the two about colours
 * `FORCE_COLOR` wins, and no setting switches the check of certificates off.
 */
function settleEnvironment(env: NodeJS.ProcessEnv): void {
  delete env['NODE_TLS_REJECT_UNAUTHORIZED'];
  const { FORCE_COLOR: forced, NO_COLOR: refused } = env;
  if (forced === undefined || refused === undefined) return;
  if (forced === '' || forced === '0') delete env['FORCE_COLOR'];
  else delete env['NO_COLOR'];
}

settleEnvironment(process.env);
if (!tellsVersion(process.argv.slice(2))) {
  const { runThisProcess } = await import('./this-process.js');
  await runThisProcess();
}
