import { suppressionScope } from '../../core/suppression/suppression.js';
import { instantOf, isoInstant } from '../../core/schedule/instant.js';
import type { Keyring } from '../../core/contact/keyring.js';
import type { E164 } from '../../core/contact/phone-number.js';
import type { Receipt } from '../../core/delivery/send-outcome.js';
import { invariant } from '../../errors.js';
import type { InboxBatch, InboxStore, InboxVerdicts, ReceiptVerdict, ReplyRecord } from '../inbox-store.js';
import type { Stamp } from '../store.js';
import { stamped, type Append } from './audit.js';
import { collectionStore } from './collection.js';
import type { Context } from './context.js';
import { exitProofStore } from './exit-proof.js';
import { outcomeRecorder } from './outcome.js';
import { AMONG_PRINTS } from './prints.js';
import { replyDesk } from './reply-desk.js';
import { intentSkipper } from './skip.js';
import { sealOf } from './seal.js';
import { subjectKeeper } from './subject.js';
import { suppressionRecorder } from './suppression.js';

/** What a receipt may still move: it ends what was not known to have left. */
const TOLD_BY_RECEIPTS: ReadonlySet<string> = new Set(['planned', 'submitting', 'accepted', 'unknown']);

/** Files what people answered and what networks report; each step with its audit row. */
export function inboxStore(context: Context, append: Append): InboxStore {
  const { db, keyring, transact, query } = context;
  const keepSubject = subjectKeeper(db, keyring);
  const suppress = suppressionRecorder(context, append);
  const ender = outcomeRecorder(context, append, intentSkipper(db, append));
  const exits = exitProofStore(context, append);
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
  const told = db.prepare<[string], { number: E164 | null; receipt: string | null; state: string; isFormer: 0 | 1 }>(
    // Those of a plan that is still being written are nobody's yet.
    `SELECT subject.phone AS number, receipt, iif(plan.state = 'planning', 'planning', intent.state) AS state,
       EXISTS (SELECT 1 FROM former_number WHERE former_number.subject_id = subject.id
         AND former_number.until >= intent.submitted_at) AS isFormer
     FROM intent JOIN subject ON subject.id = intent.subject_id JOIN plan ON plan.id = intent.plan_id WHERE intent.ref = ?`,
  );
  // Those since the last message that did arrive.
  const lost = db.prepare<[{ readonly print: Buffer }], { count: number }>(
    `SELECT count(*) AS count FROM subject JOIN intent ON intent.subject_id = subject.id
     WHERE subject.fingerprint = @print AND unreachable = 1 AND receipt_at > ifnull(
       (SELECT max(receipt_at) FROM intent JOIN subject AS same ON same.id = intent.subject_id
        WHERE same.fingerprint = @print AND receipt = 'delivered'), '')`,
  );

  const without = db.prepare<[number, string, string], { count: number }>(
    `SELECT count(*) AS count FROM territory JOIN intent ON intent.territory_id = territory.id AND intent.state = 'planned'
     WHERE territory.campaign_id = ? AND territory.country = ?
       AND NOT EXISTS (SELECT 1 FROM json_each(?) WHERE instr(intent.text, value) > 0)`,
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

  const optOut = ({ number, at }: Pick<ReplyRecord, 'number' | 'at'>, stamp: Stamp): number => {
    const entry = { number, reason: 'stop', scope: suppressionScope('stop', null), at, source: null } as const;
    return suppress(entry, stamp) === 'recorded' ? 1 : 0;
  };

  const fileReply = (reply: ReplyRecord, collectionId: number | null, stamp: Stamp): 'recorded' | 'unchanged' => {
    const [identity, messageIdentity] = identitiesOf(reply, keyring);
    if (isFiled(reply)) {
      // Without a time nothing tells a second STOP from the first one: the entry is there, or is made again.
      if (reply.verdict === 'opt_out' && reply.moment === '') optOut(reply, stamp);
      return 'unchanged';
    }
    const { number, text, verdict, matched, line } = reply;
    const { at: recordedAt, operator } = stamped(stamp);
    const receivedAt = isoInstant(reply.at);
    const fingerprint = keyring.fingerprint(number);
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
    append({ ...stamped(stamp), kind: 'reply_received', campaign: null, subject: fingerprint, data });
    if (isDone) {
      optOut(reply, stamp);
      exits.proveBy(fingerprint, receivedAt, stamp);
    }
    return 'recorded';
  };

  const fileReceipt = (
    receipt: Receipt,
    unreachableAfter: number,
    stamp: Stamp,
  ): { readonly verdict: ReceiptVerdict; readonly suppressed: number } => {
    if (told.get(receipt.ref) === undefined) return { verdict: 'unmatched', suppressed: 0 };
    if (!ender.receipt(receipt, stamp)) return { verdict: 'unchanged', suppressed: 0 };
    const intent = told.get(receipt.ref);
    invariant(intent !== undefined, 'a message that has its receipt exists');
    const { number, isFormer } = intent;
    // Of whoever was erased nothing more is said; that a number is dead is said of the number that it was sent to.
    const reason = number === null ? null : whyNever(receipt, number, unreachableAfter);
    if (number === null || reason === null || (reason === 'unreachable' && isFormer === 1)) {
      return { verdict: 'recorded', suppressed: 0 };
    }
    const entry = { number, reason, scope: suppressionScope(reason, null), at: instantOf(receipt.at), source: null };
    return { verdict: 'recorded', suppressed: suppress(entry, stamp) === 'recorded' ? 1 : 0 };
  };

  /** What a receipt that was just filed says of the number for good. */
  const whyNever = (
    { status, about }: Receipt,
    number: E164,
    unreachableAfter: number,
  ): 'provider' | 'unreachable' | null => {
    if (status !== 'undelivered') return null;
    if (about === 'opted_out' || about === 'barred') return 'provider';
    if (about !== 'unreachable' || unreachableAfter === 0) return null;
    return (lost.get({ print: keyring.fingerprint(number) })?.count ?? 0) >= unreachableAfter ? 'unreachable' : null;
  };

  const file = ({ collectionId, replies, receipts, unreachableAfter }: InboxBatch, stamp: Stamp): InboxVerdicts => {
    const filed = receipts.map((receipt) => fileReceipt(receipt, unreachableAfter, stamp));
    return {
      replies: replies.map((reply) => fileReply(reply, collectionId, stamp)),
      receipts: filed.map(({ verdict }) => verdict),
      suppressed: filed.reduce((sum, { suppressed }) => sum + suppressed, 0),
    };
  };

  return {
    recordInbox: (batch, stamp) => transact(() => file(batch, stamp)),
    judgeInbox: ({ replies, receipts }) =>
      query(() => ({
        replies: replies.map((reply) => (isFiled(reply) ? 'unchanged' : 'recorded')),
        receipts: receipts.map(({ ref }) => {
          const intent = told.get(ref);
          if (intent === undefined) return 'unmatched';
          const isNews = intent.receipt === null && TOLD_BY_RECEIPTS.has(intent.state);
          return isNews ? 'recorded' : 'unchanged';
        }),
        suppressed: 0,
      })),
    ...collectionStore(context, append),
    ...replyDesk(context, append, (number, at, stamp) => {
      // Of whom nothing is left but the fingerprint, an erasure keeps everything away.
      if (number !== null) optOut({ number, at: instantOf(at) }, stamp);
    }),
    beginExitTest: exits.beginExitTest,
    exitTest: exits.exitTest,
    attestExit: exits.attestExit,
    exitProof: exits.exitProof,
    plannedWithout: (campaignId, country, ways) =>
      query(() => without.get(campaignId, country, JSON.stringify(ways))?.count ?? 0),
  };
}
