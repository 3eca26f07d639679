import type { Receipt } from '../../core/delivery/send-outcome.js';
import type { Stamp } from '../store.js';
import { stamped, type Append } from './audit.js';
import { AUDITED, type Audited } from './audited-intent.js';
import type { Context } from './context.js';
import { hasReference } from './references.js';
import { submissionEnder } from './submission-end.js';

/**
 * Keeps a receipt inside the transaction that is under way, and ends what was not known to have left: only a provider that
 * took a message knows its reference. Returns whether the receipt told anything new.
 */
type ReceiptRecorder = (receipt: Receipt, stamp: Stamp) => boolean;

export function receiptRecorder(context: Context, append: Append): ReceiptRecorder {
  const { db } = context;
  const byRef = db.prepare<[string], Audited>(`${AUDITED} WHERE ${hasReference('?')}`);
  const placeOf = db.prepare<[number], { territory: string; profile: string }>(
    `SELECT code AS territory, profile FROM territory WHERE id = (SELECT territory_id FROM intent WHERE id = ?)`,
  );
  const lastSubmission = db.prepare<[string, string], { at: string }>(
    `SELECT ifnull(data ->> 'submittedAt', at) AS at FROM audit
     WHERE campaign = ? AND kind = 'submission' AND data ->> 'ref' = ? ORDER BY seq DESC LIMIT 1`,
  );
  // Those of a plan that is still being written are nobody's yet.
  const wasUnderWay = db.prepare<[string, number]>(
    `UPDATE intent SET state = 'submitting', submitted_at = ? WHERE id = ? AND state = 'planned'
       AND EXISTS (SELECT 1 FROM plan WHERE plan.id = plan_id AND plan.state <> 'planning')`,
  );
  const settle = db.prepare<[string, number]>(
    `UPDATE intent SET state = 'accepted', reason = NULL, settled_by = 'receipt', ended_at = ?
     WHERE id = ? AND (state = 'unknown' OR state = 'submitting')`,
  );
  const setReceipt = db.prepare(
    `UPDATE intent SET receipt = @status, receipt_at = @at, receipt_code = @code, unreachable = @unreachable
     WHERE id = @id AND state = 'accepted' AND receipt IS NULL`,
  );
  const { endAs } = submissionEnder(context, append);

  return (receipt, stamp) => {
    const intent = byRef.get(receipt.ref);
    if (intent === undefined) return false;
    const about = { campaign: intent.campaign, subject: intent.fingerprint };
    const { status, at, code } = receipt;
    if (intent.state === 'submitting') {
      const facts = placeOf.get(intent.id) ?? {};
      endAs(intent.id, 'accepted', { reason: null, providerId: null, facts }, stamp);
    }
    // Called not sent, or returned by a provider that took it after all: it arrived, so it never leaves again.
    const isBack =
      intent.state === 'planned' &&
      wasUnderWay.run(lastSubmission.get(intent.campaign, receipt.ref)?.at ?? at, intent.id).changes === 1;
    if (intent.state === 'unknown' || isBack) {
      settle.run(stamped(stamp).at, intent.id);
      // It was taken back, or never told, while nothing was thought to have left.
      const cost = isBack ? { costMicros: intent.costMicros } : {};
      const data = { ref: receipt.ref, outcome: 'accepted', by: 'receipt', ...cost };
      append({ ...about, kind: 'settlement', data }, stamp);
    }
    const unreachable = status === 'undelivered' && receipt.about === 'unreachable' ? 1 : 0;
    if (setReceipt.run({ id: intent.id, status, at, code, unreachable }).changes === 0) return false;
    const data = { ref: receipt.ref, status, code, receivedAt: at, unreachable };
    append({ ...about, kind: 'receipt', data }, stamp);
    return true;
  };
}
