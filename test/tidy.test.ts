import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { catalogueEn } from '../src/words/catalogue.js';

const src = fileURLToPath(new URL('../src/', import.meta.url));

interface SourceFile {
  /** Relative to `src`, with slashes: `core/audience/eligibility.ts`. */
  readonly path: string;
  readonly room: string;
  readonly text: string;
  readonly imports: readonly { readonly from: string; readonly isTypeOnly: boolean }[];
}

const files: readonly SourceFile[] = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => {
    const text = readFileSync(join(src, name), 'utf8');
    const path = name.split(sep).join('/');
    return { path, room: roomOf(path), text, imports: importsOf(text, path) };
  });

function roomOf(path: string): string {
  const [first = ''] = path.split('/');
  if (path.startsWith('store/sqlite/')) return 'store/sqlite';
  return path.includes('/') ? first : path;
}

/** What a file imports, statically or when it runs; our own files as paths relative to `src`. */
function importsOf(text: string, path: string): SourceFile['imports'] {
  const statements = text.matchAll(
    /^(?:import|export)\s(type\s)?[^'";]*?from\s+'([^']+)'|\bimport\('([^']+)'\)|^import '([^']+)'/gms,
  );
  return [...statements].map(([, type, named, dynamic, bare]) => {
    const from = named ?? dynamic ?? bare ?? '';
    const isOurs = from.startsWith('.');
    return {
      from: isOurs
        ? relative(src, resolve(src, dirname(path), from))
            .split(sep)
            .join('/')
            .replace(/\.js$/, '.ts')
        : from,
      isTypeOnly: type !== undefined,
    };
  });
}

/** Rooms that every room may look into: words and kinds of errors hold no behaviour of their own. */
const everywhere = ['words', 'errors.ts', 'remembering.ts'];

/** Which of our rooms, and which packages, each room may import. A room marked `types` may be named in types only. */
const rules: Readonly<
  Record<
    string,
    { readonly rooms: readonly string[]; readonly types?: readonly string[]; readonly packages: readonly string[] }
  >
> = {
  core: {
    rooms: ['core'],
    packages: [
      ...['luxon', 'libphonenumber-js/max', 'libphonenumber-js/max/metadata', 'date-holidays', 'liquidjs'],
      ...['node:crypto', 'node:module'],
    ],
  },
  words: { rooms: ['words', 'core'], packages: ['luxon'] },
  config: { rooms: ['config', 'core'], packages: ['smol-toml'] },
  files: {
    rooms: ['files', 'core', 'is-there.ts', 'make-folder.ts', 'sync-folder.ts', 'system-code.ts'],
    packages: ['csv-parse', 'chardet', 'iconv-lite', 'read-excel-file/node'],
  },
  store: { rooms: ['store'], types: ['core'], packages: ['luxon'] },
  'store/sqlite': {
    rooms: [
      ...['store', 'store/sqlite', 'core'],
      ...['is-there.ts', 'make-folder.ts', 'package-root.ts', 'sync-folder.ts', 'system-code.ts'],
    ],
    packages: ['better-sqlite3', 'luxon', 'node:worker_threads'],
  },
  providers: {
    rooms: ['providers', 'core', 'make-folder.ts'],
    types: ['world.ts'],
    packages: ['luxon', 'undici', '@vonage/jwt'],
  },
  keychain: { rooms: ['keychain'], packages: ['@napi-rs/keyring'] },
  flows: {
    rooms: ['flows', 'core', 'files', 'config'],
    types: ['store', 'providers', 'keychain', 'world.ts'],
    packages: ['luxon', 'node:path', 'node:timers/promises'],
  },
  cli: {
    rooms: ['cli', 'flows', 'core', 'files', 'config', 'version.ts'],
    types: ['store', 'providers', 'keychain', 'world.ts'],
    packages: ['commander', 'chalk', 'ora', '@clack/prompts', 'luxon'],
  },
};

/** Which Node modules a room may use; the others may use none but those among its packages. */
const nodeModules: Readonly<Record<string, readonly string[]>> = {
  files: [
    'node:fs',
    'node:fs/promises',
    'node:path',
    'node:crypto',
    'node:buffer',
    'node:stream/promises',
    'node:zlib',
  ],
  store: ['node:fs', 'node:crypto'],
  'store/sqlite': ['node:fs', 'node:path', 'node:crypto'],
  providers: ['node:fs', 'node:path', 'node:crypto'],
  keychain: ['node:fs', 'node:url'],
  cli: ['node:fs', 'node:path', 'node:stream'],
};

describe('the rooms', () => {
  for (const [room, rule] of Object.entries(rules)) {
    it(`${room} imports only what it may`, () => {
      const wrong = files
        .filter((file) => file.room === room)
        .flatMap((file) =>
          file.imports
            .filter(({ from, isTypeOnly }) => !mayImport(room, rule, from, isTypeOnly))
            .map(({ from }) => `${file.path} imports ${from}`),
        );
      expect(wrong).toEqual([]);
    });
  }

  it('every file stands in a known room', () => {
    const known = [
      ...Object.keys(rules),
      ...['main.ts', 'this-process.ts', 'command-line.ts', 'app.ts', 'parts', 'world.ts', 'errors.ts'],
      ...[
        'remembering.ts',
        'is-there.ts',
        'make-folder.ts',
        'package-root.ts',
        'small-heap.ts',
        'sync-folder.ts',
        'system-code.ts',
        'version.ts',
      ],
    ];
    expect(files.filter((file) => !known.includes(file.room)).map((file) => file.path)).toEqual([]);
  });

  /** What starts the program, by what alone imports it. */
  const entries = new Map([
    ['this-process.ts', 'main.ts'],
    ['command-line.ts', 'this-process.ts'],
    ['app.ts', 'command-line.ts'],
  ]);

  it('the parts of app.ts, which know every adapter as it does, are put together by it alone', () => {
    const wrong = files.flatMap((file) =>
      file.imports
        .filter(({ from }) => from.startsWith('parts/') && file.path !== 'app.ts' && file.room !== 'parts')
        .map(({ from }) => `${file.path} imports ${from}`),
    );
    expect(wrong).toEqual([]);
  });

  it('nobody imports main.ts; this-process.ts, command-line.ts and app.ts follow from it, each imported by the one before', () => {
    const wrong = files.flatMap((file) =>
      file.imports
        .filter(({ from }) => from === 'main.ts' || (entries.get(from) ?? file.path) !== file.path)
        .map(({ from }) => `${file.path} imports ${from}`),
    );
    expect(wrong).toEqual([]);
  });
});

function mayImport(room: string, rule: (typeof rules)[string], from: string, isTypeOnly: boolean): boolean {
  if (from.endsWith('.json') && !from.includes('..')) return true;
  if (!from.endsWith('.ts')) {
    return rule.packages.includes(from) || (nodeModules[room] ?? []).includes(from);
  }
  const target = roomOf(from);
  if (everywhere.includes(target) || rule.rooms.includes(target)) return true;
  return isTypeOnly && (rule.types ?? []).some((one) => target === one || target.startsWith(`${one}/`));
}

describe('the core', () => {
  const core = files.filter((file) => file.room === 'core');
  const impure =
    /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bprocess\.|\bconsole\.|\bDateTime\.(?:now|utc|local)\(\)|\bperformance\.|\bsetTimeout\b|\brandomBytes\b/;

  it('asks neither time nor chance nor the world', () => {
    const wrong = core.filter((file) => impure.test(withoutComments(file.text))).map((file) => file.path);
    expect(wrong).toEqual([]);
  });

  it('uses of node:crypto only hashing', () => {
    const wrong = core
      .flatMap((file) =>
        [...file.text.matchAll(/import \{([^}]*)\} from 'node:crypto'/g)].map(
          (match) => [file.path, match[1]] as const,
        ),
      )
      .filter(
        ([, names]) =>
          !/^\s*(?:createHash|createHmac|hash)(?:\s*,\s*(?:createHash|createHmac|hash))*\s*$/.test(names ?? ''),
      );
    expect(wrong).toEqual([]);
  });
});

describe('all rooms', () => {
  it('leave process and console to what starts the program and to what stands at the terminal', () => {
    const allowed = [
      ...[
        'main.ts',
        'this-process.ts',
        'cli/prompts.ts',
        'cli/report/progress.ts',
        'files/workspace.ts',
        'files/host.ts',
        'sync-folder.ts',
        'words/shell-word.ts',
      ],
      'keychain/system-keychain.ts',
    ];
    const wrong = files
      .filter(
        (file) => !allowed.includes(file.path) && /\bprocess\.(?!channel)|\bconsole\./.test(withoutComments(file.text)),
      )
      .map((file) => file.path);
    expect(wrong).toEqual([]);
  });

  it('load what reads workbooks only when there is one', () => {
    const wrong = files.filter(({ text }) => /\bfrom\s+'[^']*workbook\/workbook\.js'/.test(text));
    expect(wrong.map((file) => file.path)).toEqual([]);
    const readers = files.filter(({ text }) => text.includes("'read-excel-file/node'"));
    expect(readers.map((file) => file.path)).toEqual(['files/workbook/workbook.ts']);
  });

  it('load what asks the keychain in a program of its own', () => {
    const askers = files.filter(({ text }) => text.includes("'@napi-rs/keyring'")).map(({ path }) => path);
    expect(askers).toEqual(['keychain/keychain-helper.ts']);
    const loaders = files.filter(({ imports }) =>
      imports.some(({ from, isTypeOnly }) => from === 'keychain/keychain-helper.ts' && !isTypeOnly),
    );
    expect(loaders.map(({ path }) => path)).toEqual([]);
  });

  it('have named exports only', () => {
    expect(files.filter((file) => /^export default/m.test(file.text)).map((file) => file.path)).toEqual([]);
  });

  it('say every phrase of the catalogue', () => {
    const text = files.map((file) => withoutComments(file.text)).join('\n');
    const composed = [...text.matchAll(/`(\w+\.)\$\{[^}`]+\}(\w*)`/g)].map(
      ([, head, tail]) => new RegExp(`^${head}\\w+${tail}$`),
    );
    const times = new Map<string, number>();
    for (const [, key = ''] of text.matchAll(/'(\w+\.\w+)'/g)) times.set(key, (times.get(key) ?? 0) + 1);
    /** Twice it is defined, once in each language. */
    const isSaid = (key: string): boolean => (times.get(key) ?? 0) > 2;
    const unsaid = Object.keys(catalogueEn).filter((key) => !isSaid(key) && !composed.some((one) => one.test(key)));
    expect(unsaid).toEqual([]);
  });

  it('keep SQL in the store', () => {
    const sql = /\b(?:SELECT .+ FROM|INSERT INTO|UPDATE \w+ SET|DELETE FROM)\b/;
    const wrong = files.filter((file) => !file.room.startsWith('store') && sql.test(withoutComments(file.text)));
    expect(wrong.map((file) => file.path)).toEqual([]);
  });
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}
