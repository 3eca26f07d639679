/**
 * Reads a hundred thousand made-up inputs with each reader of smsctl: `npm run fuzz -- [--seed N] [--count N]
 * [--from N] [--only FAMILY]…`.
 *
 * Every input follows from seed, family and index alone. A law that breaks is told with the smallest input found for
 * it and the command that shows it again, and the program ends with 1. It stands outside the tests, since it takes
 * minutes; `test/scripts/fuzz.test.ts` runs a few hundred of the same inputs.
 */
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { workMs } from './fuzz/family.ts';
import { Random } from './fuzz/random.ts';
import type { Report, Summary, Task } from './fuzz/worker.ts';
import { wholeNumber } from './whole-number.ts';

const familyNames = ['numbers', 'files', 'templates', 'dates', 'where', 'config', 'segments', 'inbox', 'optouts'];

/** A reader takes milliseconds; ten seconds of work on one input is a hang, and so are two minutes without any. */
const HANG_WORK_MS = 10_000;
const HANG_MS = 120_000;
const LOOK_EVERY_MS = 500;
/** How long a thread may take to end. */
const PATIENCE_MS = 5000;

/**
 * A reader that makes the process this large is a way to stop the program. What sound ones leave behind to be collected
 * may come to 1 GB; V8 itself ends the whole process, without a word of the input, only far above.
 */
const MEMORY_MB = 3 * 1024;
const V8_MEMORY_MB = 2 * MEMORY_MB;

interface Options {
  readonly seed: number;
  readonly count: number;
  readonly from: number;
  readonly only: readonly string[];
}

const options = readOptions();
console.log(`seed ${options.seed}, ${options.count} inputs for each of: ${options.only.join(', ')}`);
const broken = await runFamilies(options);
console.log(broken === 0 ? 'every law held' : `${broken} laws broken`);
process.exitCode = broken === 0 ? 0 : 1;

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      count: { type: 'string', default: '100000' },
      from: { type: 'string', default: '0' },
      only: { type: 'string', multiple: true },
    },
  });
  const unknown = values.only?.find((name) => !familyNames.includes(name));
  if (unknown !== undefined) throw new Error(`no family "${unknown}"; there are ${familyNames.join(', ')}`);
  return {
    seed: wholeNumber('--seed', values.seed, 0),
    count: wholeNumber('--count', values.count, 1),
    from: wholeNumber('--from', values.from, 0),
    only: values.only ?? familyNames,
  };
}

/** @returns How many laws were broken. */
async function runFamilies({ seed, count, from, only }: Options): Promise<number> {
  const heartbeat = new Int32Array(new SharedArrayBuffer(12));
  let broken = 0;
  const fail = (family: string, index: number, what: string, input: string): void => {
    broken++;
    console.log(`\nFAILED ${family}, seed ${seed}, index ${index}\n  ${what.replaceAll('\n', '\n  ')}`);
    console.log(`  input: ${input}`);
    console.log(`  again: npm run fuzz -- --only ${family} --seed ${seed} --from ${index} --count 1\n`);
  };
  for (let remaining = only; remaining.length > 0;) {
    const task: Task = { families: remaining, seed, from, count, heartbeat };
    const { how, isOver } = await endingOf(task, (report) => {
      if (report.kind === 'failure') fail(report.family, report.index, report.detail, report.input);
      else summarise(report, count);
    });
    if (how === 'done') break;
    const [at, index] = [Atomics.load(heartbeat, 0), Atomics.load(heartbeat, 1)];
    const family = remaining[at]!;
    fail(family, index, how, await shownInput(family, seed, index));
    if (!isOver) {
      console.log('its thread can not be ended: nothing else is run');
      process.kill(process.pid, 'SIGKILL'); // leaving by exit would wait for the thread
    }
    remaining = remaining.slice(at + 1);
  }
  return broken;
}

interface Ending {
  /** `done`, or in words how the thread ended before. */
  readonly how: string;
  /** False for a thread that does not let go: V8 does not end one that is out of memory. */
  readonly isOver: boolean;
}

async function endingOf(task: Task, onReport: (report: Exclude<Report, 'done'>) => void): Promise<Ending> {
  const worker = new Worker(new URL('fuzz/worker.ts', import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: V8_MEMORY_MB },
  });
  const ending = Promise.withResolvers<string>();
  worker.on('message', (report: Report) => {
    if (report === 'done') ending.resolve(report);
    else onReport(report);
  });
  worker.on('error', (error) =>
    ending.resolve(`ends the thread: ${error instanceof Error ? error.stack : String(error)}`),
  );
  worker.on('exit', () => ending.resolve('never answers: nothing is left to wait for'));
  const stopWatching = watch(task.heartbeat, ending.resolve);
  const how = await ending.promise;
  stopWatching();
  const isOver = await Promise.race([
    worker.terminate().then(() => true),
    setTimeout(PATIENCE_MS, false, { ref: false }),
  ]);
  return { how, isOver };
}

/** The input as it was made: what hangs or ends a thread is not tried again to make it smaller. */
async function shownInput(name: string, seed: number, index: number): Promise<string> {
  const { familyNamed } = await import('./fuzz/families.ts');
  const family = familyNamed(name);
  return family.show(family.make(new Random(seed, name, index)));
}

/** Looks now and then whether the thread still comes to another input, and how large it has grown. */
function watch(heartbeat: Int32Array<SharedArrayBuffer>, onTrouble: (what: string) => void): () => void {
  let seen = { beats: -1, ms: 0, workMs: 0 };
  const timer = setInterval(() => {
    const now = { beats: Atomics.load(heartbeat, 2), ms: performance.now(), workMs: workMs() };
    if (process.memoryUsage.rss() > MEMORY_MB * 1024 * 1024) onTrouble(`takes more than ${MEMORY_MB} MB of memory`);
    if (now.beats !== seen.beats) seen = now;
    else if (now.workMs - seen.workMs > HANG_WORK_MS) onTrouble(`hangs: no end after ${HANG_WORK_MS / 1000} s of work`);
    else if (now.ms - seen.ms > HANG_MS) onTrouble(`hangs: no end after ${HANG_MS / 1000} s`);
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}

function summarise({ family, ms, outcomes, failures, slowest }: Summary, count: number): void {
  const slowestMs = `${Math.ceil(slowest.ms)} ms (index ${slowest.index})`;
  console.log(`${family}: ${count} inputs in ${Math.round(ms / 1000)} s, the slowest ${slowestMs}`);
  const byNumber = Object.entries(outcomes).sort(([, a], [, b]) => b - a);
  for (const [outcome, times] of byNumber) console.log(`  ${String(times).padStart(7)}  ${outcome}`);
  for (const [law, times] of Object.entries(failures)) console.log(`  ${String(times).padStart(7)}  BROKEN: ${law}`);
}
