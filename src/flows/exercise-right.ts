import { maskPhoneNumber, type E164 } from '../core/contact/phone-number.js';
import { OperatorError } from '../errors.js';
import type { Rectification } from '../store/rights-store.js';
import type { RecordVerdict } from '../store/store.js';
import { phrase } from '../words/phrase.js';
import { stampOf } from './deps.js';
import { recordSuppressions } from './record-suppression.js';
import { noteExercised, NOTHING_ANSWERED, type Answered, type RegisterDeps } from './register-request.js';

/** What was done, and the entries of the register that it answers. */
interface Exercised<T> {
  readonly result: T;
  readonly answered: Answered;
}

/**
 * Gives a person's history another number.
 *
 * @throws OperatorError badInput (65) when there is nothing to correct, both numbers are one, or the new number has a history of its own;
 *   notPermitted (77) when one of them was erased; notNow (75) while a message to the old number is in doubt.
 */
export async function rectifySubject(
  from: E164,
  to: E164,
  deps: RegisterDeps,
): Promise<Exercised<Extract<Rectification, { kind: 'rectified' }>>> {
  const result = await deps.ledger.rectifySubject(from, to, stampOf(deps));
  if (result.kind === 'rectified') return { result, answered: await noteExercised('rectify', to, deps) };
  const { kind } = result;
  const exit = kind === 'erased' ? 'notPermitted' : kind === 'in_doubt' ? 'notNow' : 'badInput';
  const told = { why: kind, from: maskPhoneNumber(from), to: maskPhoneNumber(to) };
  throw new OperatorError(exit, phrase('rights.notRectified', told), phrase('rights.notRectifiedHint', { why: kind }));
}

/** Ends every message to a person for good: an objection is never lifted (GDPR article 21). */
export async function recordObjection(number: E164, deps: RegisterDeps): Promise<Exercised<RecordVerdict>> {
  const { recorded } = await recordSuppressions({ numbers: [number], reason: 'objection', purpose: null }, deps);
  if (recorded === 0) return { result: 'unchanged', answered: NOTHING_ANSWERED };
  return { result: 'recorded', answered: await noteExercised('object', number, deps) };
}

/** Ends every message to a person until it is lifted (GDPR article 18). */
export async function setRestriction(
  number: E164,
  kind: 'restricted' | 'lifted',
  deps: RegisterDeps,
): Promise<Exercised<RecordVerdict>> {
  const result = await deps.ledger.setRestriction(number, kind, stampOf(deps));
  const isAnswer = result === 'recorded' && kind === 'restricted';
  return { result, answered: isAnswer ? await noteExercised('restrict', number, deps) : NOTHING_ANSWERED };
}
