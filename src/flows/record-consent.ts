import type { ConsentGiven } from '../core/consent/consent-event.js';
import { readConsent, type ConsentCells, type ConsentRules } from '../core/consent/consent-row.js';
import { consentVerdict } from '../core/consent/import-verdict.js';
import { maskPhoneNumber, type E164 } from '../core/contact/phone-number.js';
import { invariant, OperatorError } from '../errors.js';
import type { RecordVerdict } from '../store/store.js';
import { phrase } from '../words/phrase.js';
import { stampOf, type LedgerDeps } from './deps.js';

export interface RecordedConsentOf {
  readonly number: E164;
  readonly event: ConsentGiven;
  readonly verdict: RecordVerdict;
}

/**
 * Records what one person agreed to. Everything that is said is said of this one person, so the proof is individual;
 * and it may end an earlier withdrawal, when it was given later.
 *
 * @param phone As a person types it.
 * @throws OperatorError badInput (65) naming what is missing or does not fit; notPermitted (77) when the never-list
 *   forbids it.
 */
export async function recordConsent(
  phone: string,
  said: ConsentCells,
  rules: ConsentRules,
  deps: LedgerDeps,
): Promise<RecordedConsentOf> {
  const reading = readConsent(phone, said, {}, rules);
  if (reading.kind === 'refused') {
    const { reason } = reading;
    const value =
      reason === 'invalid_number' || reason === 'not_mobile' || reason === 'fictional_number' ? '' : reading.value;
    throw new OperatorError(
      'badInput',
      phrase('consent.refused', { reason, value }),
      phrase('consent.refusedHint', { reason }),
    );
  }
  const { number, event } = reading;
  const record = { number, event, source: null };
  const [isRecorded = false] = await deps.ledger.areRecorded([record]);
  const facts = (await deps.ledger.factsFor([number], deps.clock.now())).get(number);
  const purpose = rules.purposes.get(event.purpose);
  invariant(facts !== undefined && purpose !== undefined, 'facts and purpose of a read consent are known');
  switch (consentVerdict(event, 'person', isRecorded, facts, purpose)) {
    case 'suppressed':
      throw new OperatorError(
        'notPermitted',
        phrase('consent.onNeverList', { number: maskPhoneNumber(number) }),
        phrase('consent.onNeverListHint'),
      );
    case 'withdrawn':
      throw new OperatorError(
        'badInput',
        phrase('consent.refused', { reason: 'withdrawn', value: event.givenAt }),
        phrase('consent.refusedHint', { reason: 'withdrawn' }),
      );
    case 'unchanged':
      return { number, event, verdict: 'unchanged' };
    case 'record': {
      const [verdict] = await deps.ledger.recordConsents([record], stampOf(deps));
      invariant(verdict !== undefined, 'each record has its verdict');
      return { number, event, verdict };
    }
  }
}

/**
 * Records that one person takes back what they agreed to, for one purpose or, with null, for all. A number that the
 * ledger does not know is recorded too: then no later import of an old list can bring it in.
 *
 * @returns `unchanged` when they had withdrawn already and nothing was given since.
 */
export async function recordWithdrawal(number: E164, purpose: string | null, deps: LedgerDeps): Promise<RecordVerdict> {
  const { ledger, clock } = deps;
  const consents = (await ledger.factsFor([number], clock.now())).get(number)?.consents ?? [];
  const last = consents.findLast((event) => purpose === null || event.purpose === null || event.purpose === purpose);
  if (last?.kind === 'withdrawn' && (last.purpose === null || last.purpose === purpose)) return 'unchanged';
  const event = { kind: 'withdrawn', purpose, effectiveAt: clock.now() } as const;
  const [verdict] = await ledger.recordConsents([{ number, event, source: null }], stampOf(deps));
  invariant(verdict !== undefined, 'each record has its verdict');
  return verdict;
}
