import { consentState, hasEnded, type ConsentState } from '../core/consent/consent-state.js';
import type { Purpose } from '../core/consent/purpose.js';
import type { E164 } from '../core/contact/phone-number.js';
import { suppresses } from '../core/suppression/suppression.js';
import type { ConsentProof, SuppressionRow } from '../store/store.js';
import type { LedgerDeps } from './deps.js';

/** Where one person stands for one purpose. */
interface PurposeStanding {
  readonly purpose: Purpose;
  readonly state: ConsentState['kind'];
  /** A list of members brought it to its end: it has not run out. */
  readonly hasEnded: boolean;
  /** The never-list forbids it, whatever the state. */
  readonly isSuppressed: boolean;
  /** The consent that counts, that has expired or that waits for its confirmation; null where there is none. */
  readonly proof: ConsentProof | null;
}

export interface ConsentStanding {
  readonly purposes: readonly PurposeStanding[];
  readonly suppressions: readonly SuppressionRow[];
  /** The whole history, in the order of the ledger. */
  readonly events: readonly ConsentProof[];
}

/**
 * Tells what one person agreed to, where they stand now and what proves it. A consent that holds for one campaign only
 * is told among the events: for no purpose as a whole does it count.
 */
export async function consentStanding(
  number: E164,
  purposes: ReadonlyMap<string, Purpose>,
  { ledger, clock }: Pick<LedgerDeps, 'ledger' | 'clock'>,
): Promise<ConsentStanding> {
  const now = clock.now();
  const facts = (await ledger.factsFor([number], now)).get(number) ?? { consents: [], suppressions: [] };
  const events = [...ledger.consentProofs(number)];
  const standings = [...purposes.values()].map((purpose): PurposeStanding => {
    const state = consentState(facts, purpose, '', now);
    const seq = 'consent' in state ? state.consent.seq : state.kind === 'pending' ? state.request.seq : null;
    return {
      purpose,
      state: state.kind,
      hasEnded: state.kind === 'expired' && hasEnded(state.consent, facts.consents),
      isSuppressed: facts.suppressions.some((entry) => suppresses(entry, purpose)),
      proof: events.find((event) => event.seq === seq) ?? null,
    };
  });
  return { purposes: standings, suppressions: await ledger.suppressionsOf(number), events };
}
