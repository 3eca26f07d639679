import type { DateTime } from 'luxon';
import { isoInstant } from '../schedule/instant.js';
import { sha256 } from '../sha256.js';
import type { LegalBasis } from './purpose.js';

/** How a consent was collected. */
export const consentMethods = [
  'web_form',
  'paper_form',
  'sms_keyword',
  'email',
  'in_person',
  'phone_call',
  'contract',
  'membership',
] as const;
export type ConsentMethod = (typeof consentMethods)[number];

/** Bases that are no consent at all: silence is not consent (GDPR recital 32; CJEU C-673/17 Planet49). */
export const optOutBases = ['opt_out_active', 'opt_out_passive', 'pre_checked'] as const;
export type OptOutBasis = (typeof optOutBases)[number];

/** Whether a proof stands in the person's own row, or one statement was made for a whole file. */
export type ProofKind = 'individual' | 'bulk_attested';

/** What an event of the history tells, as people are told it: a request that nobody has confirmed yet is a kind of its own. */
export type ConsentKind = 'given' | 'pending' | 'withdrawn' | 'ended';

/** A legal basis as it was recorded, with its proof. */
export interface ConsentGiven {
  readonly kind: 'given';
  readonly purpose: string;
  readonly basis: LegalBasis;
  /** As stated: an ISO date or an ISO instant. */
  readonly givenAt: string;
  /** The instant that counts, UTC; a date alone counts from 00:00 local time, so it never beats a STOP of that day. */
  readonly effectiveAt: DateTime;
  /** Last day of validity as an instant (exclusive), or null. */
  readonly validUntil: DateTime | null;
  readonly method: ConsentMethod;
  readonly wording: string | null;
  readonly source: string | null;
  readonly evidence: string | null;
  readonly ip: string | null;
  readonly collectedBy: string | null;
  /** The one campaign that a rented list may be used for. */
  readonly campaign: string | null;
  readonly proof: ProofKind;
  /** A double opt-in that waits for its confirmation: no consent yet. */
  readonly isPending: boolean;
  /** When a double opt-in was confirmed, as stated; null where no confirmation is told of. */
  readonly confirmedAt: string | null;
  /** The last sign of life of the person that the record tells of. */
  readonly lastContactAt: DateTime | null;
}

/**
 * The end of a membership: it ends the consents of one basis that were recorded before, and stands in nobody's way who
 * joins again.
 */
export interface ConsentEnded {
  readonly kind: 'ended';
  readonly purpose: string;
  readonly basis: LegalBasis;
  readonly effectiveAt: DateTime;
}

/** A withdrawal; `purpose` null withdraws from every purpose. */
export interface ConsentWithdrawn {
  readonly kind: 'withdrawn';
  readonly purpose: string | null;
  /** The instant that counts, UTC: of a day alone its end, so that no consent of that day beats it, and never one to come. */
  readonly effectiveAt: DateTime;
  /** The day, where it was stated as one: `2026-03-10`, and its first moment. Absent: it was stated as the instant. */
  readonly day?: { readonly text: string; readonly startsAt: DateTime };
}

export type ConsentEvent = ConsentGiven | ConsentWithdrawn | ConsentEnded;

/**
 * Identifies an event by what it says of whom, so that the same row imported twice is recorded once. The file, the
 * line, who imported it and when are not part of it.
 *
 * @param fingerprint The subject's.
 * @param after The event that stands between this one and the same one before it, as seq: who joined, left and joined
 *   again on the same terms did so twice. Null: it came once.
 * @returns 32 bytes, SHA-256.
 */
export function consentIdentity(fingerprint: Buffer, event: ConsentEvent, after: number | null = null): Buffer {
  const facts =
    event.kind === 'withdrawn'
      ? [event.purpose, withdrawnAt(event)]
      : event.kind === 'ended'
        ? [event.purpose, event.basis, isoInstant(event.effectiveAt)]
        : [
            event.purpose,
            event.basis,
            event.givenAt,
            event.validUntil === null ? null : isoInstant(event.validUntil),
            event.method,
            event.wording,
            event.source,
            event.evidence,
            event.ip,
            event.collectedBy,
            event.campaign,
            // Told only where there is something to tell: what was recorded before these were known keeps its identity.
            ...(event.isPending ? ['pending'] : []),
            ...(event.confirmedAt === null ? [] : [{ confirmedAt: event.confirmedAt }]),
            ...(event.lastContactAt === null ? [] : [{ lastContactAt: isoInstant(event.lastContactAt) }]),
          ];
  return sha256(
    JSON.stringify([fingerprint.toString('hex'), event.kind, ...facts, ...(after === null ? [] : [{ after }])]),
  );
}

/** When it was withdrawn, as it was stated: an ISO date or an ISO instant. */
export function withdrawnAt({ day, effectiveAt }: ConsentWithdrawn): string {
  return day?.text ?? isoInstant(effectiveAt);
}

/**
 * By what an event may be known that was said once: a withdrawal of a day alone counted from that day's first moment in
 * earlier versions. Recorded anew it would end what the person agreed to since.
 */
export function identitiesOf(fingerprint: Buffer, event: ConsentEvent): readonly Buffer[] {
  const identity = consentIdentity(fingerprint, event);
  if (event.kind !== 'withdrawn' || event.day === undefined) return [identity];
  const { purpose, day } = event;
  return [identity, consentIdentity(fingerprint, { kind: 'withdrawn', purpose, effectiveAt: day.startsAt })];
}
