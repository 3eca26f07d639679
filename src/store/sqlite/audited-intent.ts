import type { Encoding } from '../../core/segment/count-segments.js';

/** An intent with what its audit row says of it. */
export interface Audited extends Submitted, AuditedCampaign {
  readonly state: string;
}

/** What an intent itself tells. */
export interface Submitted {
  readonly id: number;
  readonly ref: string;
  /** In hexadecimal. */
  readonly fingerprint: string;
  readonly segments: number;
  readonly encoding: Encoding;
  readonly costMicros: number;
  readonly textHash: string;
  readonly consentSeq: number;
}

/** What its campaign tells of every one. */
export interface AuditedCampaign {
  readonly campaign: string;
  readonly provider: string;
  readonly purpose: string;
}

/** Joins what an audit row tells. */
export const AUDITED = `SELECT intent.id, intent.ref, intent.state, campaign.name AS campaign,
    lower(hex(subject.fingerprint)) AS fingerprint, intent.segments, intent.encoding, intent.cost_micros AS costMicros,
    lower(hex(intent.text_hash)) AS textHash,
    campaign.provider, campaign.purpose, intent.consent_seq AS consentSeq
  FROM intent JOIN campaign ON campaign.id = intent.campaign_id JOIN subject ON subject.id = intent.subject_id`;
