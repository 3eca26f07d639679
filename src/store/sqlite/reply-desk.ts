import type { E164 } from '../../core/contact/phone-number.js';
import { invariant } from '../../errors.js';
import type { InboxCounts, InboxStore, ReplyRow } from '../inbox-store.js';
import type { Stamp } from '../store.js';
import { stamped, type Append } from './audit.js';
import type { Context } from './context.js';
import { holderOf } from './holder.js';

type ReplyDesk = Pick<InboxStore, 'openReplies' | 'inboxCounts' | 'decideReplies' | 'finishReplies'>;

type Open = ReplyRow & { readonly fingerprint: Buffer; readonly holdSeq: number | null };

const SHOWN = 'reply.id, subject.phone AS number, text, received_at AS receivedAt, verdict, matched, state';
/** Whose number was corrected since is the same person still, and whoever has it now is another. */
const OPEN = `FROM reply LEFT JOIN subject ON subject.id = ${holderOf('reply.fingerprint', 'reply.received_at')}
  WHERE state IN ('review', 'waiting')`;

/** What waits for a person: the doubtful replies for a decision, the others to be dealt with. */
export function replyDesk(
  { db, transact, query }: Context,
  append: Append,
  optOut: (number: E164 | null, receivedAt: string, stamp: Stamp) => void,
): ReplyDesk {
  const shown = db.prepare<[], ReplyRow>(`SELECT ${SHOWN} ${OPEN} ORDER BY received_at, reply.id`);
  const one = db.prepare<[number], Open>(
    `SELECT ${SHOWN}, reply.fingerprint, hold_seq AS holdSeq ${OPEN} AND reply.id = ?`,
  );
  const counts = db.prepare<[], InboxCounts>(
    `SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting, count(*) FILTER (WHERE state = 'review') AS review,
            min(received_at) AS oldestAt
     FROM reply WHERE state IN ('review', 'waiting')`,
  );
  const release = db.prepare<[Buffer, number, string, string, string]>(
    'INSERT INTO hold (fingerprint, releases, at, recorded_at, operator) VALUES (?, ?, ?, ?, ?)',
  );
  const decide = db.prepare(
    `UPDATE reply SET state = @state, decision = @decision, done_at = @doneAt, done_by = @doneBy
     WHERE id = @id AND state = 'review'`,
  );
  const finish = db.prepare<[string, string, number]>(
    "UPDATE reply SET state = 'done', done_at = ?, done_by = ? WHERE id = ? AND state = 'waiting'",
  );
  return {
    openReplies: () => query(() => shown.all()),
    inboxCounts: () => query(() => counts.get() ?? { waiting: 0, review: 0, oldestAt: null }),
    decideReplies: (ids, decision, stamp) =>
      transact(() => {
        const { at, operator } = stamped(stamp);
        return ids.filter((id) => {
          const reply = one.get(id);
          if (reply?.state !== 'review') return true;
          invariant(reply.holdSeq !== null, 'what waits for a decision holds');
          if (decision === 'opt_out') optOut(reply.number, reply.receivedAt, stamp);
          release.run(reply.fingerprint, reply.holdSeq, at, at, operator);
          // One that is no opt-out may still want an answer.
          const isDone = decision === 'opt_out';
          const ending = { doneAt: isDone ? at : null, doneBy: isDone ? operator : null };
          decide.run({ id, decision, state: isDone ? 'done' : 'waiting', ...ending });
          const data = { reply: id, decision };
          append({ kind: 'reply_decided', subject: reply.fingerprint, data }, stamp);
          return false;
        });
      }),
    finishReplies: (ids, stamp) =>
      transact(() => {
        const { at, operator } = stamped(stamp);
        const asked = ids === 'all' ? shown.all().flatMap(({ id, state }) => (state === 'waiting' ? [id] : [])) : ids;
        const strange = asked.filter((id) => {
          const reply = one.get(id);
          if (reply?.state !== 'waiting') return true;
          finish.run(at, operator, id);
          const data = { reply: id };
          append({ kind: 'reply_done', subject: reply.fingerprint, data }, stamp);
          return false;
        });
        return { done: asked.length - strange.length, strange };
      }),
  };
}
