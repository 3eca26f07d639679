import type { Keyring } from '../../core/contact/keyring.js';
import { isoInstant } from '../../core/schedule/instant.js';
import { suppressionScope } from '../../core/suppression/suppression.js';
import type { ReplyRecord } from '../inbox-store.js';
import type { Stamp } from '../store.js';
import { stamped, type Append } from './audit.js';
import type { Context } from './context.js';
import { printFinder } from './former-holder.js';
import { AMONG_PRINTS } from './prints.js';
import { sealOf } from './seal.js';
import { subjectKeeper } from './subject.js';
import type { SuppressionRecorder } from './suppression.js';

interface FiledReply {
  readonly verdict: 'recorded' | 'unchanged';
  /** Entries of the never-list that it made. */
  readonly suppressed: number;
}

/** Files replies inside the transaction that is under way. */
interface ReplyFiler {
  /** @param collectionId The collection that it came with, or null. */
  file(reply: ReplyRecord, collectionId: number | null, stamp: Stamp): FiledReply;
  isFiled(reply: ReplyRecord): boolean;
  /** Writes a STOP into the never-list; returns how many entries that made. */
  optOut(reply: Pick<ReplyRecord, 'number' | 'at' | 'isUndated'>, stamp: Stamp): number;
}

/** @param proveBy Told of every STOP: it may be the one by which somebody proves that the way out is one. */
export function replyFiler(
  { db, keyring }: Context,
  append: Append,
  suppress: SuppressionRecorder,
  proveBy: (fingerprint: Buffer, receivedAt: string, stamp: Stamp) => void,
): ReplyFiler {
  const [keepSubject, printAt] = [subjectKeeper(db, keyring), printFinder({ db, keyring })];
  const known = db.prepare<[string, string]>(
    `SELECT 1 FROM reply WHERE identity ${AMONG_PRINTS} UNION ALL SELECT 1 FROM reply WHERE message_identity ${AMONG_PRINTS}`,
  );
  const hold = db.prepare('INSERT INTO hold (fingerprint, at, recorded_at, operator) VALUES (?, ?, ?, ?)');
  const insert = db.prepare(
    `INSERT INTO reply (fingerprint, text, received_at, verdict, matched, state, hold_seq, done_at, done_by, collection_id,
       line, recorded_at, operator, identity, message_identity)
     VALUES (@fingerprint, @text, @receivedAt, @verdict, @matched, @state, @holdSeq, @doneAt, @doneBy, @collectionId,
       @line, @recordedAt, @operator, @identity, @messageIdentity)`,
  );

  const identitiesOf = (
    { number, moment, text, messageId }: ReplyRecord,
    under: Keyring,
  ): readonly [Buffer, Buffer | null] => [
    under.messageIdentity(number, 'at', moment, text),
    messageId === null ? null : under.messageIdentity(number, 'id', messageId, text),
  ];
  /** Under the key in use, or one before it. */
  const isFiled = (reply: ReplyRecord): boolean => {
    const identities = [keyring, ...keyring.retired].map((under) => identitiesOf(reply, under));
    const listOf = (place: 0 | 1): string =>
      JSON.stringify(identities.flatMap((pair) => pair[place]?.toString('hex') ?? []));
    return known.get(listOf(0), listOf(1)) !== undefined;
  };

  const optOut = (
    { number, at, isUndated }: Pick<ReplyRecord, 'number' | 'at' | 'isUndated'>,
    stamp: Stamp,
  ): number => {
    const scope = suppressionScope('stop', null);
    const entry = {
      number,
      reason: 'stop',
      scope,
      at,
      source: null,
      ...(isUndated === true && { isUndated }),
    } as const;
    return suppress(entry, stamp) === 'recorded' ? 1 : 0;
  };

  const file = (reply: ReplyRecord, collectionId: number | null, stamp: Stamp): FiledReply => {
    const [identity, messageIdentity] = identitiesOf(reply, keyring);
    if (isFiled(reply)) {
      // Without a time nothing tells a second STOP from the first one: the entry is there, or is made again.
      const isAgain = reply.verdict === 'opt_out' && reply.moment === '';
      return { verdict: 'unchanged', suppressed: isAgain ? optOut(reply, stamp) : 0 };
    }
    const { number, text, verdict, matched, line } = reply;
    const { at: recordedAt, operator } = stamped(stamp);
    const receivedAt = isoInstant(reply.at);
    const fingerprint = printAt(number, receivedAt);
    keepSubject(number, recordedAt);
    const holdSeq =
      verdict === 'review' ? hold.run(fingerprint, receivedAt, recordedAt, operator).lastInsertRowid : null;
    const isDone = verdict === 'opt_out';
    const { lastInsertRowid } = insert.run({
      ...{ fingerprint, text, receivedAt, verdict, matched, holdSeq, collectionId, line, recordedAt, operator },
      state: isDone ? 'done' : verdict === 'review' ? 'review' : 'waiting',
      doneAt: isDone ? recordedAt : null,
      doneBy: isDone ? operator : null,
      identity,
      messageIdentity,
    });
    const place = { reply: Number(lastInsertRowid), collection: collectionId, line };
    const data = { ...place, verdict, matched, receivedAt, textSeal: sealOf(keyring, text) };
    append({ kind: 'reply_received', subject: fingerprint, data }, stamp);
    if (!isDone) return { verdict: 'recorded', suppressed: 0 };
    const suppressed = optOut(reply, stamp);
    proveBy(fingerprint, receivedAt, stamp);
    return { verdict: 'recorded', suppressed };
  };

  return { file, isFiled, optOut };
}
