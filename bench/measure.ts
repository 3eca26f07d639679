import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What one run of a process took. */
export interface Taken {
  readonly seconds: number;
  /** The most memory that it held at one time, as the system counts it. */
  readonly peakMegabytes: number;
  readonly stdout: string;
}

const WITNESS = fileURLToPath(new URL('witness.ts', import.meta.url));

/** Runs a Node program to its end, as a whole process: its start is part of what people wait for. */
export function takenBy(
  args: readonly string[],
  options: {
    readonly cwd?: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly may?: readonly number[];
  } = {},
): Taken {
  const folder = mkdtempSync(join(tmpdir(), 'smsctl-taken-'));
  const note = join(folder, 'peak');
  try {
    const startedMs = performance.now();
    const ran = spawnSync(process.execPath, ['--import', WITNESS, ...args], {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      env: { ...process.env, ...options.env, SMSCTL_BENCH_PEAK: note },
      encoding: 'utf8',
      maxBuffer: 1 << 30,
    });
    const seconds = (performance.now() - startedMs) / 1000;
    if (!(options.may ?? [0]).includes(ran.status ?? -1)) {
      throw new Error(`${args.slice(0, 3).join(' ')} ended with ${ran.status}: ${ran.stderr}`);
    }
    return { seconds, peakMegabytes: Number(readFileSync(note, 'utf8')) / 1024, stdout: ran.stdout };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One of the small honest programs of `yardsticks/`. */
export function yardstick(name: string, ...args: readonly string[]): Taken {
  return takenBy([fileURLToPath(new URL(`yardsticks/${name}.ts`, import.meta.url)), ...args]);
}

/** Runs two things in turn, so that what disturbs the machine disturbs both, and keeps the quickest of each. */
export function sideBySide(times: number, ours: () => Taken, theirs: () => Taken): { ours: Taken; theirs: Taken } {
  let best = { ours: ours(), theirs: theirs() };
  for (let turn = 1; turn < times; turn += 1) {
    const [one, other] = [ours(), theirs()];
    best = {
      ours: one.seconds < best.ours.seconds ? one : best.ours,
      theirs: other.seconds < best.theirs.seconds ? other : best.theirs,
    };
  }
  return best;
}

export function told({ seconds }: Taken): string {
  return seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(1)} s`;
}
