import { instantOf } from '../../core/schedule/instant.js';
import type { InboxBatch, InboxStore, InboxVerdicts } from '../inbox-store.js';
import type { Stamp } from '../store.js';
import type { Append } from './audit.js';
import { collectionStore } from './collection.js';
import type { Context } from './context.js';
import { exitProofStore } from './exit-proof.js';
import { receiptFiler } from './receipt-filer.js';
import { replyDesk } from './reply-desk.js';
import { replyFiler } from './reply-filer.js';
import { suppressionRecorder } from './suppression.js';

/** Files what people answered and what networks report; each step with its audit row. */
export function inboxStore(context: Context, append: Append): InboxStore {
  const { db, transact, query } = context;
  const suppress = suppressionRecorder(context, append);
  const exits = exitProofStore(context, append);
  const replying = replyFiler(context, append, suppress, exits.proveBy);
  const receiving = receiptFiler(context, append, suppress);
  const without = db.prepare<[number, string, string], { count: number }>(
    `SELECT count(*) AS count FROM territory JOIN intent ON intent.territory_id = territory.id AND intent.state = 'planned'
     WHERE territory.campaign_id = ? AND territory.country = ?
       AND NOT EXISTS (SELECT 1 FROM json_each(?) WHERE instr(intent.text, value) > 0)`,
  );

  const file = ({ collectionId, replies, receipts, unreachableAfter }: InboxBatch, stamp: Stamp): InboxVerdicts => {
    const told = receipts.map((receipt) => receiving.file(receipt, unreachableAfter, stamp));
    const written = replies.map((reply) => replying.file(reply, collectionId, stamp));
    return {
      replies: written.map(({ verdict }) => verdict),
      receipts: told.map(({ verdict }) => verdict),
      suppressed: { replies: entriesOf(written), receipts: entriesOf(told) },
    };
  };

  return {
    recordInbox: (batch, stamp) => transact(() => file(batch, stamp)),
    judgeInbox: ({ replies, receipts }) =>
      query(() => ({
        replies: replies.map((reply) => (replying.isFiled(reply) ? 'unchanged' : 'recorded')),
        receipts: receipts.map(receiving.judge),
        suppressed: { replies: 0, receipts: 0 },
      })),
    ...collectionStore(context, append),
    ...replyDesk(context, append, (number, at, stamp) => {
      // Of whom nothing is left but the fingerprint, an erasure keeps everything away.
      if (number !== null) replying.optOut({ number, at: instantOf(at) }, stamp);
    }),
    beginExitTest: exits.beginExitTest,
    exitTest: exits.exitTest,
    attestExit: exits.attestExit,
    exitProof: exits.exitProof,
    plannedWithout: (campaignId, country, ways) =>
      query(() => without.get(campaignId, country, JSON.stringify(ways))?.count ?? 0),
  };
}

function entriesOf(filed: readonly { readonly suppressed: number }[]): number {
  return filed.reduce((sum, { suppressed }) => sum + suppressed, 0);
}
