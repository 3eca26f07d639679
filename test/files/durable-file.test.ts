import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { isWindows } from '../../src/files/host.js';
import { Program } from '../store/child-program.js';
import { temporaryFolder } from './written-file.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const file = join(folder.path, 'ledger.key');
beforeEach(() => writeFileSync(file, 'old', { mode: 0o600 }));

/** Tells what is asked of the file system, in order and by the names of the files, and dies before the `last`th. */
const WATCHED = `
  import fs from 'node:fs';
  import { basename } from 'node:path';
  import { syncBuiltinESMExports } from 'node:module';
  const [verb, last] = rest;
  const durable = await import('./dist/files/durable-file.js');
  const open = new Map();
  const told = [];
  for (const name of ['rmSync', 'openSync', 'writeFileSync', 'fsyncSync', 'closeSync', 'renameSync']) {
    const real = fs[name];
    fs[name] = (...args) => {
      if (told.length + 1 === Number(last)) process.kill(process.pid, 'SIGKILL');
      const named = typeof args[0] === 'number' ? open.get(args[0]) : basename(args[0]);
      told.push(name.replace('Sync', '') + ' ' + named);
      const result = real(...args);
      if (name === 'openSync') open.set(result, named);
      return result;
    };
  }
  syncBuiltinESMExports();
  if (verb === 'replace') durable.replaceDurably(file, Buffer.from('new'));
  else durable.moveDurably(file, file + '.moved');
  process.stdout.write(JSON.stringify(told));
`;

async function watched(verb: 'replace' | 'move', last = 0): Promise<readonly string[] | null> {
  const { stdout, stderr } = await new Program(WATCHED, [file, verb, String(last)]).ended;
  expect(stderr).toBe('');
  return stdout === '' ? null : (JSON.parse(stdout) as readonly string[]);
}

describe.skipIf(isWindows)('a content that has to outlive a power cut', () => {
  const name = folder.path.split('/').at(-1)!;

  it('is on the disk before it has its name, and its name is before anybody goes on', async () => {
    expect(await watched('replace')).toEqual([
      'rm ledger.key.part',
      'open ledger.key.part',
      'writeFile ledger.key.part',
      'fsync ledger.key.part',
      'close ledger.key.part',
      'rename ledger.key.part',
      ...[`open ${name}`, `fsync ${name}`, `close ${name}`],
    ]);
    expect(readFileSync(file, 'utf8')).toBe('new');
  });

  it('moves with its name on the disk', async () => {
    expect(await watched('move')).toEqual(['rename ledger.key', `open ${name}`, `fsync ${name}`, `close ${name}`]);
  });

  it('is the old one or the new one, whole, whenever the program is killed; and what a kill left is in nobody’s way', async () => {
    const found: string[] = [];
    for (let last = 1; (await watched('replace', last)) === null; last += 1) {
      found.push(readFileSync(file, 'utf8'));
      writeFileSync(file, 'old');
    }
    expect(found).toEqual([...Array<string>(6).fill('old'), ...Array<string>(3).fill('new')]);
    expect(readdirSync(folder.path).filter((one) => one.endsWith('.part'))).toEqual([]);
  });

  it('is closed to others, whoever could read the old one', async () => {
    chmodSync(file, 0o644);
    await watched('replace');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

/** The same of a file for people, which is written bit by bit; with `refuses` the file system keeps no names on request. */
const EXPORTED = `
  import fs from 'node:fs';
  import promises from 'node:fs/promises';
  import { basename } from 'node:path';
  import { syncBuiltinESMExports } from 'node:module';
  const [how] = rest;
  const { openNewFile } = await import('./dist/files/new-file.js');
  const probe = await promises.open(process.execPath);
  const told = [];
  const handles = Object.getPrototypeOf(probe);
  await probe.close();
  const { sync } = handles;
  handles.sync = function () {
    told.push('sync');
    return sync.call(this);
  };
  const { rename } = promises;
  promises.rename = (from, to) => {
    told.push('rename to ' + basename(to));
    return rename(from, to);
  };
  const { fsyncSync } = fs;
  fs.fsyncSync = (handle) => {
    told.push('sync of the folder');
    if (how === 'refuses') throw Object.assign(new Error('EINVAL'), { code: 'EINVAL' });
    fsyncSync(handle);
  };
  syncBuiltinESMExports();
  const written = await openNewFile(file);
  await written.put('all of it');
  await written.finish();
  process.stdout.write(told.join(', '));
`;

describe.skipIf(isWindows)('a file for people', () => {
  it.each(['keeps', 'refuses'])(
    'is on the disk under its name once it is told as made, where the file system %s it',
    async (how) => {
      const path = join(folder.path, `backup-${how}`);
      const { stdout, stderr } = await new Program(EXPORTED, [path, how]).ended;
      expect(stderr).toBe('');
      expect(stdout).toBe(`sync, rename to backup-${how}, sync of the folder`);
      expect(readFileSync(path, 'utf8')).toBe('all of it');
    },
  );
});
