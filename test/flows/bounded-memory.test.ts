import { Readable } from 'node:stream';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { cliWorkspace, smsctl } from '../support/cli.js';
import { fictionNumber } from '../support/temp-ledger.js';

/** Enough rows that keeping them, or what was read of them, would not fit. */
const ROWS = 80_000;
/** Little more than the program itself needs. */
const HEAP_MEGABYTES = 56;

it('imports far more rows than the memory that it is given could hold', async () => {
  const space = await cliWorkspace();
  const args = [`--max-old-space-size=${HEAP_MEGABYTES}`, smsctl, 'consent', 'import', '-', '--json'];
  const { exitCode, stdout } = await execa(process.execPath, args, {
    cwd: space.folder,
    input: Readable.from(consents()),
    reject: false,
  });
  expect({ exitCode, ...(JSON.parse(stdout || '{}') as object) }).toMatchObject({
    exitCode: 0,
    rows: ROWS,
    recorded: ROWS,
  });
});

function* consents(): Generator<string> {
  yield 'phone;purpose;basis;given_at;method;wording;source;evidence\n';
  for (let index = 0; index < ROWS; index += 1) {
    const proof = `fiche ${index} ${'x'.repeat(600)}`;
    yield `${fictionNumber(index + 100)};marketing;opt_in;2026-01-05;paper_form;J'accepte;bulletin;${proof}\n`;
  }
}
