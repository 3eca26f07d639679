import type { E164 } from '../core/contact/phone-number.js';
import { instantOf } from '../core/schedule/instant.js';
import { classifyReply } from '../core/suppression/classify-reply.js';
import { suppressionScope } from '../core/suppression/suppression.js';
import type { Collected, Provider } from '../providers/provider.js';
import { stampOf, type LedgerDeps } from './deps.js';

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
  const stops = replies.filter((reply) => classifyReply(reply.text).verdict === 'opt_out');
  const stamp = stampOf(deps);
  const filed = receipts.length === 0 ? 0 : await deps.ledger.recordReceipts(receipts, stamp);
  if (stops.length === 0) return filed;
  const verdicts = await deps.ledger.recordSuppressions(
    stops.map((reply) => ({
      // A provider names the sender of a reply by its E.164 number.
      number: reply.from as E164,
      reason: 'stop',
      scope: suppressionScope('stop', null),
      at: instantOf(reply.at),
      source: null,
    })),
    stamp,
  );
  return filed + verdicts.filter((verdict) => verdict === 'recorded').length;
}
