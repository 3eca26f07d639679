import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const bench = fileURLToPath(new URL('../../bench/bench.ts', import.meta.url));

function measure(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bench, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('npm run bench', () => {
  it.each([
    [['--rows', '0'], '--rows takes a whole number of at least 1, not "0"'],
    [['--only', 'nothing'], 'no such figure; there are: plan, import, send,'],
    [['--bogus'], "Unknown option '--bogus'"],
    [['rows'], "Unexpected argument 'rows'"],
  ])('tells a slip in a line (64): %j', (args, told) => {
    const { status, stdout, stderr } = measure(...args);
    expect([status, stdout]).toEqual([64, '']);
    expect(stderr.startsWith(told)).toBe(true);
    expect(stderr).toContain('npm run bench -- [--only NAME]');
    expect(stderr).not.toMatch(/^ +at /m);
  });

  it('writes a table without colours for a file, and an object a figure with its size for machines', () => {
    const { status, stdout } = measure('--only', 'start', '--rows', '1');
    expect(status).toBe(0);
    expect(stdout).toMatch(/│ --version +│/);
    expect(stdout).not.toContain('\u001b');
    const lines = measure('--only', 'start', '--rows', '1', '--json').stdout.trim().split('\n');
    const figures = lines.map((line) => JSON.parse(line) as unknown);
    expect(figures).toMatchObject([
      { name: '--version', rows: 1 },
      { name: '--help', rows: 1 },
    ]);
  });
});
