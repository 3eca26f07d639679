import type { DateTime } from 'luxon';
import { instantOf } from '../schedule/instant.js';

/**
 * How likely a breach is to harm the people concerned. `none`: unlikely, the authority need not be told; `risk`: it is to
 * be told; `high`: the people as well (GDPR art. 33(1) and 34(1)).
 */
export const incidentRisks = ['none', 'risk', 'high'] as const;
export type IncidentRisk = (typeof incidentRisks)[number];

/** What is documented of a breach of personal data (GDPR art. 33(5)). Instants are ISO-8601. */
export interface IncidentFields {
  readonly what: string;
  readonly knownAt: string;
  readonly whose: string | null;
  readonly people: number | null;
  readonly measures: string | null;
  readonly risk: IncidentRisk;
  readonly authorityToldAt: string | null;
  readonly peopleToldAt: string | null;
  readonly notToldBecause: string | null;
}

export interface IncidentRecord extends IncidentFields {
  readonly id: number;
  readonly closedAt: string | null;
  readonly recordedAt: string;
  readonly operator: string;
}

/**
 * GDPR art. 33(1): without undue delay and, where feasible, not later than 72 hours after having become aware of it. The
 * Swiss act (FADP article 24) asks for as soon as possible, and the same clock serves.
 */
const AUTHORITY_HOURS = 72;

export function authorityDeadline({ knownAt }: Pick<IncidentFields, 'knownAt'>): DateTime {
  return instantOf(knownAt).plus({ hours: AUTHORITY_HOURS });
}

/** Whether the authority is still to be told, and its time is over. */
export function isLate(incident: IncidentRecord, now: DateTime): boolean {
  return dutiesOf(incident).includes('tell_authority') && authorityDeadline(incident) < now;
}

/** What is still to be done about an incident; nothing once it is closed. */
export type IncidentDuty = 'tell_authority' | 'tell_people' | 'note_measures';

export function dutiesOf(incident: IncidentRecord): readonly IncidentDuty[] {
  const { closedAt, risk, authorityToldAt, peopleToldAt, notToldBecause, measures } = incident;
  if (closedAt !== null) return [];
  const isExcused = notToldBecause !== null;
  return [
    ...(risk !== 'none' && authorityToldAt === null && !isExcused ? (['tell_authority'] as const) : []),
    ...(risk === 'high' && peopleToldAt === null && !isExcused ? (['tell_people'] as const) : []),
    ...(measures === null ? (['note_measures'] as const) : []),
  ];
}
