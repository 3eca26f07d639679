import { join } from 'node:path';
import type { Bench, Figure } from './figure.ts';
import { loopback, perSecond } from './loopback.ts';
import { yardstick } from './measure.ts';
import { benchWorkspace, TERMS, TEXT } from './workspace.ts';

/** The naive script is slow, and as slow after a thousand as after twenty. */
const NAIVE_ROWS = 1000;

/** One run of 20,000 is over before a busy neighbour is: of so many the one in the middle counts. */
const TURNS = 3;

interface Turn {
  readonly ours: number;
  readonly bare: number;
}

function middleOf(turns: readonly Turn[]): Turn {
  const sorted = [...turns].sort((one, other) => one.ours / one.bare - other.ours / other.bare);
  return sorted[Math.floor(sorted.length / 2)] ?? { ours: 0, bare: 0 };
}

/** Durable messages a second, beside the same requests without a ledger and beside a script without a thought. */
export const send: Bench = {
  name: 'send',
  rows: 20_000,
  async run(rows) {
    const network = await loopback();
    const space = benchWorkspace(rows, network.url);
    const takeTurn = async (turn: number): Promise<Turn> => {
      const [campaign, text] = [`fete-${turn}`, `${TEXT} Merci ${turn}`];
      space.run('plan', 'members.csv', '--campaign', campaign, ...TERMS.slice(0, -1), text);
      yardstick('bare-loop', network.url, String(rows));
      const bare = perSecond(await network.arrivals());
      space.run('send', '--campaign', campaign, '--yes', '--quiet');
      return { bare, ours: perSecond(await network.arrivals()) };
    };
    try {
      const turns: Turn[] = [];
      for (let turn = 0; turn < TURNS; turn += 1) turns.push(await takeTurn(turn));
      const { ours, bare } = middleOf(turns);
      const members = join(space.folder, 'members.csv');
      yardstick('naive', network.url, members, join(space.folder, 'sent.log'), String(Math.min(rows, NAIVE_ROWS)));
      const naive = perSecond(await network.arrivals());
      const told = `${Math.round(ours)} durable messages a second`;
      const figures: readonly Figure[] = [
        {
          name: 'send-bare',
          figure: told,
          yardstick: `${Math.round(bare)}: undici alone, without any storage`,
          ratio: ours / bare,
          target: { kind: 'at_least', value: 0.6 },
        },
        {
          name: 'send-naive',
          figure: told,
          yardstick: `${Math.round(naive)}: csv-parse, the official SDK, a line in a file`,
          ratio: ours / naive,
          target: { kind: 'at_least', value: 5 },
        },
      ];
      return figures;
    } finally {
      space.remove();
      network.close();
    }
  },
};

/** How well a rate is used: 30 a second, answers after 200 ms. */
export const rate: Bench = {
  name: 'rate',
  rows: 300,
  async run(rows) {
    const perSecondAllowed = 30;
    const network = await loopback(200);
    const space = benchWorkspace(rows, network.url, perSecondAllowed);
    try {
      space.run('send', 'members.csv', '--campaign', 'fete', ...TERMS, '--yes', '--quiet');
      const arrivals = await network.arrivals();
      const seconds = ((arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0)) / 1000;
      const most = Math.max(...arrivals.map((at) => arrivals.filter((one) => one > at - 1000 && one <= at).length));
      const least = rows / perSecondAllowed;
      return [
        {
          name: 'rate-used',
          figure: `${seconds.toFixed(2)} s for ${rows} ${rows === 1 ? 'message' : 'messages'}`,
          yardstick: `${least.toFixed(2)} s: ${perSecondAllowed} a second without a gap`,
          ratio: seconds / least,
          target: { kind: 'at_most', value: 1.03 },
        },
        {
          name: 'rate-ceiling',
          figure: `${most} in the fullest sliding second`,
          yardstick: `${perSecondAllowed} a second`,
          ratio: most / perSecondAllowed,
          target: { kind: 'at_most', value: 1 },
        },
      ];
    } finally {
      space.remove();
      network.close();
    }
  },
};
