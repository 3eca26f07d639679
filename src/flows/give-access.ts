import type { Config } from '../config/config.js';
import type { E164 } from '../core/contact/phone-number.js';
import { NOTHING_ANSWERED, type Answered } from '../core/rights/request.js';
import type { RequestRow } from '../store/request-store.js';
import type { OwnRecord } from '../store/rights-store.js';
import type { ConsentProof, SuppressionRow } from '../store/store.js';
import { recordRevealed } from './export-records.js';
import { answerOpen, noteExercised, type RegisterDeps } from './register-request.js';

/** A line of the log that concerns the person. Who did it is left out: the rights of others (GDPR article 15(4)). */
interface OwnLogLine {
  readonly seq: number;
  readonly at: string;
  readonly kind: string;
  readonly campaign: string | null;
  readonly data: unknown;
}

/** All that the ledger holds of one person. */
export interface Dossier {
  readonly number: E164;
  readonly record: OwnRecord;
  readonly consents: readonly ConsentProof[];
  readonly suppressions: readonly SuppressionRow[];
  readonly requests: readonly RequestRow[];
  readonly log: readonly OwnLogLine[];
  /** Who was handed the number and the texts. */
  readonly recipients: readonly string[];
  /** Campaigns whose rehearsal is a copy of all this. */
  readonly rehearsals: readonly string[];
  readonly controller: Config['organisation'];
  /** Months. */
  readonly terms: Config['retention'];
}

export interface AccessDeps extends RegisterDeps {
  readonly config: Config;
  rehearsalsHolding(number: E164): Promise<readonly { readonly name: string }[]>;
}

/** Gathers everything; one person's part of a ledger is small. */
export async function gatherDossier(number: E164, deps: AccessDeps): Promise<Dossier> {
  const { ledger, config } = deps;
  return {
    number,
    record: await ledger.ownRecord(number),
    consents: [...ledger.consentProofs(number)],
    suppressions: await ledger.suppressionsOf(number),
    requests: await ledger.requestsOf(number),
    log: [...ledger.auditRows({ number })].map(({ seq, at, kind, campaign, data }) => ({
      ...{ seq, at, kind, campaign },
      data: JSON.parse(data) as unknown,
    })),
    recipients: (await ledger.heldInClear(number)).providers,
    rehearsals: (await deps.rehearsalsHolding(number)).map(({ name }) => name),
    controller: config.organisation,
    terms: config.retention,
  };
}

/**
 * Notes that all this was shown whole, and that it answers the person's request.
 *
 * @param isReadable By another program: then it answers a request for portability too.
 */
export async function noteAccess(
  number: E164,
  { fingerprint, isReadable }: { readonly fingerprint: Buffer; readonly isReadable: boolean },
  deps: AccessDeps,
): Promise<Answered> {
  await recordRevealed({ what: 'access', subject: fingerprint }, deps);
  const ported = isReadable ? await answerOpen('portability', number, deps) : NOTHING_ANSWERED;
  const given = await answerOpen('access', number, deps);
  const requests = [...ported.requests, ...given.requests];
  if (requests.length === 0) return noteExercised('access', number, deps);
  return { requests, unidentified: [...ported.unidentified, ...given.unidentified] };
}
