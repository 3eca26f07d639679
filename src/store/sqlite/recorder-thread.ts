/**
 * The thread that commits for a fast run: the same verbs over a connection of its own, so that the next messages leave
 * while the disk is synced for the last ones. Every message that comes in is an array of calls of one moment, and they
 * share a commit, which all of them are in or none; the answers go back together, in their order. As JSON: a structured clone of many small objects takes
 * several times as long.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { DateTime } from 'luxon';
import { keyringOf } from '../../core/contact/keyring.js';
import { invariant, OperatorError } from '../../errors.js';
import { remembering } from '../../remembering.js';
import type { RunCall } from '../store.js';
import { openLedger } from './ledger.js';
import type { RecorderAnswer, RecorderCall, RecorderStart } from './recorder-calls.js';

/** Instants that are at hand. */
const AT_HAND = 64;

const { file, key, fileKey, appliedAt } = workerData as RecorderStart;
const port = parentPort;
invariant(port !== null, 'this is a thread of a run');
const keyring = keyringOf(Buffer.from(key), fileKey === null ? null : Buffer.from(fileKey));
const ledger = openLedger(file, keyring, { mode: 'write', appliedAt });

let latest: Promise<unknown> = Promise.resolve();

/** Many calls are of the same moment. */
const instant = remembering(AT_HAND, (ms: number) => DateTime.fromMillis(ms, { zone: 'utc' }));

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
  latest = recorded(calls).then((answer) => {
    port.postMessage(JSON.stringify(answer));
  });
});

async function recorded(calls: readonly RecorderCall[]): Promise<RecorderAnswer> {
  try {
    return { kind: 'done', answers: await ledger.recordTogether(calls.map(callOf)) };
  } catch (error) {
    if (error instanceof OperatorError) {
      const { kind, problem, hint } = error;
      return { kind: 'refused', error: { kind, problem, hint } };
    }
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

function callOf(call: RecorderCall): RunCall {
  if (call.verb === 'begin') return { ...call, at: instant(call.atMs) };
  const { operator, login, atMs } = call.stamp;
  return { ...call, stamp: { operator, login, at: instant(atMs) } };
}
