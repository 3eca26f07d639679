import type { Keyring } from '../../core/contact/keyring.js';
import { SEALED_COLUMNS } from './incident.js';
import type { LogReading } from './log-reading.js';
import { EMPTIED, foundBy, ifTold, isSubject, isTold, told, type Check } from './log-sql.js';
import { planContradictions } from './plan-contradictions.js';
import { hasPrint } from './prints.js';

/**
 * What the registers beside consents and messages tell otherwise than the log: proofs, replies, holds, requests,
 * incidents, files, and who decided what when. What a row of the log did not tell when it was written is not compared.
 */
export function proofContradictions(log: LogReading, keyring: Keyring): readonly string[] {
  const counts = log.db.prepare<[], number[]>(ALL_OF_FEW).raw().get() ?? [];
  return [
    ...foundBy(CHECKS_OF_MANY, log),
    ...CHECKS_OF_FEW.flatMap(({ told }, place) => ((counts[place] ?? 0) > 0 ? [`${counts[place]} ${told}`] : [])),
    ...planContradictions(log, keyring),
  ];
}

/** One of many comparisons that are made together: `sql` counts, as `count`, what `told` says of so many. */
interface CheckOfFew {
  readonly sql: string;
  readonly told: string;
}

/** A text that was removed since says nothing; one that is there is the one that was sealed. */
const sealed = (column: string, name: string, of = 'audit'): string =>
  `(${column} IS NULL OR NOT ${isTold(name, of)} OR ifnull(is_seal(${told(name, of)}, ${column}), 0))`;

/** What was written about a step of a request: of one that nobody took there is nothing. */
const sealedOf = (column: string, name: string, step: string): string =>
  `(${column} IS NULL OR (${step}.at IS NOT NULL AND ${sealed(column, name, step)}))`;

const byWhom = (at: string, operator: string, of = 'audit'): string =>
  `${at} = ${of}.at AND ${operator} = ${of}.operator`;

/** The rows of the log of one kind, numbered: tables that only grow have theirs in the same order. */
const nth = (condition: string): string =>
  `(SELECT row_number() OVER (ORDER BY seq) AS nth, kind, at, operator, subject, data FROM few AS audit WHERE ${condition}) AS audit`;
const nthOf = (table: string, key: string, condition = 'TRUE'): string =>
  `(SELECT row_number() OVER (ORDER BY ${key}) AS nth, * FROM ${table} WHERE ${condition}) AS ${table}`;

/**
 * The last row of one kind about each thing, found by what it says it is about. As a number, as the ids are: otherwise the
 * database makes no index for it and goes through all of them for each.
 */
const last = (kinds: string, about: string, name: string): string =>
  `${name} AS MATERIALIZED (SELECT CAST(${told(about)} AS INTEGER) AS about, max(seq) AS seq, at, operator, login, subject, data FROM few AS audit
     WHERE kind IN (${kinds}) AND ${isTold(about)} GROUP BY 1)`;

/**
 * A request with the rows of the log about its steps, and with how somebody is reached: that is told anew where their
 * number is added for the answer, and taken away with it.
 */
const STEPS = `${(['received', 'identified', 'extended', 'answered'] as const)
  .map((step) => last(`'request_${step}'`, 'request', step))
  .join(', ')},
    reached AS MATERIALIZED (SELECT CAST(${told('request')} AS INTEGER) AS about, max(seq), ${told('contactSeal')} AS seal FROM few AS audit
      WHERE kind IN ('request_received', 'request_identified', 'request_answered') AND ${isTold('contactSeal')} GROUP BY 1)`;
const REQUEST_BY_STEPS = `request LEFT JOIN received ON received.about = request.id
        LEFT JOIN identified ON identified.about = request.id LEFT JOIN extended ON extended.about = request.id
        LEFT JOIN answered ON answered.about = request.id LEFT JOIN reached ON reached.about = request.id`;

const isGone = (column: string, seal: string): string => `(${column} IS NULL AND ${seal} IS NOT NULL)`;
/** Whether any text of a request is no longer there that its steps tell of. */
const HAS_LESS = [
  isGone('request.contact', 'reached.seal'),
  isGone('request.identified_by', told('bySeal', 'identified')),
  isGone('request.extended_because', told('becauseSeal', 'extended')),
  isGone('request.answered_because', told('becauseSeal', 'answered')),
].join(' OR ');

/** The last seal of a text, whether from its writing or from the erasure of somebody in it. */
const lastSeal = (about: string, seal: string): string =>
  `(SELECT ${told(about)} AS about, max(seq), ${told(seal)} AS seal FROM few AS audit
    WHERE kind IN ('import_ended', 'plan_frozen', 'stops_collected', 'exit_proven', 'text_erased')
      AND ${isTold(about)} AND ${isTold(seal)} GROUP BY 1)`;

const unlikeItsSeal = (table: string, column: string, about: string, seal: string): CheckOfFew => ({
  sql: `SELECT count(*) AS count FROM ${lastSeal(about, seal)} AS told JOIN ${table} ON ${table}.id = told.about
    WHERE NOT (${table}.${column} IS NULL AND told.seal IS NULL OR ifnull(is_seal(told.seal, ${table}.${column}), 0))`,
  told: `rows of ${table} have another ${column} than the audit log tells of`,
});

/** Rows of a table and rows of the log in number. */
const inNumber = (table: string, rows: string, kind: string): CheckOfFew => ({
  sql: `SELECT abs((SELECT count(*) FROM ${rows}) - (SELECT count(*) FROM few AS audit WHERE ${kind})) AS count`,
  told: `rows of ${table} more or fewer than the audit log tells of`,
});

/** On what the log tells in as many rows as there are people or messages: each check reads all of it. */
const CHECKS_OF_MANY: readonly Check[] = [
  {
    count: ({ consents }) => consents.otherProof,
    told: 'rows of consent_event have another proof than the audit log tells of',
  },
  {
    // A withdrawal has no proof, no term and no basis: the log tells none, and whatever stands there was put there by hand.
    count: ({ count }) =>
      count(`SELECT count(*) FROM consent_event WHERE (origin = 'import') <> (import_id IS NOT NULL) OR (kind = 'withdrawn'
        AND (coalesce(iif(variant IS NULL, basis, NULL), valid_until, method, source, evidence, ip, collected_by, confirmed_at) IS NOT NULL
          OR proof <> 'individual'))`),
    told: 'rows of consent_event contradict themselves',
  },
  {
    // By their places, which a lift names. Only the places are paired: there may be a million of them on either side.
    count: ({ count, rows }) =>
      count(`SELECT (SELECT count(*) FROM suppression) - (SELECT count(*)
        FROM (SELECT row_number() OVER (ORDER BY seq) AS nth, seq FROM ${rows('suppressed')} WHERE kind = 'suppressed') AS told
        JOIN (SELECT row_number() OVER (ORDER BY seq) AS nth, seq FROM suppression) AS kept USING (nth)
        CROSS JOIN audit ON audit.seq = told.seq CROSS JOIN suppression ON suppression.seq = kept.seq
      WHERE ${isSubject('suppression.fingerprint')} AND reason = ${told('reason')} AND scope = ${told('scope')}
        AND purpose IS ${told('purpose')} AND suppression.at = ${told('effectiveAt')} AND ${ifTold('import_id', 'import')}
        AND ${ifTold('line', 'line')} AND ${byWhom('recorded_at', 'suppression.operator')})`),
    told: 'rows of suppression tell something else than the audit log',
  },
];

/** On the rest of the log, `few`, which is picked out once for all of them. */
const CHECKS_OF_FEW: readonly CheckOfFew[] = [
  {
    sql: `SELECT count(*) AS count FROM ${nth("kind = 'suppression_lifted'")} JOIN ${nthOf('suppression_lift', 'seq')} USING (nth)
        LEFT JOIN suppression ON suppression.seq = suppression_seq
      WHERE NOT (suppression_seq = ${told('suppressionSeq')} AND why = ${told('why')}
        AND ${isSubject('suppression.fingerprint')} AND ${ifTold('suppression.reason', 'reason')}
        AND suppression_lift.purpose IS ${told('purpose')} AND consent_seq IS ${told('consentSeq')}
        AND ${byWhom('suppression_lift.recorded_at', 'suppression_lift.operator')})`,
    told: 'rows of suppression_lift tell something else than the audit log',
  },
  {
    // Both kinds in one order: the last row of a person says how it stands.
    sql: `SELECT count(*) AS count FROM ${nth("kind IN ('restricted', 'restriction_lifted')")} JOIN ${nthOf('restriction', 'seq')} USING (nth)
      WHERE NOT (audit.kind = iif(restriction.kind = 'lifted', 'restriction_lifted', restriction.kind)
        AND ${isSubject('restriction.fingerprint')} AND ${byWhom('restriction.at', 'restriction.operator')})`,
    told: 'rows of restriction tell something else than the audit log',
  },
  {
    sql: `SELECT count(*) AS count FROM ${nth("kind = 'reply_received'")} JOIN ${nthOf('reply', 'id')} USING (nth)
      WHERE NOT (${isSubject('reply.fingerprint')} AND ${byWhom('reply.recorded_at', 'reply.operator')}
        AND reply.verdict = ${told('verdict')} AND reply.matched IS ${told('matched')}
        AND reply.received_at = ${told('receivedAt')} AND reply.collection_id IS ${told('collection')}
        AND ${ifTold('reply.id', 'reply')} AND ${ifTold('reply.line', 'line')} AND ${sealed('reply.text', 'textSeal')})`,
    told: 'rows of reply tell something else than the audit log',
  },
  {
    // What may have been a STOP is decided first; whatever was none may then be dealt with.
    sql: `WITH ${last("'reply_decided'", 'reply', 'decided')}, ${last("'reply_done'", 'reply', 'dealt')}
      SELECT count(*) AS count FROM reply LEFT JOIN decided ON decided.about = reply.id LEFT JOIN dealt ON dealt.about = reply.id
      WHERE reply.decision IS NOT ${told('decision', 'decided')} OR NOT iif(reply.verdict = 'opt_out',
        reply.done_at IS reply.recorded_at AND reply.done_by IS reply.operator,
        iif(reply.decision = 'opt_out', reply.done_at IS decided.at AND reply.done_by IS decided.operator,
          reply.done_at IS dealt.at AND reply.done_by IS dealt.operator))
        OR (reply.state = 'review') <> (reply.verdict = 'review' AND reply.decision IS NULL)`,
    told: 'rows of reply have another end than the audit log tells of',
  },
  {
    sql: `SELECT count(*) AS count FROM ${nth(`kind = 'reply_received' AND ${told('verdict')} = 'review'`)}
        JOIN ${nthOf('hold', 'seq', 'releases IS NULL')} USING (nth)
      WHERE NOT (${isSubject('hold.fingerprint')} AND hold.at = ${told('receivedAt')} AND ${byWhom('hold.recorded_at', 'hold.operator')})`,
    told: 'rows of hold tell something else than the audit log',
  },
  {
    sql: `SELECT count(*) AS count FROM reply LEFT JOIN hold ON hold.seq = reply.hold_seq
      WHERE reply.hold_seq IS NOT NULL AND NOT (hold.fingerprint IS reply.fingerprint AND hold.at IS reply.received_at
        AND hold.recorded_at IS reply.recorded_at AND hold.releases IS NULL)`,
    told: 'rows of reply hold somebody else back',
  },
  {
    sql: `WITH ${last("'reply_decided'", 'reply', 'decided')}
      SELECT count(*) AS count FROM hold LEFT JOIN reply ON reply.hold_seq = hold.releases LEFT JOIN decided ON decided.about = reply.id
      WHERE hold.releases IS NOT NULL AND NOT ifnull(hold.fingerprint = reply.fingerprint AND hold.at = decided.at
        AND ${byWhom('hold.recorded_at', 'hold.operator', 'decided')}, 0)`,
    told: 'rows of hold are released otherwise than the audit log tells',
  },
  inNumber('request', 'request', "kind = 'request_received'"),
  {
    sql: `WITH ${STEPS} SELECT count(*) AS count FROM ${REQUEST_BY_STEPS}
      WHERE NOT ifnull(request.kind = ${told('asks', 'received')} AND (${isSubject('request.fingerprint', 'received')}
          OR (received.subject IS NULL AND ${isSubject('request.fingerprint', 'identified')}))
        AND ${byWhom('request.recorded_at', 'request.operator', 'received')}
        AND request.received_on = ${told('receivedOn', 'received')}
        AND request.due_on = coalesce(${told('dueOn', 'extended')}, ${told('dueOn', 'received')})
        AND request.identified_on IS ${told('on', 'identified')} AND request.extended_on IS ${told('on', 'extended')}
        AND request.answered_on IS ${told('on', 'answered')} AND request.answer IS ${told('answer', 'answered')}
        AND (request.contact IS NULL OR reached.about IS NULL OR ifnull(is_seal(reached.seal, request.contact), 0))
        AND ${sealedOf('request.identified_by', 'bySeal', 'identified')}
        AND ${sealedOf('request.extended_because', 'becauseSeal', 'extended')}
        AND ${sealedOf('request.answered_because', 'becauseSeal', 'answered')}, 0)`,
    told: 'rows of request tell something else than the audit log',
  },
  {
    sql: `WITH ${STEPS} SELECT max(0, (SELECT count(*) FROM ${REQUEST_BY_STEPS} WHERE ${HAS_LESS})
      - (SELECT ifnull(sum(${told('requests')}), 0) FROM few AS audit WHERE ${EMPTIED})) AS count`,
    told: 'texts of request are gone that nothing in the audit log removed',
  },
  inNumber('incident', 'incident', "kind = 'incident_noted'"),
  {
    sql: `WITH ${last("'incident_noted'", 'incident', 'noted')}, ${last("'incident_closed'", 'incident', 'closed')},
        ${last("'incident_noted', 'incident_updated', 'incident_closed', 'text_erased'", 'incident', 'changed')}
      SELECT count(*) AS count FROM incident LEFT JOIN noted ON noted.about = incident.id
        LEFT JOIN closed ON closed.about = incident.id LEFT JOIN changed ON changed.about = incident.id
      WHERE NOT ifnull(${byWhom('incident.recorded_at', 'incident.operator', 'noted')}
        AND (NOT ${isTold('seal', 'changed')} OR is_seal(${told('seal', 'changed')}, ${SEALED_COLUMNS})), 0)
        OR incident.closed_at IS NOT closed.at`,
    told: 'rows of incident tell something else than the audit log',
  },
  {
    // Those that ended before the log told of files have no row in it, nor those that nothing was recorded from.
    sql: `WITH ${last("'import_ended'", 'import', 'ended')}
      SELECT count(*) AS count FROM import LEFT JOIN ended ON ended.about = import.id
      WHERE iif(ended.seq IS NULL,
        import.ended_at IS NOT NULL AND import.id > (SELECT min(about) FROM ended) AND import.id IN (
          SELECT import_id FROM consent_event UNION SELECT import_id FROM suppression),
        NOT ifnull(import.kind = ${told('of', 'ended')} AND import.sha256 = ${told('sha256', 'ended')} AND import.started_at = ${told('startedAt', 'ended')}
          AND ${byWhom('import.ended_at', 'import.operator', 'ended')}, 0))`,
    told: 'rows of import tell something else than the audit log',
  },
  {
    sql: `SELECT count(*) AS count FROM few AS audit WHERE kind = 'import_ended'
      AND NOT EXISTS (SELECT 1 FROM import WHERE import.id = ${told('import')})`,
    told: 'rows of import are missing',
  },
  unlikeItsSeal('import', 'file_name', 'import', 'fileSeal'),
  unlikeItsSeal('plan', 'file_name', 'plan', 'fileSeal'),
  unlikeItsSeal('collection', 'file_name', 'collection', 'fileSeal'),
  unlikeItsSeal('collection', 'statement', 'collection', 'statementSeal'),
  unlikeItsSeal('exit_proof', 'statement', 'proof', 'statementSeal'),
  inNumber('wording_version', 'wording_version', "kind = 'wording_recorded'"),
  {
    sql: `SELECT count(*) AS count FROM few AS audit LEFT JOIN wording_version AS kept
        ON kept.name = ${told('name')} AND kept.version = ${told('version')}
      WHERE audit.kind = 'wording_recorded' AND NOT ifnull(lower(hex(kept.hash)) = ${told('wordingHash')}
        AND kept.purpose = ${told('purpose')} AND kept.language = ${told('language')} AND kept.model IS ${told('model')}
        AND ${byWhom('kept.recorded_at', 'kept.operator')}, 0)`,
    told: 'rows of wording_version tell something else than the audit log',
  },
  inNumber('collection', '(SELECT 1 FROM collection WHERE ended_at IS NOT NULL)', "kind = 'stops_collected'"),
  {
    sql: `SELECT count(*) AS count FROM few AS audit LEFT JOIN collection ON collection.id = ${told('collection')}
      WHERE audit.kind = 'stops_collected' AND NOT ifnull(collection.kind = ${told('kind')}
        AND collection.provider = ${told('provider')} AND collection.sha256 IS ${told('sha256')}
        AND collection.has_stops = ${told('hasStops')} AND ${ifTold('collection.started_at', 'startedAt')} AND (${ifTold('collection.file_name', 'fileName')} OR EXISTS (SELECT 1 FROM few AS later
          WHERE later.kind = 'text_erased' AND ${told('collection', 'later')} = collection.id))
        AND ${byWhom('collection.ended_at', 'collection.operator')}, 0)`,
    told: 'rows of collection tell something else than the audit log',
  },
  inNumber('exit_proof', "(SELECT 1 FROM exit_proof WHERE kind = 'stop_test')", "kind = 'exit_test_begun'"),
  {
    sql: `SELECT count(*) AS count FROM ${nth("kind = 'exit_test_begun'")} JOIN ${nthOf('exit_proof', 'id', "kind = 'stop_test'")} USING (nth)
      WHERE NOT (${isSubject('exit_proof.fingerprint')} AND lower(hex(exit_proof.way_out)) = ${told('wayOut')}
        AND ${byWhom('exit_proof.begun_at', 'exit_proof.operator')})`,
    told: 'rows of exit_proof tell something else than the audit log',
  },
  inNumber('exit_proof', '(SELECT 1 FROM exit_proof WHERE proven_at IS NOT NULL)', "kind = 'exit_proven'"),
  {
    sql: `SELECT count(*) AS count FROM exit_proof WHERE proven_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM few AS audit
      WHERE audit.kind = 'exit_proven' AND ${told('way')} = exit_proof.kind AND ${told('wayOut')} = lower(hex(exit_proof.way_out))
        AND iif(exit_proof.kind = 'attested', ${byWhom('exit_proof.proven_at', 'exit_proof.operator')} AND exit_proof.begun_at = exit_proof.proven_at,
          ${isSubject('exit_proof.fingerprint')} AND ${told('receivedAt')} = exit_proof.proven_at))`,
    told: 'rows of exit_proof are proven otherwise than the audit log tells',
  },
  inNumber('approval', 'approval', "kind = 'plan_approved'"),
  {
    sql: `SELECT count(*) AS count FROM approval JOIN campaign ON campaign.id = approval.campaign_id
      WHERE NOT EXISTS (SELECT 1 FROM few AS audit WHERE audit.campaign = campaign.name AND audit.kind = 'plan_approved'
        AND ${told('planHash')} = lower(hex(approval.plan_hash)) AND audit.login = approval.login
        AND ${byWhom('approval.at', 'approval.operator')})`,
    told: 'rows of approval tell something else than the audit log',
  },
  inNumber('former_number', 'former_number', `kind = 'rectified' AND ${isTold('to')}`),
  {
    sql: `SELECT count(*) AS count FROM ${nth(`kind = 'rectified' AND ${isTold('to')}`)} JOIN ${nthOf('former_number', 'seq')} USING (nth)
      WHERE NOT (${isSubject('former_number.fingerprint')} AND ${byWhom('former_number.until', 'former_number.operator')})`,
    told: 'rows of former_number tell something else than the audit log',
  },
  {
    sql: `SELECT count(*) AS count FROM consent_event WHERE erased_at IS NOT NULL
      AND erased_at NOT IN (SELECT at FROM few WHERE ${EMPTIED})`,
    told: 'rows of consent_event lost their proof when nothing in the audit log removed it',
  },
  {
    sql: `WITH gone AS MATERIALIZED (SELECT id, fingerprint, erased_at FROM subject WHERE erased_at IS NOT NULL)
      SELECT count(*) AS count FROM gone WHERE id NOT IN (SELECT gone.id FROM few AS audit JOIN gone ON gone.erased_at = audit.at
        WHERE audit.kind = 'erased' AND ${isSubject('gone.fingerprint')})`,
    told: 'people are erased of whom the audit log tells no erasure',
  },
  {
    sql: `SELECT count(*) AS count FROM few AS audit JOIN subject ON ${hasPrint('audit.subject')}
      WHERE audit.kind = 'erased' AND subject.erased_at IS NULL AND ${told('consents')} > 0`,
    told: 'people are there of whom the audit log tells an erasure',
  },
  ...(
    [
      ['intent', "text = ''", 'messages', 'texts'],
      ['reply', 'text IS NULL', 'replies', 'replies'],
    ] as const
  ).map(([table, condition, erased, past]) => ({
    // Erasures of earlier versions do not tell how many replies they emptied.
    sql: `SELECT max(0, (SELECT count(*) FROM ${table} WHERE ${condition})
        - (SELECT ifnull(sum(ifnull(${told(erased)}, 0) + iif(kind = 'erased', 0, ifnull(${told(past)}, 0))), 0) FROM few AS audit WHERE ${EMPTIED}))
        * NOT EXISTS (SELECT 1 FROM few AS audit WHERE kind = 'erased' AND NOT ${isTold(erased)}) AS count`,
    told: `texts of ${table} are gone that nothing in the audit log removed`,
  })),
  {
    sql: `SELECT abs((SELECT count(*) FROM retired_key) - (SELECT count(*) FROM few AS audit WHERE kind = 'key_rotated')) AS count`,
    told: 'rows of retired_key more or fewer than the audit log tells of',
  },
  {
    sql: `SELECT count(*) AS count FROM ledger JOIN few AS audit ON audit.seq = 1
      WHERE audit.kind = 'ledger_created' AND NOT (ledger.created_at = audit.at AND ledger.clock_offset_ms IS NULL AND ledger.rehearsal_of IS NULL)`,
    told: 'rows of ledger tell something else than the audit log',
  },
];

const ALL_OF_FEW = `WITH few AS MATERIALIZED (SELECT * FROM audit
    WHERE kind NOT IN ('consent_given', 'consent_pending', 'consent_withdrawn', 'consent_ended', 'suppressed', 'submission',
      'receipt', 'skip', 'settlement'))
  SELECT ${CHECKS_OF_FEW.map(({ sql }) => `(${sql})`).join(',\n  ')}`;
