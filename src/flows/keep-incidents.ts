import type { DateTime } from 'luxon';
import {
  authorityDeadline,
  dutiesOf,
  isLate,
  type IncidentDuty,
  type IncidentFields,
  type IncidentRecord,
  type IncidentRisk,
} from '../core/incident/incident.js';
import { maskNumbersIn } from '../core/contact/mask-text.js';
import { instantOf, isoInstant } from '../core/schedule/instant.js';
import { OperatorError } from '../errors.js';
import { phrase } from '../words/phrase.js';
import { stampOf, type LedgerDeps } from './deps.js';

/** What a person gives; what is absent stays as it is. */
export interface IncidentChange {
  readonly what?: string;
  readonly knownAt?: DateTime | null;
  readonly whose?: string;
  readonly people?: number | null;
  readonly measures?: string;
  readonly risk?: IncidentFields['risk'];
  readonly authorityToldAt?: DateTime | null;
  readonly peopleToldAt?: DateTime | null;
  readonly notToldBecause?: string;
}

interface IncidentDeps extends LedgerDeps {
  /** Where the reader counts hours, IANA name. */
  readonly zone: string;
}

/** Until a person has judged it, an incident counts as one that the authority is to be told. */
const UNJUDGED: IncidentRisk = 'risk';

export async function addIncident(
  change: IncidentChange & { readonly what: string },
  deps: IncidentDeps,
): Promise<number> {
  const fields = fieldsOf(change, deps.clock.now());
  const knownAt = fields.knownAt ?? isoInstant(deps.clock.now());
  const none = { whose: null, people: null, measures: null, authorityToldAt: null, peopleToldAt: null };
  const incident = {
    ...none,
    notToldBecause: null,
    risk: UNJUDGED,
    ...fields,
    what: maskNumbersIn(change.what),
    knownAt,
  };
  refuseToldBeforeKnown(incident, deps.zone);
  return deps.ledger.addIncident(incident, stampOf(deps));
}

/** @throws OperatorError usage (64) when nothing is given; noInput (66) for a number that no open incident has. */
export async function updateIncident(id: number, change: IncidentChange, deps: IncidentDeps): Promise<void> {
  const fields = fieldsOf(change, deps.clock.now());
  if (Object.keys(fields).length === 0) {
    throw new OperatorError('usage', phrase('oversight.nothingGiven'), phrase('oversight.nothingGivenHint'));
  }
  const incident = (await deps.ledger.incidents()).find((one) => one.id === id && one.closedAt === null);
  if (incident === undefined) throw noIncident(id);
  const { knownAt, authorityToldAt, peopleToldAt } = fields;
  // What was entered wrongly before does not keep anything else from being noted.
  if ((knownAt ?? authorityToldAt ?? peopleToldAt) !== undefined) {
    refuseToldBeforeKnown({ ...incident, ...fields }, deps.zone);
  }
  if (!(await deps.ledger.updateIncident(id, fields, stampOf(deps)))) throw noIncident(id);
}

/**
 * Closes an incident once everything is done about it.
 *
 * @throws OperatorError usage (64) naming what is still to be done; noInput (66) for a number that no open incident has.
 */
export async function closeIncident(id: number, deps: LedgerDeps): Promise<void> {
  const incident = (await deps.ledger.incidents()).find((one) => one.id === id && one.closedAt === null);
  if (incident === undefined) throw noIncident(id);
  const duties = dutiesOf(incident);
  if (duties.length > 0) {
    throw new OperatorError(
      'usage',
      phrase('oversight.notDone', { id, duties }),
      phrase('oversight.notDoneHint', { id }),
    );
  }
  if (!(await deps.ledger.closeIncident(id, stampOf(deps)))) throw noIncident(id);
}

/** An incident with what follows from it. */
export interface JudgedIncident extends IncidentRecord {
  readonly authorityDeadline: DateTime;
  readonly duties: readonly IncidentDuty[];
  /** The authority is still to be told, and its time is over. */
  readonly late: boolean;
}

/** @param all Closed ones too. */
export async function listIncidents(
  all: boolean,
  { ledger, clock }: Pick<LedgerDeps, 'ledger' | 'clock'>,
): Promise<readonly JudgedIncident[]> {
  const incidents = await ledger.incidents();
  const now = clock.now();
  return incidents
    .filter(({ closedAt }) => all || closedAt === null)
    .map((one) => ({
      ...one,
      authorityDeadline: authorityDeadline(one),
      duties: dutiesOf(one),
      late: isLate(one, now),
    }));
}

function fieldsOf(change: IncidentChange, now: DateTime): Partial<IncidentFields> {
  const { knownAt = null, authorityToldAt = null, peopleToldAt = null, people = null, risk, ...texts } = change;
  // The register is kept for years and survives every erasure: nobody's number belongs into it.
  const masked = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, maskNumbersIn(text)]));
  const instants = Object.entries({ knownAt, authorityToldAt, peopleToldAt }).flatMap(([name, at]) => {
    if (at !== null && at > now)
      throw new OperatorError(
        'usage',
        phrase('oversight.future', { option: flags[name] ?? name }),
        phrase('oversight.futureHint'),
      );
    return at === null ? [] : [[name, isoInstant(at)] as const];
  });
  const judged = risk === undefined ? {} : { risk };
  return { ...masked, ...judged, ...(people === null ? {} : { people }), ...Object.fromEntries(instants) };
}

const flags: Readonly<Record<string, string>> = {
  knownAt: '--known-at',
  authorityToldAt: '--authority-told-at',
  peopleToldAt: '--people-told-at',
};

/**
 * Nobody tells of what they do not know. An instant that has no seconds is the whole of its minute, as people give it: in that
 * in which an incident became known it may have been told.
 *
 * @throws OperatorError usage (64)
 */
function refuseToldBeforeKnown(
  incident: Pick<IncidentFields, 'knownAt' | 'authorityToldAt' | 'peopleToldAt'>,
  zone: string,
): void {
  const knownAt = instantOf(incident.knownAt);
  for (const name of ['authorityToldAt', 'peopleToldAt'] as const) {
    const told = incident[name];
    if (told === null) continue;
    const at = instantOf(told);
    const isWholeMinute = at.equals(at.startOf('minute'));
    if (at >= (isWholeMinute ? knownAt.startOf('minute') : knownAt)) continue;
    throw new OperatorError(
      'usage',
      phrase('oversight.toldBeforeKnown', { option: flags[name] ?? name, at, knownAt, zone }),
      phrase('oversight.toldBeforeKnownHint'),
    );
  }
}

function noIncident(id: number): OperatorError {
  return new OperatorError('noInput', phrase('oversight.noIncident', { id }), phrase('oversight.noIncidentHint'));
}
