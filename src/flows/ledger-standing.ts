import { OperatorError } from '../errors.js';
import type { LedgerStanding } from '../store/store.js';
import { phrase, type Phrase } from '../words/phrase.js';

/** Why nothing leaves from a ledger that stands so, and the way out; null: it may send. */
export function standingFault(
  standing: LedgerStanding,
  file: string,
): { readonly problem: Phrase; readonly hint: Phrase } | null {
  switch (standing) {
    case 'own':
      return null;
    case 'copied':
      return { problem: phrase('delivery.copied', { file }), hint: phrase('delivery.adoptHint') };
    case 'restored':
    case 'overtaken':
      return { problem: phrase('delivery.restored', { file }), hint: phrase('delivery.adoptHint') };
    case 'linked':
      return { problem: phrase('delivery.linked', { file }), hint: phrase('delivery.linkedHint') };
  }
}

/** @throws OperatorError notPermitted (77): the same people may have been texted by another copy. */
export function refuseStanding(standing: LedgerStanding, file: string): void {
  const fault = standingFault(standing, file);
  if (fault !== null) throw new OperatorError('notPermitted', fault.problem, fault.hint);
}
