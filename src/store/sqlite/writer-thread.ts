/**
 * The thread that writes a long plan or a long import: the same verbs over a connection of its own, so that the next rows
 * are judged while the last are written. Calls and answers travel as JSON: a structured clone of many small objects takes
 * several times as long.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { DateTime } from 'luxon';
import { keyringOf } from '../../core/contact/keyring.js';
import { invariant, OperatorError } from '../../errors.js';
import type { Ledger, RecordVerdict, Stamp } from '../store.js';
import { openLedger } from './ledger.js';
import { unpackConsent } from './packed-consent.js';
import { unpackDrafts } from './packed-drafts.js';
import type { PlainStamp, WriterAnswer, WriterCall, WriterStart } from './writer-calls.js';

const { file, key, fileKey, appliedAt } = workerData as WriterStart;
const port = parentPort;
invariant(port !== null, 'this is a thread of a command');
const keyring = keyringOf(Buffer.from(key), fileKey === null ? null : Buffer.from(fileKey));
let opened: Ledger | null = null;
/** Opened for the first call, so that it is told what kept it shut. */
const ledger = (): Ledger => (opened ??= openLedger(file, keyring, { mode: 'write', appliedAt, isBulk: true }));

let latest: Promise<unknown> = Promise.resolve();

port.on('message', (text: string | null) => {
  if (text === null) {
    // What was called before is committed first.
    void latest.then(() => {
      opened?.close();
      port.close();
    });
    return;
  }
  latest = answerTo(JSON.parse(text) as WriterCall).then((answer) => {
    port.postMessage(JSON.stringify(answer));
  });
});

async function answerTo(call: WriterCall): Promise<WriterAnswer> {
  try {
    return { kind: 'done', verdicts: await made(call, ledger()) };
  } catch (error) {
    if (error instanceof OperatorError) {
      const { kind, problem, hint } = error;
      return { kind: 'refused', error: { kind, problem, hint } };
    }
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

async function made(call: WriterCall, to: Ledger): Promise<readonly RecordVerdict[]> {
  switch (call.verb) {
    case 'keep':
      await to.keepPlanned(call.plan, unpackDrafts(call.messages), call.exclusions);
      return [];
    case 'freeze':
      await to.freezePlan(call.plan, call.file, stampOf(call.stamp));
      return [];
    case 'consents':
      return await to.recordConsents(call.records.map(unpackConsent), stampOf(call.stamp));
  }
}

function stampOf({ operator, login, atMs }: PlainStamp): Stamp {
  return { operator, login, at: DateTime.fromMillis(atMs, { zone: 'utc' }) };
}
