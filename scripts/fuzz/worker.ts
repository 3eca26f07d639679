/**
 * Runs one family in a thread of its own, so that whoever watches can end it where an input hangs it.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { minimised, signatureOf, type Family } from './family.ts';
import { families } from './families.ts';
import { Random } from './random.ts';

/** What the thread is to do. */
export interface Task {
  readonly family: string;
  readonly seed: number;
  readonly from: number;
  readonly count: number;
  /** The index of the input in work, and how often an input was begun. */
  readonly heartbeat: Int32Array<SharedArrayBuffer>;
}

/** The first input that broke a law, made small. */
export interface Failure {
  readonly kind: 'failure';
  readonly index: number;
  readonly detail: string;
  readonly input: string;
}

export interface Done {
  readonly kind: 'done';
  /** How many inputs ended how. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** By law: how many inputs broke it. */
  readonly failures: Readonly<Record<string, number>>;
  readonly slowest: { readonly index: number; readonly ms: number };
}

/** What the thread tells. */
export type Report = Failure | Done;

const task = workerData as Task;
const family = families.find(({ name }) => name === task.family)!;
await runAll(family);

async function runAll<Input>(one: Family<Input>): Promise<void> {
  const outcomes: Record<string, number> = {};
  const failures: Record<string, number> = {};
  let slowest = { index: task.from, ms: 0 };
  for (let index = task.from; index < task.from + task.count; index++) {
    Atomics.store(task.heartbeat, 0, index);
    beat();
    const input = one.make(new Random(task.seed, one.name, index));
    const began = performance.now();
    try {
      const outcome = await one.check(input);
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    } catch (error) {
      await noteFailure(one, index, input, error, failures);
    }
    const ms = performance.now() - began;
    if (ms > slowest.ms) slowest = { index, ms };
  }
  tell({ kind: 'done', outcomes, failures, slowest });
}

/** Only the first input that breaks a law is made small and told. */
async function noteFailure<Input>(
  one: Family<Input>,
  index: number,
  input: Input,
  error: unknown,
  failures: Record<string, number>,
): Promise<void> {
  const signature = signatureOf(error);
  failures[signature] = (failures[signature] ?? 0) + 1;
  if (failures[signature] > 1) return;
  const smallest = await minimised(one, input, signature, beat);
  const detail = await detailOf(one, smallest, error);
  tell({ kind: 'failure', index, detail, input: one.show(smallest) });
}

async function detailOf<Input>(one: Family<Input>, input: Input, original: unknown): Promise<string> {
  try {
    await one.check(input);
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
  Atomics.add(task.heartbeat, 1, 1);
}

function tell(report: Report): void {
  parentPort!.postMessage(report);
}
