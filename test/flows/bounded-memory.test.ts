import { Readable } from 'node:stream';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { cliWorkspace, smsctl } from '../support/cli.js';
import { fictionNumber } from '../support/temp-ledger.js';

/** Enough rows that keeping them, or what was read of them, would not fit. */
const ROWS = 80_000;
/** Little more than the program itself needs. */
const HEAP_MEGABYTES = 56;

async function runInLittleMemory(folder: string, words: readonly string[], rows: Iterable<string>): Promise<unknown> {
  const { exitCode, stdout } = await execa(
    process.execPath,
    [`--max-old-space-size=${HEAP_MEGABYTES}`, smsctl, ...words, '--json'],
    { cwd: folder, input: Readable.from(rows), reject: false },
  );
  return { exitCode, ...(JSON.parse(stdout || '{}') as object) };
}

it('imports far more rows than the memory that it is given could hold', async () => {
  const { folder } = await cliWorkspace();
  const done = await runInLittleMemory(folder, ['consent', 'import', '-'], consents());
  expect(done).toMatchObject({ exitCode: 0, rows: ROWS, recorded: ROWS });
});

it('checks as many contacts, and writes both files', async () => {
  const { folder } = await cliWorkspace();
  const outputs = ['--fixed', 'fixed.csv', '--rejects', 'rejects.csv'];
  const done = await runInLittleMemory(folder, ['check', 'contacts', '-', ...outputs], contacts());
  expect(done).toMatchObject({ exitCode: 0, rows: ROWS, distinct: ROWS / 2, rejected: ROWS / 2 });
});

function* consents(): Generator<string> {
  yield 'phone;purpose;basis;given_at;method;wording;source;evidence\n';
  for (let index = 0; index < ROWS; index += 1) {
    const proof = `fiche ${index} ${'x'.repeat(600)}`;
    yield `${fictionNumber(index + 100)};marketing;opt_in;2026-01-05;paper_form;J'accepte;bulletin;${proof}\n`;
  }
}

function* contacts(): Generator<string> {
  yield 'phone;note\n';
  for (let index = 0; index < ROWS; index += 1) {
    yield `${index % 2 === 0 ? fictionNumber(index + 100) : 'unknown'};fiche ${index} ${'x'.repeat(600)}\n`;
  }
}
