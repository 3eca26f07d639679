import { ownActs } from '../../core/consent/consent-state.js';
import { isoInstant } from '../../core/schedule/instant.js';
import type { PastTerm, RetentionBounds, RetentionStore } from '../retention-store.js';
import { stamped, type Append } from './audit.js';
import type { Context } from './context.js';
import { EMPTIED, emptyUnusedWordings } from './emptied.js';

const TEXTS = "text <> '' AND state IN ('accepted', 'rejected', 'skipped') AND ended_at < @texts";

/** When the person was last heard of, as `lastHeardOf` has it: somebody who was is no older than that. */
const HEARD_SINCE = `EXISTS (SELECT 1 FROM consent_event AS heard
  WHERE heard.subject_id = consent_event.subject_id AND heard.kind = 'given' AND heard.variant IS NULL
    AND (heard.last_contact_at >= @givenBefore
      OR (heard.proof = 'individual' AND heard.basis IN (SELECT value FROM json_each(@ownActs)) AND heard.effective_at >= @givenBefore)))`;

/** A consent ends by its own date, by a withdrawal or the end of its membership recorded after it, or by its age. */
const PROOFS = `kind = 'given' AND erased_at IS NULL AND coalesce(source, evidence, ip, collected_by) IS NOT NULL
  AND (valid_until < @proofs
    OR (effective_at < @givenBefore AND purpose IN (SELECT value FROM json_each(@ageing)) AND NOT ${HEARD_SINCE})
    OR EXISTS (SELECT 1 FROM consent_event AS later
      WHERE later.subject_id = consent_event.subject_id AND later.seq > consent_event.seq AND later.kind = 'withdrawn'
        AND (later.variant IS NULL OR later.basis = consent_event.basis)
        AND (later.purpose IS NULL OR later.purpose = consent_event.purpose) AND later.effective_at < @proofs))`;

const REQUESTS = `answered_on < @requests
  AND coalesce(contact, identified_by, extended_because, answered_because) IS NOT NULL`;

const REPLIES = "text IS NOT NULL AND state = 'done' AND done_at < @replies";

const EXCLUSIONS = "plan_id IN (SELECT id FROM plan WHERE state <> 'planning' AND created_at < @exclusions)";

type Parameters = Readonly<Record<string, string>>;

export function retentionStore({ db, transact, query }: Context, append: Append): RetentionStore {
  const count = db.prepare<[Parameters], PastTerm>(
    `SELECT (SELECT count(*) FROM intent WHERE ${TEXTS}) AS texts,
       (SELECT count(*) FROM consent_event WHERE ${PROOFS}) AS proofs,
       (SELECT count(*) FROM request WHERE ${REQUESTS}) AS requests,
       (SELECT count(*) FROM reply WHERE ${REPLIES}) AS replies,
       (SELECT count(*) FROM exclusion WHERE ${EXCLUSIONS}) AS exclusions`,
  );
  const removals = [
    `UPDATE intent SET ${EMPTIED.intent} WHERE ${TEXTS}`,
    `UPDATE consent_event SET ${EMPTIED.proof}, erased_at = @at WHERE ${PROOFS}`,
    emptyUnusedWordings('SELECT wording_hash FROM consent_event WHERE erased_at = @at'),
    `UPDATE request SET ${EMPTIED.request} WHERE ${REQUESTS}`,
    `UPDATE reply SET ${EMPTIED.reply} WHERE ${REPLIES}`,
    `DELETE FROM exclusion WHERE ${EXCLUSIONS}`,
  ].map((sql) => db.prepare<[Parameters]>(sql));

  const counted = (parameters: Parameters): PastTerm =>
    count.get(parameters) ?? { texts: 0, proofs: 0, requests: 0, replies: 0, exclusions: 0 };

  return {
    pastTerm: (bounds) => query(() => counted(parametersOf(bounds, ''))),
    applyRetention: (bounds, stamp) =>
      transact(() => {
        const { at } = stamped(stamp);
        const parameters = parametersOf(bounds, at);
        const past = counted(parameters);
        if (Object.values(past).every((found) => found === 0)) return past;
        for (const removal of removals) removal.run(parameters);
        const { texts, proofs: consents, requests, replies, exclusions } = past;
        const data = { texts, consents, requests, replies, exclusions };
        append({ kind: 'retention_applied', data }, stamp);
        return past;
      }),
  };
}

function parametersOf(bounds: RetentionBounds, at: string): Parameters {
  const { texts, proofs, requests, replies, exclusions, ageing, givenBefore } = bounds;
  return {
    texts: isoInstant(texts),
    proofs: isoInstant(proofs),
    requests: requests.toFormat('yyyy-MM-dd'),
    replies: isoInstant(replies),
    exclusions: isoInstant(exclusions),
    givenBefore: isoInstant(givenBefore),
    ageing: JSON.stringify(ageing),
    ownActs: JSON.stringify(ownActs),
    at,
  };
}
