import { ReaderGone, throwIfInterrupted } from '../../errors.js';
import type { App } from '../app.js';
import { printable } from '../../words/printable.js';

/** How many rows are looked at before the first one is shown, to find how wide the columns are. */
const LOOKED_AT = 200;

/**
 * Shows rows as aligned columns while they come, so that a million of them take no more memory than a few. A later
 * cell that is wider than its column pushes what follows to the right.
 *
 * @returns How many rows were shown; with none, not even the titles are.
 * @throws ReaderGone
 */
export async function printTable(
  app: App,
  titles: readonly string[],
  rows: Iterable<readonly string[]>,
): Promise<number> {
  let pending: (readonly string[])[] = [];
  let widths: readonly number[] | null = null;
  let count = 0;
  const flush = async (): Promise<void> => {
    if (widths === null && pending.length > 0) {
      widths = widthsOf([titles, ...pending]);
      app.out(app.paint.out.bold(aligned(titles, widths)));
    }
    for (const row of pending) app.out(aligned(row, widths ?? []));
    pending = [];
    await nextTurn();
    throwIfInterrupted(app.interrupted);
    if (!app.world.stdout.isRead) throw new ReaderGone();
  };
  for (const row of rows) {
    pending.push(row.map(onOneLine));
    count += 1;
    if (pending.length >= LOOKED_AT) await flush();
  }
  await flush();
  return count;
}

function widthsOf(rows: readonly (readonly string[])[]): readonly number[] {
  const [titles = []] = rows;
  return titles.map((_, column) => rows.reduce((width, row) => Math.max(width, (row[column] ?? '').length), 0));
}

function aligned(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, column) => cell.padEnd(widths[column] ?? 0))
    .join('  ')
    .trimEnd();
}

/** What a file brought in may hold line breaks, or what a terminal would obey. */
function onOneLine(cell: string): string {
  return printable(cell.replace(/\s+/g, ' ').trim());
}

/** Lets the program notice a reader that went away, or Ctrl-C. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
