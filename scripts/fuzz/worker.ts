/**
 * Runs families in a thread of its own, so that whoever watches can end it where an input hangs it.
 */
import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { minimised, signatureOf, workMs, type Family } from './family.ts';
import { familyNamed } from './families.ts';
import { Random } from './random.ts';

/** What the thread is to do. */
export interface Task {
  readonly families: readonly string[];
  readonly seed: number;
  readonly from: number;
  readonly count: number;
  /** Which family, the index of the input in work, and how often an input was begun. */
  readonly heartbeat: Int32Array<SharedArrayBuffer>;
}

/** The first input that broke a law, made small. */
interface Failure {
  readonly kind: 'failure';
  readonly family: string;
  readonly index: number;
  readonly detail: string;
  readonly input: string;
}

export interface Summary {
  readonly kind: 'summary';
  readonly family: string;
  readonly ms: number;
  /** How many inputs ended how. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** By law: how many inputs broke it. */
  readonly failures: Readonly<Record<string, number>>;
  readonly slowest: { readonly index: number; readonly ms: number };
}

/** What the thread tells. */
export type Report = Failure | Summary | 'done';

const task = workerData as Task;
for (const [at, name] of task.families.entries()) {
  Atomics.store(task.heartbeat, 0, at);
  tell(await runFamily(familyNamed(name)));
}
tell('done');

async function runFamily<Input>(family: Family<Input>): Promise<Summary> {
  const familyBegan = performance.now();
  const outcomes: Record<string, number> = {};
  const failures: Record<string, number> = {};
  let slowest = { index: task.from, ms: 0 };
  for (let index = task.from; index < task.from + task.count; index++) {
    Atomics.store(task.heartbeat, 1, index);
    beat();
    const input = family.make(new Random(task.seed, family.name, index));
    const began = workMs();
    try {
      const outcome = await family.check(input);
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    } catch (error) {
      const signature = signatureOf(error);
      failures[signature] = (failures[signature] ?? 0) + 1;
      if (failures[signature] === 1) tell(await failureOf(family, index, input, error));
    }
    const ms = workMs() - began;
    if (ms > slowest.ms) slowest = { index, ms };
    await setImmediate(); // a rejection that nobody awaits ends the thread here, not an input later
  }
  return { kind: 'summary', family: family.name, ms: performance.now() - familyBegan, outcomes, failures, slowest };
}

async function failureOf<Input>(family: Family<Input>, index: number, input: Input, error: unknown): Promise<Failure> {
  const smallest = await minimised(family, input, signatureOf(error), beat);
  const detail = await detailOf(family, smallest, error);
  return { kind: 'failure', family: family.name, index, detail, input: family.show(smallest) };
}

async function detailOf<Input>(family: Family<Input>, input: Input, original: unknown): Promise<string> {
  try {
    await family.check(input);
  } catch (error) {
    return textOf(error);
  }
  return textOf(original);
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'LawBroken' ? error.message : (error.stack ?? error.message);
}

function beat(): void {
  Atomics.add(task.heartbeat, 2, 1);
}

function tell(report: Report): void {
  parentPort!.postMessage(report);
}
