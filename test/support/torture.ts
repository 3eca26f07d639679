import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkBooks } from './checked-books.ts';
import { faults, handsetNetwork, type Fault, type HandsetNetwork } from './handset-network.ts';
import { makeCampaign } from './made-up-campaign.ts';
import { ask, smsctl, start, type Started } from './real-program.ts';
import { seeded } from './seeded.ts';

/** Nothing takes as many resumptions. */
const MOST_STARTS = 60;
const RATE = 400;
const TIMEOUT_MS = 1000;
/** So many runs are stopped for longer than an answer is waited for. */
const PAUSED_SHARE = 0.25;
const PAUSE_MS = 1.5 * TIMEOUT_MS;

interface RoundOptions {
  readonly seed: number;
  readonly recipients?: number;
  readonly kills?: number;
  /** How long the first run is stopped (SIGSTOP) while messages leave, milliseconds; others at random for a shorter time. */
  readonly pauseMs?: number;
}

/** What one round came to. */
interface RoundReport {
  readonly seed: number;
  readonly starts: number;
  readonly handsets: number;
  readonly unknown: number;
  readonly lost: number;
  readonly pauses: number;
}

/**
 * Sends a campaign through a network that misbehaves, with the built program killed again and again and resumed until it
 * is done, and then holds the books against what the handsets received. Throws with the seed when they differ.
 *
 * The numbers are made up while it runs, and go to the loopback alone: a real provider takes none that are kept for films.
 */
export async function tortureRound({
  seed,
  recipients = 120,
  kills = 5,
  pauseMs = 0,
}: RoundOptions): Promise<RoundReport> {
  const random = seeded(seed);
  const folder = mkdtempSync(join(tmpdir(), 'smsctl-torture-'));
  const fates = fatesFor(random);
  let killing: Killing | null = null;
  const network = await handsetNetwork({
    faultOf: (ref) => fates.next(ref),
    arrives: () => random() < 0.5,
    latencyMs() {
      killing?.look();
      return Math.floor(random() * 60);
    },
  });
  try {
    const people = await makeCampaign(
      { folder, url: network.url, recipients, rate: RATE, timeoutMs: TIMEOUT_MS },
      random,
    );
    const late = {
      number: people.allowed[Math.floor(random() * people.allowed.length)]!,
      isSaid: false,
      nextRunMs: Infinity,
    };
    let starts = 0;
    let pauses = 0;
    for (let left = kills; starts < MOST_STARTS; starts += 1) {
      const isKilled = left > 0;
      const command = starts === 0 ? ['send', '--campaign', 'fete', '--yes'] : ['resume', 'fete'];
      await network.idle();
      if (late.isSaid) late.nextRunMs = Math.min(late.nextRunMs, performance.now());
      const run = start(folder, [...command, '--json']);
      // The first run is paused only where that is asked for: on a busy machine it might end before its pause does.
      const stopMs = starts === 0 ? pauseMs : random() < PAUSED_SHARE ? PAUSE_MS : 0;
      if (stopMs > 0 && (await pausing(run, network, random, stopMs))) pauses += 1;
      if (isKilled) {
        left -= 1;
        killing = killer(run, network, random, starts === 0);
        // Somebody objects while messages leave.
        if (left === 1) {
          await smsctl(folder, ['suppress', 'add', late.number, '--reason', 'objection'], [0, 75]).then((code) => {
            late.isSaid = code === 0;
          });
        }
        const code = await run.ended;
        killing.end();
        killing = null;
        if (code !== null && [0, 80].includes(code)) break;
        continue;
      }
      const code = await run.ended;
      // 64: killed before its plan was confirmed; then the plan is sent again. 69, 75: the network wants a pause.
      if (code === 64) {
        const again = await start(folder, ['send', '--campaign', 'fete', '--yes', '--json']).ended;
        if (again === 0 || again === 80) break;
        continue;
      }
      if (code === 0 || code === 80) break;
      assert.ok(code === 69 || code === 75, `a run ended with ${code}: ${run.complaints()}`);
    }
    assert.ok(starts < MOST_STARTS, 'the campaign comes to its end');
    await checkBooks({ folder, network, people, late, rate: RATE, kills });
    const status = await ask(folder, ['status', 'fete']);
    return {
      seed,
      starts: starts + 1,
      handsets: network.handsets.length,
      unknown: Number(status['unknown']),
      lost: network.lost.size,
      pauses,
    };
  } catch (error) {
    throw new Error(`round of seed ${seed} in ${folder}`, { cause: error });
  } finally {
    await network.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Killing {
  /** Whether the moment has come. */
  look(): void;
  end(): void;
}

/**
 * Kills a run at any moment at all, or once some more texts have arrived: there the most is under way. The first run does
 * not escape, however busy the machine is: its moment is over once they have, and the network looks at every request, before
 * it is answered.
 */
function killer({ child }: Started, network: HandsetNetwork, random: () => number, isFirst: boolean): Killing {
  const isTimed = random() < 0.4;
  const atMs = performance.now() + (isTimed ? random() * 1500 : 30_000);
  const atCount = isTimed && !isFirst ? Infinity : network.handsets.length + random() * 30;
  const look = (): void => {
    if (performance.now() >= atMs || network.handsets.length >= atCount) child.kill('SIGKILL');
  };
  const timer = setInterval(look, 2);
  return { look, end: () => clearInterval(timer) };
}

/**
 * Stops a run once some more texts have arrived, as Ctrl-Z or a closed lid does, and lets it go on after a time. False
 * when it ended before.
 */
async function pausing(
  { child, ended }: Started,
  network: HandsetNetwork,
  random: () => number,
  pauseMs: number,
): Promise<boolean> {
  const hasEnded = ended.then(() => true);
  const atCount = network.handsets.length + random() * 10;
  const wait = (ms: number): Promise<boolean> => Promise.race([hasEnded, sleep(ms, false, { ref: false })]);
  while (network.handsets.length < atCount) if (await wait(2)) return false;
  child.kill('SIGSTOP');
  await wait(pauseMs);
  child.kill('SIGCONT');
  return true;
}

interface Fates {
  next(ref: string): Fault | null;
}

/** A quarter of the requests meet a fault; which one is decided once for each attempt. */
function fatesFor(random: () => number): Fates {
  const decided = new Map<string, Fault | null>();
  return {
    next(ref) {
      const known = decided.get(ref);
      // `close-after` is asked twice for one request.
      if (known === 'close-after') return known;
      const fault = random() < 0.25 ? (faults[Math.floor(random() * faults.length)] ?? null) : null;
      decided.set(ref, fault);
      return fault;
    },
  };
}
