import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A copy of the built program, as it would be installed; its dependencies are the project's. */
let program = '';
const compiled = (): string => join(program, 'dist', 'compiled');

beforeEach(() => {
  program = mkdtempSync(join(tmpdir(), 'smsctl-start-'));
  for (const part of ['bin', 'dist/bundle', 'migrations', 'package.json']) {
    cpSync(join(root, part), join(program, part), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(program, 'node_modules'));
});
afterEach(() => rmSync(program, { recursive: true, force: true }));

const help = async (): Promise<string> => {
  const { stdout } = await execa(process.execPath, [join(program, 'bin', 'smsctl.js'), '--help', '--locale', 'en']);
  return stdout;
};

const kept = (): readonly string[] => readdirSync(compiled(), { recursive: true }) as string[];

describe('what Node keeps of the compiled program', () => {
  test('is kept beside it, where nobody else can write, and is no other program', async () => {
    const first = await help();
    expect(first).toMatch(/^Usage: smsctl/);
    expect(statSync(compiled()).mode & 0o777).toBe(0o700);
    const files = kept();
    expect(files.length).toBeGreaterThan(3);
    expect(await help()).toBe(first);
    expect(kept()).toEqual(files);
  });

  test('is not kept where others could write it', async () => {
    mkdirSync(compiled());
    chmodSync(compiled(), 0o770);
    expect(await help()).toMatch(/^Usage: smsctl/);
    expect(kept()).toEqual([]);
  });

  test('is not needed', async () => {
    writeFileSync(compiled(), '');
    expect(await help()).toMatch(/^Usage: smsctl/);
    expect(statSync(compiled()).size).toBe(0);
  });
});

test('the bundle imports nothing of Node, and holds no character for which the engine would take two bytes for all', () => {
  const bundle = join(root, 'dist', 'bundle');
  for (const name of readdirSync(bundle).filter((file) => file.endsWith('.js'))) {
    const code = readFileSync(join(bundle, name), 'utf8');
    const imported = [...code.matchAll(/^import .*"([^"]+)";$/gm)].flatMap(([, module = '']) => module);
    expect({ name, ofNode: imported.filter((module) => isBuiltin(module)) }).toEqual({ name, ofNode: [] });
    expect({ name, wide: code.match(/[\u0100-\uffff]/g) }).toEqual({ name, wide: null });
  }
});
