import type { Collected, Provider } from '../providers/provider.js';
import type { LedgerDeps } from './deps.js';
import { fileInbox, replyFrom, toldReceipt, type InboxTerms } from './file-inbox.js';

/**
 * What a network says of a number is judged when its files are read or its server calls; a simulated one says nothing of
 * the kind.
 */
const simulated: InboxTerms = { unreachableAfter: 0, aboutCode: () => null };

/**
 * Files what the provider has to tell: receipts move an intent on, a STOP puts its sender on the never-list at once.
 * Returns how many of both were new.
 */
export async function collectReceipts(provider: Provider, deps: LedgerDeps): Promise<number> {
  let filed = 0;
  for (let more = true; more;) {
    const collected = await provider.collect();
    filed += await file(collected, deps);
    more = collected.more === true;
  }
  return filed;
}

async function file({ receipts, replies }: Collected, deps: LedgerDeps): Promise<number> {
  if (receipts.length + replies.length === 0) return 0;
  const batch = {
    collectionId: null,
    replies: replies.map((reply) => replyFrom(reply, deps.clock.now())),
    receipts: receipts.map((receipt) => toldReceipt(receipt, simulated)),
  };
  const verdicts = await fileInbox(batch, simulated, deps);
  return [...verdicts.replies, ...verdicts.receipts].filter((verdict) => verdict === 'recorded').length;
}
