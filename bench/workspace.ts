import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { takenBy, type Taken } from './measure.ts';

export const PROGRAM = fileURLToPath(new URL('../bin/smsctl.js', import.meta.url));
const SECRETS = { SMSCTL_VONAGE_API_KEY: 'abcd1234', SMSCTL_VONAGE_API_SECRET: 'abcdef0123456789' };
/** Nobody listens there: what only plans and counts needs no network. */
const NO_NETWORK = 'http://127.0.0.1:9';
/** Higher than anything here reaches. */
const NO_RATE = 100_000;

/** A workspace, with files of people who may be texted. */
export interface BenchWorkspace {
  readonly folder: string;
  readonly ledger: string;
  run(...command: readonly string[]): string;
  /** Runs a command and tells what it took. */
  take(...command: readonly string[]): Taken;
  remove(): void;
}

/** Made up while it runs: a real provider takes no number that is kept for films, and these go to the loopback alone. */
export function numberOf(index: number): string {
  return `+3361${String(index).padStart(7, '0')}`;
}

export const TEXT = 'Bonjour {{ prenom }}, la salle change.';

/** An empty workspace whose messages would go to `url`. */
export function emptyWorkspace(url = NO_NETWORK, rate = NO_RATE): BenchWorkspace {
  const folder = mkdtempSync(join(tmpdir(), 'smsctl-bench-'));
  // What is remembered of these runs is no concern of whoever measures.
  const environment = { ...SECRETS, XDG_STATE_HOME: join(folder, '.state') };
  const run = (...command: readonly string[]): string => {
    const ran = spawnSync(process.execPath, [PROGRAM, ...command], {
      cwd: folder,
      env: { ...process.env, ...environment },
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    if (ran.status !== 0) throw new Error(`${command.join(' ')} ended with ${ran.status}: ${ran.stderr}`);
    return ran.stdout;
  };
  run('init', '.', '--organisation', 'Les Amis du Parc', '--sender', 'AMISDUPARC', '--yes');
  const config = [
    '[organisation]\nname = "Les Amis du Parc"\n[sender]\nid = "AMISDUPARC"\ncountry = "FR"',
    `[provider]\nuse = "vonage"\nrate = ${rate}\n[providers.vonage]\nbase_url = "${url}"\n`,
  ];
  writeFileSync(join(folder, 'smsctl.toml'), config.join('\n'));
  return {
    folder,
    ledger: join(folder, 'ledger.db'),
    run,
    take: (...command) => takenBy([PROGRAM, ...command], { cwd: folder, env: environment }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Writes a file row by row: a million of them never stand in memory together. */
export function writeRows(file: string, header: string, rows: number, rowOf: (index: number) => string): void {
  const handle = openSync(file, 'w');
  const CHUNK = 10_000;
  try {
    writeSync(handle, `${header}\n`);
    for (let from = 0; from < rows; from += CHUNK) {
      const some = Array.from({ length: Math.min(CHUNK, rows - from) }, (_, place) => `${rowOf(from + place)}\n`);
      writeSync(handle, some.join(''));
    }
  } finally {
    closeSync(handle);
  }
}

/** Writes `optins.csv` and `members.csv` for that many people. */
export function writePeople({ folder }: BenchWorkspace, rows: number): void {
  const proof = 'information,member,2026-01-05,membership,bulletin';
  writeRows(
    join(folder, 'optins.csv'),
    'phone,purpose,basis,given_at,method,wording',
    rows,
    (index) => `${numberOf(index)},${proof}`,
  );
  writeRows(join(folder, 'members.csv'), 'phone,prenom', rows, (index) => `${numberOf(index)},P${index}`);
}

/** A workspace of members who may be texted, against a network on the loopback. */
export function benchWorkspace(rows: number, url = NO_NETWORK, rate = NO_RATE): BenchWorkspace {
  const space = emptyWorkspace(url, rate);
  writePeople(space, rows);
  space.run('consent', 'import', 'optins.csv');
  return space;
}

/** At any hour and on any day: nothing that is measured depends on when. */
export const TERMS = ['--purpose', 'information', '--urgent', '--text', TEXT];
