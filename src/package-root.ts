import { existsSync } from 'node:fs';

/** The program's own folder, from wherever its code lies in it: a source file, a compiled one, or one of the bundle. */
export const packageRoot: URL = rootOf(new URL('.', import.meta.url));

function rootOf(folder: URL): URL {
  return existsSync(new URL('package.json', folder)) ? folder : rootOf(new URL('..', folder));
}
