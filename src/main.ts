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
 * Where both are set Node warns on standard error that `FORCE_COLOR` wins, as soon as a module of its own asks for colours,
 * and beside an error that is to be read as JSON. So the one that we do not heed is taken away before anything is loaded.
 */
function settleColours(env: NodeJS.ProcessEnv): void {
  const { FORCE_COLOR: forced, NO_COLOR: refused } = env;
  if (forced === undefined || refused === undefined) return;
  if (forced === '' || forced === '0') delete env['FORCE_COLOR'];
  else delete env['NO_COLOR'];
}

settleColours(process.env);
if (!tellsVersion(process.argv.slice(2))) {
  const { runThisProcess } = await import('./this-process.js');
  await runThisProcess();
}
