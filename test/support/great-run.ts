import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkBooks } from './checked-books.ts';
import { handsetNetwork } from './handset-network.ts';
import { makeCampaign } from './made-up-campaign.ts';
import { start, type Started } from './real-program.ts';
import { seeded } from './seeded.ts';

/** Little more than the program itself needs: what grew with the contacts would not fit. */
const IN_LITTLE_MEMORY = ['--max-old-space-size=64'];
/** Above what any machine reaches, so that nothing waits for the rate. */
const RATE = 20_000;

interface GreatRun {
  readonly seed: number;
  readonly contacts: number;
  readonly kills: number;
}

interface GreatReport {
  readonly starts: number;
  readonly handsets: number;
  readonly seconds: { readonly planning: number; readonly sending: number };
  /** The most memory that a sending process held, megabytes; null where the system does not tell. */
  readonly megabytes: number | null;
}

/**
 * Plans and sends a great campaign through the built program, in little memory, at a network without faults or latency.
 * The program is killed so many times, spread over the campaign, and the books are checked at the end. Throws when they
 * differ.
 */
export async function greatRun({ seed, contacts, kills }: GreatRun): Promise<GreatReport> {
  const random = seeded(seed);
  const folder = mkdtempSync(join(tmpdir(), 'smsctl-great-'));
  const network = await handsetNetwork({ faultOf: () => null, arrives: () => true });
  try {
    const beginMs = performance.now();
    const made = { folder, url: network.url, recipients: contacts, rate: RATE, timeoutMs: 30_000 };
    const people = await makeCampaign(made, random, IN_LITTLE_MEMORY);
    const plannedMs = performance.now();
    let megabytes: number | null = null;
    let starts = 0;
    for (let killed = 0; ; starts += 1) {
      await network.idle();
      const command = starts === 0 ? ['send', '--campaign', 'fete', '--yes'] : ['resume', 'fete'];
      const run = start(folder, [...command, '--json'], IN_LITTLE_MEMORY);
      const untilCount =
        killed < kills ? (people.allowed.length * (killed + 0.5 + random() * 0.5)) / (kills + 1) : Infinity;
      megabytes = await watched(run, () => network.handsets.length >= untilCount, megabytes);
      const code = await run.ended;
      if (code === null && killed < kills) {
        killed += 1;
        continue;
      }
      assert.ok(code === 0 || code === 80, `a run ended with ${code}: ${run.complaints()}`);
      assert.equal(killed, kills, 'it was killed as often as it was meant to be');
      break;
    }
    const sentMs = performance.now();
    const late = { number: '', nextRunMs: Infinity };
    await checkBooks({ folder, network, people, late, rate: RATE, kills });
    const seconds = { planning: (plannedMs - beginMs) / 1000, sending: (sentMs - plannedMs) / 1000 };
    return { starts: starts + 1, handsets: network.handsets.length, seconds, megabytes };
  } finally {
    await network.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Kills a run when `isTime`; tells how much memory it, or one before it, held at most. */
async function watched(
  { child, ended }: Started,
  isTime: () => boolean,
  before: number | null,
): Promise<number | null> {
  const hasEnded = ended.then(() => true);
  let most = before;
  while (!(await Promise.race([hasEnded, sleep(5, false)]))) {
    const now = megabytesOf(child.pid);
    if (now !== null) most = Math.max(most ?? 0, now);
    if (isTime()) child.kill('SIGKILL');
  }
  return most;
}

/** The peak of a process, where there is such a file (Linux, proc(5)). */
function megabytesOf(pid: number | undefined): number | null {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) / 1024;
  } catch {
    return null;
  }
}
