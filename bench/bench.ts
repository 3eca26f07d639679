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

const { values } = parseArgs({
  options: { only: { type: 'string' }, rows: { type: 'string' }, json: { type: 'boolean', default: false } },
});
const chosen = benches.filter(({ name }) => values.only === undefined || name === values.only);
if (chosen.length === 0) {
  console.error(`no such figure; there are: ${benches.map(({ name }) => name).join(', ')}`);
  process.exit(64);
}
const rows = values.rows === undefined ? null : wholeNumber('--rows', values.rows, 1);
const figures: Figure[] = [];
for (const bench of chosen) {
  if (!values.json) console.error(`measuring ${bench.name} …`);
  figures.push(...(await bench.run(rows ?? bench.rows)));
}
if (values.json) {
  for (const figure of figures) console.log(JSON.stringify({ ...figure, isReached: isReached(figure) }));
} else {
  const table = new Table({ head: ['figure', 'ours', 'yardstick', 'ratio', 'target', ''], style: { head: [] } });
  for (const figure of figures) {
    const { name, target } = figure;
    const aim = target === null ? '' : `${target.kind === 'at_least' ? '≥' : '≤'} ${target.value}`;
    const verdict = { true: 'reached', false: 'missed', null: 'a limit' }[`${isReached(figure)}`];
    table.push([name, figure.figure, figure.yardstick, figure.ratio.toFixed(2), aim, verdict]);
  }
  console.log(table.toString());
}
