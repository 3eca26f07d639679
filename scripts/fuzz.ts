/**
 * Reads a hundred thousand made-up inputs with each reader of smsctl: `npm run fuzz -- [--seed N] [--count N]
 * [--from N] [--only FAMILY]…`.
 *
 * Every input follows from seed, family and index alone. A law that breaks is told with the smallest input found for
 * it and the command that shows it again, and the program ends with 1. It stands outside the tests, since it takes
 * minutes; `test/scripts/fuzz.test.ts` runs a few hundred of the same inputs.
 */
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { Random } from './fuzz/random.ts';
import type { Done, Failure, Report, Task } from './fuzz/worker.ts';

const familyNames = ['numbers', 'files', 'templates', 'dates', 'where', 'config', 'segments'];

/** A reader takes milliseconds; ten seconds in one input is a hang, on a busy machine too. */
const HANG_MS = 10_000;
const LOOK_EVERY_MS = 500;

/** A reader that needs more memory than this for one input is a way to stop the program. */
const MEMORY_MB = 1024;

interface Options {
  readonly seed: number;
  readonly count: number;
  readonly from: number;
  readonly only: readonly string[];
}

const options = readOptions();
console.log(`seed ${options.seed}, ${options.count} inputs for each of: ${options.only.join(', ')}`);
let broken = 0;
for (const family of options.only) broken += await runFamily(family, options);
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
  const [seed, count, from] = [values.seed, values.count, values.from].map(Number);
  if (![seed, count, from].every(Number.isSafeInteger))
    throw new Error('--seed, --count and --from take whole numbers');
  return { seed: seed!, count: count!, from: from!, only: values.only ?? familyNames };
}

/** @returns How many laws were broken. */
async function runFamily(name: string, { seed, count, from }: Options): Promise<number> {
  const heartbeat = new Int32Array(new SharedArrayBuffer(8));
  const task: Task = { family: name, seed, from, count, heartbeat };
  const began = performance.now();
  let broken = 0;
  const fail = (index: number, what: string, input: string): void => {
    broken++;
    console.log(`\nFAILED ${name}, seed ${seed}, index ${index}\n  ${what.replaceAll('\n', '\n  ')}`);
    console.log(`  input: ${input}`);
    console.log(`  again: npm run fuzz -- --only ${name} --seed ${seed} --from ${index} --count 1\n`);
  };
  const ending = await endingOf(task, ({ index, detail, input }) => fail(index, detail, input));
  if (typeof ending === 'string') {
    const index = Atomics.load(heartbeat, 0);
    fail(index, ending, await shownInput(name, seed, index));
  } else {
    summarise(name, count, performance.now() - began, ending);
  }
  return broken;
}

/** @returns What the thread tells when it is done, or in words how it ended before. */
async function endingOf(task: Task, onFailure: (failure: Failure) => void): Promise<Done | string> {
  const worker = new Worker(new URL('fuzz/worker.ts', import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  const ending = Promise.withResolvers<Done | string>();
  worker.on('message', (report: Report) => {
    if (report.kind === 'failure') onFailure(report);
    else ending.resolve(report);
  });
  worker.on('error', (error) =>
    ending.resolve(`ends the thread: ${error instanceof Error ? error.stack : String(error)}`),
  );
  worker.on('exit', () => ending.resolve('never answers: nothing is left to wait for'));
  const stopWatching = watch(task.heartbeat, () => {
    ending.resolve(`hangs: no end after ${HANG_MS / 1000} s`);
  });
  const how = await ending.promise;
  stopWatching();
  await worker.terminate();
  return how;
}

/** The input as it was made: what hangs or ends a thread is not tried again to make it smaller. */
async function shownInput(name: string, seed: number, index: number): Promise<string> {
  const { families } = await import('./fuzz/families.ts');
  const family = families.find((one) => one.name === name)!;
  return family.show(family.make(new Random(seed, name, index)));
}

/** Looks now and then whether the thread still comes to another input. */
function watch(heartbeat: Int32Array<SharedArrayBuffer>, onHang: () => void): () => void {
  let seen = -1;
  let since = performance.now();
  const timer = setInterval(() => {
    const beats = Atomics.load(heartbeat, 1);
    if (beats !== seen) {
      seen = beats;
      since = performance.now();
    } else if (performance.now() - since > HANG_MS) {
      onHang();
    }
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}

function summarise(family: string, count: number, ms: number, report: Done): void {
  const outcomes = Object.entries(report.outcomes).sort(([, a], [, b]) => b - a);
  console.log(`${family}: ${count} inputs in ${Math.round(ms / 1000)} s, the slowest ${slowestOf(report.slowest)}`);
  for (const [outcome, times] of outcomes) console.log(`  ${String(times).padStart(7)}  ${outcome}`);
  for (const [law, times] of Object.entries(report.failures)) {
    console.log(`  ${String(times).padStart(7)}  BROKEN: ${law}`);
  }
}

function slowestOf({ index, ms }: { readonly index: number; readonly ms: number }): string {
  return `${Math.ceil(ms)} ms (index ${index})`;
}
