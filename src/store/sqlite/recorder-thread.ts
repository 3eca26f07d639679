/**
 * The thread that commits for a fast run: the same verbs over a connection of its own, so that the next messages leave
 * while the disk is synced for the last ones. Every message that comes in is an array of calls of one moment, and they
 * share a commit; the answers go back together, in their order. As JSON: a structured clone of many small objects takes
 * several times as long.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { DateTime } from 'luxon';
import { keyringOf } from '../../core/contact/keyring.js';
import { invariant, OperatorError } from '../../errors.js';
import type { Ledger, Stamp } from '../store.js';
import { openLedger } from './ledger.js';
import type { PlainStamp, RecorderAnswer, RecorderCall, RecorderStart } from './recorder-calls.js';

const { file, key, fileKey, appliedAt } = workerData as RecorderStart;
const port = parentPort;
invariant(port !== null, 'this is a thread of a run');
const keyring = keyringOf(Buffer.from(key), fileKey === null ? null : Buffer.from(fileKey));
const ledger = openLedger(file, keyring, { mode: 'write', appliedAt });

let latest: Promise<unknown> = Promise.resolve();

port.on('message', (text: string | null) => {
  if (text === null) {
    // What was called before is committed first.
    void latest.then(() => {
      ledger.close();
      port.close();
    });
    return;
  }
  const calls = JSON.parse(text) as readonly RecorderCall[];
  latest = Promise.all(calls.map((call) => answerTo(call, ledger))).then((answers) => {
    port.postMessage(JSON.stringify(answers));
  });
});

async function answerTo(call: RecorderCall, to: Ledger): Promise<RecorderAnswer> {
  try {
    return { kind: 'done', answer: (await made(call, to)) ?? null };
  } catch (error) {
    if (error instanceof OperatorError) {
      const { kind, problem, hint } = error;
      return { kind: 'refused', error: { kind, problem, hint } };
    }
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

function made(call: RecorderCall, to: Ledger): ReturnType<Ledger['beginSubmission']> | Promise<void> {
  switch (call.verb) {
    case 'begin':
      return to.beginSubmission(call.intentId, call.factsVersion, instant(call.atMs));
    case 'end':
      return to.recordOutcome(call.intentId, call.outcome, call.facts, stampOf(call.stamp));
    case 'skip':
      return to.recordSkip(call.intentId, call.reason, stampOf(call.stamp));
  }
}

function stampOf({ operator, login, atMs }: PlainStamp): Stamp {
  return { operator, login, at: instant(atMs) };
}

function instant(atMs: number): DateTime {
  return DateTime.fromMillis(atMs, { zone: 'utc' });
}
