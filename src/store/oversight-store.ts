import type { IncidentFields, IncidentRecord } from '../core/incident/incident.js';
import type { Actor, Stamp } from './store.js';

/** What waits for its confirmation, as one thing that can be approved. */
export interface WaitingPlan {
  /** Over every message, exclusion and term of it, and over what the ledger has learnt of these people. */
  readonly hash: Buffer;
  /** How many messages wait, and what they cost. */
  readonly count: number;
  readonly costMicros: number;
  /** Who made the plans that wait. */
  readonly plannedBy: readonly Actor[];
}

/** What was approved of a campaign, for its confirmation. */
export interface ApprovedPlan {
  readonly hash: Buffer;
  readonly rules: string;
}

export interface Approval extends Actor {
  /** ISO-8601. */
  readonly at: string;
}

export interface ApprovalStore {
  /**
   * What of a campaign waits for its confirmation.
   *
   * @param rules What the configuration says of it: another text is another plan.
   */
  waitingPlan(campaignId: number, rules: string): Promise<WaitingPlan>;
  /** Who has approved exactly this. */
  approvalsOf(campaignId: number, hash: Buffer): Promise<readonly Approval[]>;
  /** Records an approval with its audit row; one that is there already is `unchanged`. */
  approvePlan(campaignId: number, hash: Buffer, count: number, stamp: Stamp): Promise<'recorded' | 'unchanged'>;
}

export interface IncidentStore {
  /** Enters an incident with its audit row. Returns its number. */
  addIncident(fields: IncidentFields, stamp: Stamp): Promise<number>;
  /** Changes what is given; the audit row names the fields, not their texts. False when there is no such open incident. */
  updateIncident(id: number, fields: Partial<IncidentFields>, stamp: Stamp): Promise<boolean>;
  /** False when there is no such open incident. */
  closeIncident(id: number, stamp: Stamp): Promise<boolean>;
  incidents(): Promise<readonly IncidentRecord[]>;
}
