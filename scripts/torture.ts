/**
 * Sends campaigns through a network that misbehaves and kills the program at random moments, round after round, until
 * the books of each round agree with what the handsets received. `npm run torture -- --rounds N --seed N`.
 */
import { parseArgs } from 'node:util';
import { tortureRound } from '../test/support/torture.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '200' }, seed: { type: 'string', default: String(Date.now() % 1e9) } },
});
const rounds = Number(values.rounds);
const first = Number(values.seed);
const totals = { starts: 0, handsets: 0, unknown: 0 };
for (let round = 0; round < rounds; round += 1) {
  const report = await tortureRound({ seed: first + round });
  totals.starts += report.starts;
  totals.handsets += report.handsets;
  totals.unknown += report.unknown;
  console.log(
    `round ${round + 1} of ${rounds}, seed ${report.seed}: ${report.starts} starts, ${report.handsets} texts arrived, ${report.unknown} in doubt of which ${report.lost} lost by the network`,
  );
}
console.log(
  `${rounds} rounds: ${totals.starts} starts, ${totals.handsets} texts arrived, nobody twice; ${totals.unknown} in doubt, each for a reason`,
);
