import type { E164 } from '../../core/contact/phone-number.js';
import { isOptOutReceipt } from '../../core/delivery/opt-out-receipt.js';
import type { Receipt } from '../../core/delivery/send-outcome.js';
import { instantOf } from '../../core/schedule/instant.js';
import { suppressionScope } from '../../core/suppression/suppression.js';
import { invariant } from '../../errors.js';
import type { ReceiptVerdict } from '../inbox-store.js';
import type { Stamp, SuppressionRecord } from '../store.js';
import type { Append } from './audit.js';
import type { Context } from './context.js';
import { FROZEN } from './frozen.js';
import { hasPrint } from './prints.js';
import { receiptRecorder } from './receipt-recorder.js';
import { hasReference } from './references.js';
import { listReader, type SuppressionRecorder } from './suppression.js';

/** What a receipt may still move: it ends what was not known to have left. */
const TOLD_BY_RECEIPTS: ReadonlySet<string> = new Set(['planned', 'submitting', 'accepted', 'unknown']);

interface FiledReceipt {
  readonly verdict: ReceiptVerdict;
  /** Entries of the never-list that it made. */
  readonly suppressed: number;
}

/** Files receipts inside the transaction that is under way. */
interface ReceiptFiler {
  /** @param unreachableAfter So many messages in a row that reached no telephone put a number on the never-list; 0: none. */
  file(receipt: Receipt, unreachableAfter: number, stamp: Stamp): FiledReceipt;
  /** What filing would say. */
  judge(receipt: Receipt): ReceiptVerdict;
}

export function receiptFiler(context: Context, append: Append, suppress: SuppressionRecorder): ReceiptFiler {
  const { db, keyring } = context;
  const record = receiptRecorder(context, append);
  const isThere = listReader(context);
  const told = db.prepare<[string], { number: E164 | null; receipt: string | null; state: string; isFormer: 0 | 1 }>(
    `SELECT subject.phone AS number, receipt, intent.state,
       EXISTS (SELECT 1 FROM former_number WHERE former_number.subject_id = subject.id
         AND former_number.until >= intent.submitted_at) AS isFormer
     FROM intent JOIN subject ON subject.id = intent.subject_id ${FROZEN} WHERE ${hasReference('?')}`,
  );
  // Those since the last message that did arrive.
  const lost = db.prepare<[{ readonly print: Buffer }], { count: number }>(
    `SELECT count(*) AS count FROM subject JOIN intent ON intent.subject_id = subject.id
     WHERE ${hasPrint('@print')} AND unreachable = 1 AND receipt_at > ifnull(
       (SELECT max(receipt_at) FROM intent JOIN subject AS same ON same.id = intent.subject_id
        WHERE ${hasPrint('@print', 'same')} AND receipt = 'delivered'), '')`,
  );

  /** What a receipt that was just filed says of the number for good. */
  const whyNever = (
    { status, about = null }: Receipt,
    number: E164,
    unreachableAfter: number,
  ): 'provider' | 'unreachable' | null => {
    if (isOptOutReceipt({ status, about })) return 'provider';
    if (status !== 'undelivered' || about !== 'unreachable' || unreachableAfter === 0) return null;
    return (lost.get({ print: keyring.fingerprint(number) })?.count ?? 0) >= unreachableAfter ? 'unreachable' : null;
  };

  const entryOf = (
    number: E164,
    reason: 'provider' | 'unreachable',
    { at }: Pick<Receipt, 'at'>,
  ): SuppressionRecord => ({
    ...{ number, reason, scope: suppressionScope(reason, null), at: instantOf(at), source: null },
  });

  const putOnList = (number: E164, reason: 'provider' | 'unreachable', receipt: Receipt, stamp: Stamp): number =>
    suppress(entryOf(number, reason, receipt), stamp) === 'recorded' ? 1 : 0;

  const file = (receipt: Receipt, unreachableAfter: number, stamp: Stamp): FiledReceipt => {
    if (told.get(receipt.ref) === undefined) {
      // Whoever said STOP to the network by another message of the account said it all the same.
      const isTheirs = receipt.to !== undefined && isOptOutReceipt(receipt);
      return {
        verdict: 'unmatched',
        suppressed: isTheirs ? putOnList(receipt.to as E164, 'provider', receipt, stamp) : 0,
      };
    }
    const isNews = record(receipt, stamp);
    const intent = told.get(receipt.ref);
    invariant(intent !== undefined, 'a message that has its receipt exists');
    const { number, isFormer } = intent;
    // A message keeps its first receipt, and one that never left has none: the STOP of which a further one tells holds all
    // the same. That a telephone was not there is counted once a message.
    const reason = number === null ? null : whyNever(receipt, number, isNews ? unreachableAfter : 0);
    // Of whoever was erased nothing more is said; that a number is dead is said of the number that it was sent to.
    const isSilent = number === null || reason === null || (reason === 'unreachable' && isFormer === 1);
    const suppressed = isSilent ? 0 : putOnList(number, reason, receipt, stamp);
    return { verdict: isNews || suppressed > 0 ? 'recorded' : 'unchanged', suppressed };
  };

  const judge = (receipt: Receipt): ReceiptVerdict => {
    const intent = told.get(receipt.ref);
    if (intent === undefined) return 'unmatched';
    const { number, state } = intent;
    const isNews = intent.receipt === null && TOLD_BY_RECEIPTS.has(state);
    const makesEntry =
      number !== null && isOptOutReceipt(receipt) && !isThere(entryOf(number, 'provider', receipt), null);
    return isNews || makesEntry ? 'recorded' : 'unchanged';
  };

  return { file, judge };
}
