import { statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Bench, Figure } from './figure.ts';
import { loopback } from './loopback.ts';
import { told, yardstick, type Taken } from './measure.ts';
import { emptyWorkspace, TERMS, writePeople } from './workspace.ts';

const MILLION = 1_000_000;
const TIMES_MORE = 4;
const MOST_MEGABYTES = 250;

type Step = 'import' | 'plan' | 'send' | 'verify' | 'export';
const steps: readonly Step[] = ['import', 'plan', 'send', 'verify', 'export'];

/** Everything that a great list goes through, once. */
async function story(rows: number): Promise<{
  readonly taken: Readonly<Record<Step, Taken>>;
  readonly driver: Taken;
  readonly sizes: readonly Figure[];
}> {
  const network = await loopback();
  const space = emptyWorkspace(network.url);
  try {
    writePeople(space, rows);
    const taken = {
      import: space.take('consent', 'import', 'optins.csv'),
      plan: space.take('plan', 'members.csv', '--campaign', 'fete', ...TERMS),
      send: space.take('send', '--campaign', 'fete', '--yes', '--quiet'),
      verify: space.take('audit', 'verify'),
      export: space.take('audit', 'export', '--format', 'csv', '--out', join(space.folder, 'audit.csv')),
    };
    await network.arrivals();
    return { taken, driver: yardstick('open-ledger', space.ledger), sizes: sizesIn(space.ledger) };
  } finally {
    space.remove();
    network.close();
  }
}

/** Memory at one size and at four times that, and how time grows between the two. */
export const scale: Bench = {
  name: 'scale',
  rows: MILLION,
  async run(rows) {
    const small = await story(rows);
    const large = await story(rows * TIMES_MORE);
    return [
      ...steps.map((step) => memory(step, small.taken[step], small.driver)),
      ...steps.map((step) => memoryGrowth(step, small.taken[step], large.taken[step])),
      ...steps.map((step) => timeGrowth(step, small.taken[step], large.taken[step])),
      ...small.sizes,
    ];
  },
};

function memory(step: Step, { peakMegabytes }: Taken, driver: Taken): Figure {
  return {
    name: `memory-${step}`,
    figure: `${Math.round(peakMegabytes)} MB at most`,
    yardstick: `${MOST_MEGABYTES} MB; node with the driver open has ${Math.round(driver.peakMegabytes)}`,
    ratio: peakMegabytes / MOST_MEGABYTES,
    target: { kind: 'at_most', value: 1 },
  };
}

function memoryGrowth(step: Step, small: Taken, large: Taken): Figure {
  return {
    name: `memory-growth-${step}`,
    figure: `${Math.round(large.peakMegabytes)} MB for ${TIMES_MORE} times as much`,
    yardstick: `${Math.round(small.peakMegabytes)} MB`,
    ratio: large.peakMegabytes / small.peakMegabytes,
    target: { kind: 'at_most', value: 1.15 },
  };
}

function timeGrowth(step: Step, small: Taken, large: Taken): Figure {
  return {
    name: `growth-${step}`,
    figure: `${told(large)} for ${TIMES_MORE} times as much`,
    yardstick: `${TIMES_MORE} times ${told(small)}`,
    ratio: large.seconds / small.seconds / TIMES_MORE,
    target: { kind: 'at_most', value: 1.1 },
  };
}

/** Pages of a table and of its indexes, beside the bytes of the values themselves. */
function sizesIn(ledger: string): readonly Figure[] {
  const db = new Database(ledger, { readonly: true });
  try {
    return (['intent', 'audit'] as const).map((table) => {
      const columns = db.prepare<[string], { name: string }>('SELECT name FROM pragma_table_info(?)').all(table);
      // A number takes eight bytes at most, a text its UTF-8.
      const bytes = columns.map(({ name }) => `ifnull(length(CAST("${name}" AS BLOB)), 0)`).join(' + ');
      const values = db
        .prepare<[], { rows: number; bytes: number }>(`SELECT count(*) AS rows, sum(${bytes}) AS bytes FROM ${table}`)
        .get();
      const pages = db
        .prepare<[string], { bytes: number }>(
          'SELECT sum(pgsize) AS bytes FROM dbstat WHERE name IN (SELECT name FROM sqlite_schema WHERE tbl_name = ?)',
        )
        .get(table);
      const rows = values?.rows ?? 1;
      const [held, own] = [(pages?.bytes ?? 0) / rows, (values?.bytes ?? 0) / rows];
      return {
        name: `size-${table}`,
        figure: `${Math.round(held)} bytes a row of ${statSync(ledger).size} in all`,
        yardstick: `${Math.round(own)} bytes of values`,
        ratio: held / own,
        target: { kind: 'at_most', value: 3 },
      };
    });
  } finally {
    db.close();
  }
}
