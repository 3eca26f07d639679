import { DateTime } from 'luxon';
import type { PastMessage, RecipientFacts } from '../../src/core/audience/eligibility.js';
import type { KnownConsent, RecordedConsent } from '../../src/core/consent/consent-state.js';

/** An instant from its ISO-8601 text. */
export const utc = (iso: string): DateTime => DateTime.fromISO(iso, { zone: 'utc' });

/** An opt-in to the association's news of March 2025, recorded as number `seq`. */
export function given(seq: number, differing: Partial<KnownConsent> = {}): KnownConsent {
  return {
    kind: 'given',
    seq,
    purpose: 'association',
    basis: 'opt_in',
    effectiveAt: utc('2025-03-01T09:00:00Z'),
    validUntil: null,
    method: 'web_form',
    campaign: null,
    proof: 'individual',
    origin: 'import',
    lastContactAt: null,
    ...differing,
  };
}

export function withdrawn(seq: number, at: string, purpose: string | null = null): RecordedConsent {
  return { kind: 'withdrawn', seq, purpose, effectiveAt: utc(at) };
}

/** A promotional message of another campaign. */
export function received(at: string, differing: Partial<PastMessage> = {}): PastMessage {
  return {
    campaign: 'other',
    purpose: 'association',
    promotional: true,
    submittedAt: utc(at),
    textHash: 'another text',
    ...differing,
  };
}

/** Someone with one good consent, of whom nothing else is known. */
export function factsWith(differing: Partial<RecipientFacts> = {}): RecipientFacts {
  return { subjectId: 1, suppressions: [], consents: [given(1)], received: [], ...differing };
}
