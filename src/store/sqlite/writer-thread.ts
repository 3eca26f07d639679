/**
 * The thread that writes for a fast run, a long plan or a long import: the same verbs over a connection of its own, so that
 * the next messages leave, and the next rows are judged, while the last ones are written. Calls and answers travel as
 * JSON: a structured clone of many small objects takes several times as long.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { DateTime } from 'luxon';
import { keyringOf } from '../../core/contact/keyring.js';
import { invariant } from '../../errors.js';
import { remembering } from '../../remembering.js';
import type { Ledger, RunCall, Stamp } from '../store.js';
import { openLedger } from './ledger.js';
import { unpackConsent } from './packed-consent.js';
import { unpackDrafts } from './packed-drafts.js';
import { plainError } from './plain-error.js';
import type { PlainRunCall, PlainStamp, WriterAnswer, WriterCall, WriterData, WriterVerdicts } from './writer-calls.js';

const { file, key, fileKey, appliedAt, work, stateFolder = null } = workerData as WriterData;
const port = parentPort;
invariant(port !== null, 'this is a thread of a command');
const keyring = keyringOf(Buffer.from(key), fileKey === null ? null : Buffer.from(fileKey));
/** Opened at once: by the time of the first call the file may be another one. What kept it shut is told to whoever calls. */
const opened = new Promise<Ledger>((resolve) => {
  resolve(openLedger(file, keyring, { mode: 'write', appliedAt, work, stateFolder }));
});
opened.catch(() => undefined);

/** Instants that are at hand: many calls are of the same one. */
const AT_HAND = 64;
const instant = remembering(AT_HAND, (ms: number) => DateTime.fromMillis(ms, { zone: 'utc' }));

let latest: Promise<unknown> = Promise.resolve();

port.on('message', (text: string | null) => {
  if (text === null) {
    // What was called before is committed first.
    void latest
      .then(() => opened)
      .then(
        (ledger) => ledger.close(),
        () => undefined,
      )
      .finally(() => port.close());
    return;
  }
  latest = answerTo(JSON.parse(text) as WriterCall).then((answer) => {
    port.postMessage(JSON.stringify(answer));
  });
});

async function answerTo(call: WriterCall): Promise<WriterAnswer> {
  try {
    return { kind: 'done', verdicts: await made(call, await opened) };
  } catch (error) {
    return plainError(error);
  }
}

async function made(call: WriterCall, to: Ledger): Promise<WriterVerdicts> {
  switch (call.verb) {
    case 'run':
      return await to.recordTogether(call.calls.map(runCallOf));
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

function runCallOf(call: PlainRunCall): RunCall {
  return call.verb === 'begin' ? { ...call, at: instant(call.atMs) } : { ...call, stamp: stampOf(call.stamp) };
}

function stampOf({ operator, login, atMs }: PlainStamp): Stamp {
  return { operator, login, at: instant(atMs) };
}
