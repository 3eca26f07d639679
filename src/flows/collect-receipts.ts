import type { Collected, Provider } from '../providers/provider.js';
import type { LedgerDeps } from './deps.js';
import { fileInbox, replyFrom, toldReceipt, type InboxTerms } from './file-inbox.js';

/**
 * Files what the provider has to tell: receipts move an intent on, a STOP puts its sender on the never-list at once, and
 * so does a receipt whose code says, in the provider's own words, that the recipient wants nothing.
 *
 * @param unreachableAfter `limits.unreachable_after`, where the receipts are those of real telephones. 0: that a
 *   telephone was not there is noted, and counted when further receipts are pulled or read from a file.
 * @returns How many of both were new.
 */
export async function collectReceipts(provider: Provider, deps: LedgerDeps, unreachableAfter = 0): Promise<number> {
  const terms = { unreachableAfter, aboutCode: (code: string) => provider.aboutCode?.(code) ?? null };
  let filed = 0;
  for (let more = true; more;) {
    const collected = await provider.collect();
    filed += await file(collected, terms, deps);
    more = collected.more === true;
  }
  return filed;
}

async function file({ receipts, replies }: Collected, terms: InboxTerms, deps: LedgerDeps): Promise<number> {
  if (receipts.length + replies.length === 0) return 0;
  const batch = {
    collectionId: null,
    replies: replies.map((reply) => replyFrom(reply, deps.clock.now())),
    receipts: receipts.map((receipt) => toldReceipt(receipt, terms)),
  };
  const verdicts = await fileInbox(batch, terms, deps);
  return [...verdicts.replies, ...verdicts.receipts].filter((verdict) => verdict === 'recorded').length;
}
