import type { Bench } from './figure.ts';
import { sideBySide, takenBy, told } from './measure.ts';
import { PROGRAM } from './workspace.ts';

const MOST_TIMES = 9;

/** What it takes to say who one is. */
export const start: Bench = {
  name: 'start',
  // No rows: so often each is asked, and the quickest answer counts.
  rows: MOST_TIMES,
  run(rows) {
    const times = Math.min(rows, MOST_TIMES);
    const asked = [
      ['--version', 1.6],
      ['--help', 2],
    ] as const;
    return Promise.resolve(
      asked.map(([option, value]) => {
        const { ours, theirs } = sideBySide(
          times,
          () => takenBy([PROGRAM, option]),
          () => takenBy(['-e', '0']),
        );
        const target = { kind: 'at_most', value } as const;
        const ratio = ours.seconds / theirs.seconds;
        return { name: option, figure: told(ours), yardstick: `${told(theirs)}: node -e 0`, ratio, target };
      }),
    );
  },
};
