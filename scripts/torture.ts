/**
 * Sends campaigns through a network that misbehaves and kills the program at random moments, round after round, until
 * the books of each round agree with what the handsets received. `npm run torture -- --rounds N --seed N`. Some runs are
 * stopped for longer than an answer is waited for, and now and then one for a whole minute.
 */
import { parseArgs } from 'node:util';
import { tortureRound } from '../test/support/torture.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '200' }, seed: { type: 'string', default: String(Date.now() % 1e9) } },
});
const rounds = Number(values.rounds);
const first = Number(values.seed);
/** So often a run is stopped for a whole minute. */
const LONG_PAUSE_EVERY = 40;
const totals = { starts: 0, handsets: 0, unknown: 0, pauses: 0 };
for (let round = 0; round < rounds; round += 1) {
  const pauseMs = round % LONG_PAUSE_EVERY === 0 ? 60_000 : 0;
  const report = await tortureRound({ seed: first + round, pauseMs });
  totals.starts += report.starts;
  totals.handsets += report.handsets;
  totals.unknown += report.unknown;
  totals.pauses += report.pauses;
  console.log(
    `round ${round + 1} of ${rounds}, seed ${report.seed}: ${report.starts} starts, ${report.pauses} pauses, ${report.handsets} texts arrived, ${report.unknown} in doubt of which ${report.lost} lost by the network`,
  );
}
console.log(
  `${rounds} rounds: ${totals.starts} starts, ${totals.pauses} pauses, ${totals.handsets} texts arrived, nobody twice; ${totals.unknown} in doubt, each for a reason`,
);
