import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { OperatorError } from '../../src/errors.js';
import { type RawRow, type Table, type TableOptions, openTable } from '../../src/files/table.js';
import { formatsOf } from '../../src/words/formats.js';
import { speak } from '../../src/words/speak.js';

/** A real folder that goes away with the test file. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'smsctl-files-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

let written = 0;

/** Writes `content` to a new file of `folder` and gives its path. */
export function writtenFile(folder: string, content: string | Buffer, name = `table-${++written}.csv`): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

export async function rowsOf(table: Table, size = 1000): Promise<RawRow[]> {
  const rows: RawRow[] = [];
  for await (const batch of table.batches(size)) rows.push(...batch);
  return rows;
}

export async function readWhole(path: string, options: TableOptions = {}): Promise<{ table: Table; rows: RawRow[] }> {
  const table = await openTable(path, options);
  return { table, rows: await rowsOf(table) };
}

/** The operator's error that `work` ends with, with its English words. */
export async function refusal(
  work: Promise<unknown>,
): Promise<{ kind: string; key: string; says: string; hint: string; details: Readonly<Record<string, unknown>> }> {
  const error: unknown = await work.then(
    () => expect.unreachable('no error'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof OperatorError)) throw error;
  const { kind, problem, hint, details } = error;
  const english = formatsOf('en');
  return { kind, key: problem.key, says: speak(problem, english), hint: hint ? speak(hint, english) : '', details };
}

/** How many descriptors of this process stand open on `path`; null where the system does not tell. */
export function openDescriptors(path: string): number | null {
  try {
    return readdirSync('/proc/self/fd').filter((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`) === path;
      } catch {
        return false; // the descriptor of this very listing
      }
    }).length;
  } catch {
    return null;
  }
}
