/**
 * Sends campaigns through a network that misbehaves and kills the program at random moments, round after round, until
 * the books of each round agree with what the handsets received. `npm run torture -- --rounds N --seed N`. Some runs are
 * stopped for longer than an answer is waited for, and now and then one for a whole minute.
 *
 * `npm run torture -- --contacts 100000` sends one great campaign instead, in little memory, and kills it on the way.
 */
import { parseArgs } from 'node:util';
import { greatRun } from '../test/support/great-run.ts';
import { tortureRound } from '../test/support/torture.ts';
import { wholeNumber } from './whole-number.ts';

/** So often a run is stopped for a whole minute. */
const LONG_PAUSE_EVERY = 40;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1e9) },
    contacts: { type: 'string' },
    kills: { type: 'string', default: '5' },
  },
});
const seed = wholeNumber('--seed', values.seed, 0);
const rounds = wholeNumber('--rounds', values.rounds, 1);
const kills = wholeNumber('--kills', values.kills, 0);
if (values.contacts === undefined) await manyRounds(rounds, seed);
else await oneGreatRun(wholeNumber('--contacts', values.contacts, 1), kills, seed);

async function manyRounds(rounds: number, first: number): Promise<void> {
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
}

async function oneGreatRun(contacts: number, kills: number, seed: number): Promise<void> {
  const { starts, handsets, seconds, megabytes } = await greatRun({ contacts, kills, seed });
  const memory = megabytes === null ? 'an unknown amount of' : `${Math.round(megabytes)} MB of`;
  console.log(
    `${contacts} contacts, seed ${seed}: ${starts} starts, ${handsets} texts arrived, nobody twice; ${seconds.planning.toFixed(1)} s to import and plan, ${seconds.sending.toFixed(1)} s to send, ${memory} memory at most`,
  );
}
