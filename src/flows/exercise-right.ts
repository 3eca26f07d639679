import { maskPhoneNumber, type E164 } from '../core/contact/phone-number.js';
import { OperatorError } from '../errors.js';
import type { ExercisedVerdict, Rectification } from '../store/rights-store.js';
import { phrase } from '../words/phrase.js';
import { stampOf } from './deps.js';
import { exercisedToday, type RegisterDeps } from './register-request.js';

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
): Promise<Extract<Rectification, { kind: 'rectified' }>> {
  const result = await deps.ledger.rectifySubject(from, to, await exercisedToday(deps), stampOf(deps));
  if (result.kind === 'rectified') return result;
  const { kind } = result;
  const exit = kind === 'erased' ? 'notPermitted' : kind === 'in_doubt' ? 'notNow' : 'badInput';
  const told = { why: kind, from: maskPhoneNumber(from), to: maskPhoneNumber(to) };
  throw new OperatorError(exit, phrase('rights.notRectified', told), phrase('rights.notRectifiedHint', { why: kind }));
}

/** Ends every message to a person for good: an objection is never lifted (GDPR article 21). */
export async function recordObjection(number: E164, deps: RegisterDeps): Promise<ExercisedVerdict> {
  return deps.ledger.recordObjection(number, await exercisedToday(deps), stampOf(deps));
}

/** Ends every message to a person until it is lifted (GDPR article 18). */
export async function setRestriction(
  number: E164,
  kind: 'restricted' | 'lifted',
  deps: RegisterDeps,
): Promise<ExercisedVerdict> {
  return deps.ledger.setRestriction(number, kind, await exercisedToday(deps), stampOf(deps));
}
