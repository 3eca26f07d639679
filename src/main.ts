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

if (!tellsVersion(process.argv.slice(2))) await import('./command-line.js');
