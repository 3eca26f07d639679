import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);

interface Lock {
  readonly packages: Readonly<Record<string, { readonly gypfile?: boolean }>>;
}

describe('what npm installs in a fresh clone', () => {
  it('is never compiled: a computer need have neither a compiler nor the headers of Node', () => {
    const { packages } = JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8')) as Lock;
    const withSources = Object.entries(packages).filter(
      ([folder]) => folder !== '' && existsSync(new URL(`${folder}/binding.gyp`, root)),
    );
    // npm runs node-gyp for whatever brings this file, unless it is told not to; of the package's own word for that its
    // lock file keeps nothing. `npm install` takes the line out: write it in again.
    expect(withSources).not.toEqual([]);
    for (const [folder, { gypfile }] of withSources) expect({ folder, gypfile }).toEqual({ folder, gypfile: false });
  });
});
