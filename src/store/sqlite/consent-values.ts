import type { AuditData } from '../../core/audit/chain.js';
import { withdrawnAt, type ConsentEvent } from '../../core/consent/consent-event.js';
import { isoInstant } from '../../core/schedule/instant.js';
import type { ConsentRecord } from '../store.js';

/** What an event itself says, in the order in which it is written. */
export const eventColumns = [
  'kind',
  'variant',
  'purpose',
  'basis',
  'given_at',
  'effective_at',
  'valid_until',
  'method',
  'source',
  'evidence',
  'ip',
  'collected_by',
  'campaign',
  'proof',
  'confirmed_at',
  'last_contact_at',
] as const;

export function valuesOf(event: ConsentEvent): Readonly<Record<(typeof eventColumns)[number], string | null>> {
  const effectiveAt = isoInstant(event.effectiveAt);
  if (event.kind !== 'given') {
    const none = { valid_until: null, method: null, source: null, evidence: null, ip: null, collected_by: null };
    return {
      ...none,
      kind: 'withdrawn',
      variant: event.kind === 'ended' ? event.kind : null,
      purpose: event.purpose,
      basis: event.kind === 'ended' ? event.basis : null,
      given_at: event.kind === 'withdrawn' ? withdrawnAt(event) : effectiveAt,
      effective_at: effectiveAt,
      campaign: null,
      proof: 'individual',
      confirmed_at: null,
      last_contact_at: null,
    };
  }
  const { kind, purpose, basis, givenAt, validUntil, method, source, evidence, ip, collectedBy, campaign, proof } =
    event;
  return {
    kind,
    variant: event.isPending ? 'pending' : null,
    purpose,
    basis,
    given_at: givenAt,
    effective_at: effectiveAt,
    valid_until: validUntil === null ? null : isoInstant(validUntil),
    method,
    source,
    evidence,
    ip,
    collected_by: collectedBy,
    campaign,
    proof,
    confirmed_at: event.confirmedAt,
    last_contact_at: event.lastContactAt === null ? null : isoInstant(event.lastContactAt),
  };
}

/** What the log tells of a consent: basis, date and the hash of the words answer a complaint after an erasure too. */
export function auditData(
  event: ConsentEvent,
  seq: number,
  source: ConsentRecord['source'],
  { wordingHash, proofSeal }: { readonly wordingHash: Buffer | null; readonly proofSeal: string | null },
): AuditData {
  const effectiveAt = isoInstant(event.effectiveAt);
  const importId = source?.importId ?? null;
  const line = source?.line ?? null;
  const { purpose } = event;
  // By name, as the log keeps them: a row in that order is written without being sorted.
  if (event.kind === 'withdrawn') {
    const asDay = event.day === undefined ? {} : { givenAt: event.day.text };
    return { consentSeq: seq, effectiveAt, ...asDay, import: importId, line, purpose };
  }
  const { basis } = event;
  if (event.kind === 'ended') return { basis, consentSeq: seq, effectiveAt, import: importId, line, purpose };
  return {
    basis,
    ...(event.campaign === null ? {} : { campaign: event.campaign }),
    ...(event.confirmedAt === null ? {} : { confirmedAt: event.confirmedAt }),
    consentSeq: seq,
    effectiveAt,
    givenAt: event.givenAt,
    import: importId,
    ...(event.lastContactAt === null ? {} : { lastContactAt: isoInstant(event.lastContactAt) }),
    line,
    method: event.method,
    proof: event.proof,
    proofSeal,
    purpose,
    validUntil: event.validUntil === null ? null : isoInstant(event.validUntil),
    wordingHash: wordingHash?.toString('hex') ?? null,
  };
}
