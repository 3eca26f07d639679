import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { cliWorkspace, type CliWorkspace } from '../support/cli.js';
import { fictionNumber } from '../support/temp-ledger.js';

// Beyond ten thousand rows consents are recorded in a thread of their own while the next are judged.
const ROWS = 24_000;
const PROOF = "association;opt_in;2025-03-01;web_form;J'accepte;bulletin";
const HEADER = 'phone;purpose;basis;given_at;method;wording;source;kind\n';

const row = (index: number): string => `${fictionNumber(index + 100)};${PROOF};`;

function optins(rows: readonly string[]): string {
  return `${HEADER}${rows.join('\n')}\n`;
}

function many(count: number, from = 0): readonly string[] {
  return Array.from({ length: count }, (_, index) => row(from + index));
}

function recorded(space: CliWorkspace): number {
  const db = new Database(space.at('ledger.db'), { readonly: true });
  try {
    return db.prepare<[], number>('SELECT count(*) FROM consent_event WHERE line IS NOT NULL').pluck().get() ?? 0;
  } finally {
    db.close();
  }
}

const IMPORT = ['consent', 'import', 'optins.csv', '--json'];

describe.concurrent('a file of many consents', () => {
  it('is recorded row by row as one thread does it, and the same file again is nothing new', async () => {
    const space = await cliWorkspace();
    // The last of a batch withdraws, the first of the next one would join again.
    const [leaves, returns] = [`${fictionNumber(90)};;;2025-04-01;;;;withdrawn`, row(-10)];
    space.write('optins.csv', optins([...many(14_999), leaves, returns, ...many(ROWS - 14_999, 14_999)]));
    const first = await space.run([...IMPORT, '--rejects', 'rejects.csv']);
    expect(first.json()).toMatchObject({
      rows: ROWS + 2,
      recorded: ROWS + 1,
      unchanged: 0,
      rejected: { withdrawn: 1 },
    });
    expect(space.read('rejects.csv').split('\n')[1]).toMatch(/^15002,withdrawn,/);
    const again = await space.run(IMPORT);
    expect(again.json()).toMatchObject({ rows: ROWS + 2, recorded: 0, unchanged: ROWS + 1 });
    const verified = await space.run(['audit', 'verify', '--json']);
    expect([verified.exitCode, verified.json()['ok']]).toEqual([0, true]);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGKILL', -1],
  ] as const)('goes on where %s stopped it: nothing that was recorded is lost', async (signal, code) => {
    const space = await cliWorkspace();
    const before = recorded(space);
    space.write('optins.csv', optins(many(ROWS * 4)));
    const run = space.start(IMPORT);
    while (recorded(space) - before <= 10_000) await new Promise((resolve) => setTimeout(resolve, 20));
    run.kill(signal);
    expect((await run.ended).exitCode).toBe(code);
    const kept = recorded(space) - before;
    expect(kept).toBeLessThan(ROWS * 4);
    expect(kept % 5000).toBe(0);
    space.write('optins.csv', optins(many(kept + 3)));
    expect((await space.run(IMPORT)).json()).toMatchObject({ recorded: 3, unchanged: kept });
    expect((await space.run(['audit', 'verify', '--json'])).json()).toMatchObject({ ok: true });
  });
});
