import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { faults, handsetNetwork, type Fault, type HandsetNetwork } from './handset-network.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/smsctl.js', import.meta.url));
/** Submissions under way at most: `MAX_IN_FLIGHT` of the program. */
const MOST_IN_FLIGHT = 256;
/** Nothing takes as many resumptions. */
const MOST_STARTS = 60;

export interface RoundOptions {
  readonly seed: number;
  readonly recipients?: number;
  readonly kills?: number;
}

/** What one round came to. */
export interface RoundReport {
  readonly seed: number;
  readonly starts: number;
  readonly handsets: number;
  readonly unknown: number;
  readonly lost: number;
}

/**
 * Sends a campaign through a network that misbehaves, with the built program killed again and again and resumed until it
 * is done, and then holds the books against what the handsets received. Throws with the seed when they differ.
 *
 * The numbers are made up while it runs, and go to the loopback alone: a real provider takes none that are kept for films.
 */
export async function tortureRound({ seed, recipients = 120, kills = 5 }: RoundOptions): Promise<RoundReport> {
  const random = seeded(seed);
  const folder = mkdtempSync(join(tmpdir(), 'smsctl-torture-'));
  const fates = fatesFor(random);
  const network = await handsetNetwork({
    faultOf: (ref) => fates.next(ref),
    arrives: () => random() < 0.5,
    latencyMs: () => Math.floor(random() * 60),
  });
  try {
    await smsctl(folder, ['init', '.', '--organisation', 'Les Amis du Parc', '--sender', 'AMISDUPARC', '--yes']);
    const people = writeFiles(folder, network.url, recipients, random);
    await smsctl(folder, ['consent', 'import', 'optins.csv']);
    await smsctl(folder, ['suppress', 'import', 'never.csv']);
    await smsctl(folder, ['plan', 'members.csv', '--campaign', 'fete', ...TERMS]);
    const late = {
      number: people.allowed[Math.floor(random() * people.allowed.length)]!,
      isSaid: false,
      nextRunMs: Infinity,
    };
    let starts = 0;
    for (let left = kills; starts < MOST_STARTS; starts += 1) {
      const isKilled = left > 0;
      const command = starts === 0 ? ['send', '--campaign', 'fete', '--yes'] : ['resume', 'fete'];
      await network.idle();
      if (late.isSaid) late.nextRunMs = Math.min(late.nextRunMs, performance.now());
      const run = start(folder, [...command, '--json']);
      if (isKilled) {
        left -= 1;
        const killed = killing(run, network, random);
        // Somebody objects while messages leave.
        if (left === 1) {
          await smsctl(folder, ['suppress', 'add', late.number, '--reason', 'objection'], [0, 75]).then((code) => {
            late.isSaid = code === 0;
          });
        }
        const code = await run.ended;
        clearInterval(killed);
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
    await checkBooks(folder, network, people, late, kills + 1);
    const status = await ask(folder, ['status', 'fete']);
    return {
      seed,
      starts: starts + 1,
      handsets: network.handsets.length,
      unknown: Number(status['unknown']),
      lost: network.lost.size,
    };
  } catch (error) {
    throw new Error(`round of seed ${seed} in ${folder}`, { cause: error });
  } finally {
    await network.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Kills a run at any moment at all, or once some more texts have arrived: there the most is under way. */
function killing({ child }: Started, network: HandsetNetwork, random: () => number): NodeJS.Timeout {
  const isTimed = random() < 0.4;
  const atMs = performance.now() + (isTimed ? random() * 1500 : 30_000);
  const atCount = isTimed ? Infinity : network.handsets.length + random() * 30;
  return setInterval(() => {
    if (performance.now() >= atMs || network.handsets.length >= atCount) child.kill('SIGKILL');
  }, 2);
}

/** A functional message at any hour: the books are the same by night and on Sundays. */
const TERMS = ['--purpose', 'information', '--urgent', '--text', 'Bonjour {{ prenom }}, la salle change.'];

const SECRETS = { SMSCTL_VONAGE_API_KEY: 'abcd1234', SMSCTL_VONAGE_API_SECRET: 'abcdef0123456789' };

interface People {
  readonly allowed: readonly string[];
  readonly forbidden: ReadonlySet<string>;
}

function writeFiles(folder: string, url: string, count: number, random: () => number): People {
  const numbers = [...new Set(Array.from({ length: count }, () => `+3361${digits(7, random)}`))];
  const isConsenting = numbers.map(() => random() < 0.9);
  const isSuppressed = numbers.map(() => random() < 0.05);
  writeFileSync(
    join(folder, 'smsctl.toml'),
    `[organisation]
name = "Les Amis du Parc"
[sender]
id = "AMISDUPARC"
country = "FR"
[provider]
use = "vonage"
rate = 400
[providers.vonage]
base_url = "${url}"
timeout_ms = 1000
`,
  );
  const rows = numbers.map((number, index) => `${number},information,member,2026-01-05,membership,bulletin,P${index}`);
  const consents = rows.filter((_, index) => isConsenting[index]);
  writeFileSync(
    join(folder, 'optins.csv'),
    ['phone,purpose,basis,given_at,method,wording,prenom', ...consents].join('\n'),
  );
  writeFileSync(
    join(folder, 'never.csv'),
    ['phone,reason', ...numbers.filter((_, i) => isSuppressed[i]).map((n) => `${n},manual`)].join('\n'),
  );
  writeFileSync(join(folder, 'members.csv'), ['phone,prenom', ...numbers.map((n, i) => `${n},P${i}`)].join('\n'));
  return {
    allowed: numbers.filter((_, index) => isConsenting[index] === true && isSuppressed[index] === false),
    forbidden: new Set(numbers.filter((_, index) => isConsenting[index] === false || isSuppressed[index] === true)),
  };
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

interface Started {
  readonly child: ChildProcess;
  /** Null when it was killed. */
  readonly ended: Promise<number | null>;
  readonly complaints: () => string;
  readonly answer: () => string;
}

function start(folder: string, command: readonly string[]): Started {
  const child = spawn(process.execPath, [PROGRAM, ...command], {
    cwd: folder,
    env: { ...process.env, ...SECRETS },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaints = '';
  let answer = '';
  child.stderr.on('data', (bytes: Buffer) => (complaints += bytes.toString()));
  child.stdout.on('data', (bytes: Buffer) => (answer += bytes.toString()));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, ended, complaints: () => complaints, answer: () => answer };
}

async function smsctl(folder: string, command: readonly string[], codes: readonly number[] = [0]): Promise<number> {
  const run = start(folder, command);
  const code = await run.ended;
  assert.ok(code !== null && codes.includes(code), `${command.join(' ')} ended with ${code}: ${run.complaints()}`);
  return code;
}

type Json = Readonly<Record<string, unknown>>;

async function ask(folder: string, command: readonly string[]): Promise<Json> {
  return (await askLines(folder, [...command, '--json'])).at(-1) ?? {};
}

async function askLines(folder: string, command: readonly string[]): Promise<readonly Json[]> {
  const run = start(folder, command);
  await run.ended;
  return run
    .answer()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Json);
}

async function checkBooks(
  folder: string,
  { handsets, lost, taken }: HandsetNetwork,
  { forbidden }: People,
  late: { readonly number: string; readonly nextRunMs: number },
  runs: number,
): Promise<void> {
  const received = new Set(handsets.map(({ to }) => to));
  assert.equal(received.size, handsets.length, 'no number twice');
  for (const number of received) assert.ok(!forbidden.has(number), 'nobody without a right to be texted');
  for (const { to, atMs } of handsets) {
    assert.ok(to !== late.number || atMs < late.nextRunMs, 'nobody in a run that began after their objection');
  }
  const status = await ask(folder, ['status', 'fete']);
  const count = (name: string): number => Number(status[name]);
  const skipped = Object.values(status['skipped'] as Record<string, number>).reduce((sum, one) => sum + one, 0);
  assert.equal(count('remaining') + count('inFlight'), 0);
  assert.equal(count('planned'), count('accepted') + count('rejected') + count('unknown') + skipped);

  const rows = await askLines(folder, ['audit', 'export', '--campaign', 'fete', '--format', 'jsonl']);
  const submissions = rows.filter(({ kind }) => kind === 'submission').map(({ data }) => data as Json);
  const outcomes = new Map(submissions.map(({ ref, outcome }) => [String(ref), String(outcome)]));
  assert.equal(outcomes.size, submissions.length, 'one row for each submission');
  for (const { ref } of handsets) {
    assert.ok(['accepted', 'unknown'].includes(outcomes.get(ref) ?? ''), 'every handset message has its row');
  }
  const refsOf = (outcome: string): readonly string[] =>
    [...outcomes].flatMap(([ref, one]) => (one === outcome ? [ref] : []));
  for (const ref of refsOf('accepted')) assert.ok(taken.has(ref), 'what is booked as accepted was taken');
  const unknown = refsOf('unknown');
  assert.equal(unknown.length, count('unknown'));
  // A kill leaves at most what was in flight; everything else in doubt is an answer that the network really lost.
  const interrupted = submissions.filter(({ reason }) => reason === 'interrupted').map(({ ref }) => String(ref));
  assert.ok(interrupted.length <= MOST_IN_FLIGHT * runs);
  // On a busy machine an answer may come too late.
  const overdue = submissions.filter(({ reason }) => reason === 'timeout').map(({ ref }) => String(ref));
  const explained = new Set([...lost, ...interrupted, ...overdue]);
  for (const ref of unknown) assert.ok(explained.has(ref), 'only a lost answer is in doubt');
  for (const ref of lost) assert.equal(outcomes.get(ref), 'unknown', 'every lost answer is in doubt');
  assert.equal((await ask(folder, ['audit', 'verify']))['ok'], true);
}

function digits(count: number, random: () => number): string {
  return Array.from({ length: count }, () => String(Math.floor(random() * 10))).join('');
}

/** A random number from 0 to below 1, the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
