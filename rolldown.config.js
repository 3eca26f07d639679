import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { defineConfig } from 'rolldown';
import { chunks } from './scripts/chunks.js';

/**
 * Puts the compiled program and the packages that it uses into a few files, for Node takes a third of a millisecond over
 * every file that it loads. What is imported only when it is needed stays apart, and so do packages with machine code.
 */
export default defineConfig({
  input: {
    main: 'dist/main.js',
    'checker-thread': 'dist/store/sqlite/checker-thread.js',
    'writer-thread': 'dist/store/sqlite/writer-thread.js',
    'keychain-helper': 'dist/keychain/keychain-helper.js',
  },
  platform: 'node',
  external: ['better-sqlite3', 'date-holidays', '@napi-rs/keyring'],
  plugins: [licences(), askNode(), narrow()],
  output: {
    dir: 'dist/bundle',
    format: 'esm',
    chunkFileNames: '[name]-[hash].js',
    sourcemap: true,
    cleanDir: true,
    codeSplitting: { groups: chunks(join(import.meta.dirname, 'dist')) },
  },
});

/**
 * Asks Node itself for its modules: where one is imported, Node reads every member of it, and so loads streams, promises, sockets
 * and whatever else hangs on members that nobody here uses.
 */
function askNode() {
  const imports = /^import (?:([\w$]+)(?:, )?)?(?:\{ ([\w$, ]+) \})? ?from "(?:node:)?([\w/]+)";$/gm;
  return rewriting('ask-node', (code) =>
    code.replaceAll(imports, (line, whole, members, name) => {
      if (!isBuiltin(name)) return line;
      const module = `process.getBuiltinModule("node:${name}")`;
      return [
        ...(whole === undefined ? [] : [`const ${whole} = ${module};`]),
        ...(members === undefined ? [] : [`const { ${members.replaceAll(' as ', ': ')} } = ${module};`]),
      ].join(' ');
    }),
  );
}

/**
 * Writes what lies beyond Latin-1 as escapes: for one such character the engine keeps a whole file, words and code, in two bytes a
 * character. What is written `String.raw` here are patterns, in which an escape means the same.
 */
function narrow() {
  return rewriting('narrow', (code) => {
    if (/(?<!\\)(?:\\\\)*\\[\u0100-\uffff]/.test(code))
      throw new Error('a backslash before what would become an escape');
    return code.replaceAll(/[\u0100-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  });
}

/** Changes the files that are written, line by line: what is said of their lines elsewhere stays true. */
function rewriting(name, rewritten) {
  return {
    name,
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) if (file.type === 'chunk') file.code = rewritten(file.code);
    },
  };
}

/** Whoever passes on a package passes on its licence: all of them in one file beside the bundle. */
function licences() {
  return {
    name: 'licences',
    generateBundle() {
      const folders = new Set([...this.getModuleIds()].flatMap((id) => packageOf(id) ?? []));
      const texts = [...folders].sort().map((folder) => {
        const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
        const text = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'LICENCE', 'license', 'LICENSE-MIT']
          .map((file) => join(folder, file))
          .find((file) => existsSync(file));
        return `${name} ${version}: ${license}\n\n${text === undefined ? '' : readFileSync(text, 'utf8')}`;
      });
      this.emitFile({ type: 'asset', fileName: 'LICENCES.txt', source: texts.join(`\n${'-'.repeat(80)}\n`) });
    },
  };
}

/** The folder of the package that a file belongs to; null for the program's own. */
function packageOf(id) {
  if (!relative('.', id).includes('node_modules') || !id.startsWith('/')) return null;
  for (let folder = dirname(id); !folder.endsWith('node_modules'); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && 'license' in JSON.parse(readFileSync(manifest, 'utf8'))) return folder;
  }
  return null;
}
