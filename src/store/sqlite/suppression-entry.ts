import { instantOf } from '../../core/schedule/instant.js';
import { standingEntry, type WrittenEntry } from '../../core/suppression/written-entry.js';

/** What a person said themselves in answer to a message, by a reply or by its link: they opted out of it. */
export const OPTED_OUT = "reason IN ('stop', 'link')";

/** The columns of an entry as the judges know it. */
export const ENTRY = `reason, scope, suppression.purpose, at,
  (SELECT json_group_array(suppression_lift.purpose) FROM suppression_lift
   WHERE suppression_seq = suppression.seq HAVING count(*) > 0) AS lifts`;

/**
 * Joins to `subject` what was put on the never-list under a number that the person had before, while they had it; what came
 * later is a stranger's. That a number can not be reached is said of the number.
 */
export const THEIRS_BEFORE = `JOIN former_number ON former_number.subject_id = subject.id
  JOIN suppression ON suppression.fingerprint = former_number.fingerprint AND suppression.at <= former_number.until
    AND suppression.reason <> 'unreachable'`;

export interface EntryRow extends Pick<WrittenEntry, 'reason' | 'scope' | 'purpose'> {
  readonly at: string;
  /** JSON: the purposes that it was lifted for, null among them where the entry was a mistake; null: it never was. */
  readonly lifts: string | null;
}

/** The entry of a row, as the judges know it; nothing of one that was a mistake. */
export function entryOfRow({ at, lifts, ...row }: EntryRow): ReturnType<typeof standingEntry> {
  const liftedFor = lifts === null ? [] : (JSON.parse(lifts) as readonly (string | null)[]);
  return standingEntry({ ...row, at: instantOf(at), lifts: liftedFor });
}
