import type { Receipt } from './send-outcome.js';

/**
 * Whether a receipt says that its recipient wants no messages: they said STOP to the network, or had it bar their number.
 * That is said of the person, whosever message it was.
 */
export function isOptOutReceipt({ status, about }: Pick<Receipt, 'status' | 'about'>): boolean {
  return status === 'undelivered' && (about === 'opted_out' || about === 'barred');
}
