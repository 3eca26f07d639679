/**
 * Measures smsctl beside yardsticks of the same run: machines are noisy, ratios hold.
 * `npm run bench -- [--only NAME] [--rows N] [--json]`
 */
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { encrypted } from './encrypted.ts';
import { isReached, type Bench, type Figure } from './figure.ts';
import { audit, consents, plan, questions } from './ledger.ts';
import { scale } from './scale.ts';
import { rate, send } from './send.ts';
import { start } from './start.ts';
import { wholeNumber } from '../scripts/whole-number.ts';

const benches: readonly Bench[] = [plan, consents, send, rate, audit, questions, start, encrypted, scale];

/** What is to be measured, and how much of it; `rows` is null for the size that each is meant for. */
interface Asked {
  readonly chosen: readonly Bench[];
  readonly rows: number | null;
  readonly json: boolean;
}

/** @throws Error where the line asks for nothing that there is. */
function readLine(): Asked {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, rows: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  const { only, rows, json } = values;
  const chosen = benches.filter(({ name }) => only === undefined || name === only);
  if (chosen.length === 0) throw new Error(`no such figure; there are: ${benches.map(({ name }) => name).join(', ')}`);
  return { chosen, rows: rows === undefined ? null : wholeNumber('--rows', rows, 1), json };
}

/** A slip of the line is no defect: it is told in a line, with the way out. */
function asked(): Asked {
  try {
    return readLine();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error('npm run bench -- [--only NAME] [--rows N] [--json]');
    process.exit(64);
  }
}

const { chosen, rows, json } = asked();
const figures: (Figure & { readonly rows: number })[] = [];
for (const bench of chosen) {
  if (!json) console.error(`measuring ${bench.name} …`);
  const size = rows ?? bench.rows;
  for (const figure of await bench.run(size)) figures.push({ ...figure, rows: size });
}
if (json) {
  for (const figure of figures) console.log(JSON.stringify({ ...figure, isReached: isReached(figure) }));
} else {
  // Colours of the borders would stand in a file as signs that nobody can read.
  const style = { head: [], border: [] };
  const table = new Table({ head: ['figure', 'ours', 'yardstick', 'ratio', 'target', ''], style });
  for (const figure of figures) {
    const { name, target } = figure;
    const aim = target === null ? '' : `${target.kind === 'at_least' ? '≥' : '≤'} ${target.value}`;
    const verdict = { true: 'reached', false: 'missed', null: 'a limit' }[`${isReached(figure)}`];
    table.push([name, figure.figure, figure.yardstick, figure.ratio.toFixed(2), aim, verdict]);
  }
  console.log(table.toString());
}
