/**
 * What is left of a row when what it says of a person is taken out: by an erasure of one person, and by retention of
 * whatever is past its term. One place, so that a new personal column is emptied by both or by none.
 */
export const EMPTIED = {
  intent: "text = ''",
  // The identity is a hash of what is taken out here: whoever has the file it came from could look the person up by it.
  proof: 'source = NULL, evidence = NULL, ip = NULL, collected_by = NULL, identity = randomblob(32)',
  request: 'contact = NULL, identified_by = NULL, extended_because = NULL, answered_because = NULL',
  reply: 'text = NULL',
} as const;

/**
 * Empties the words of consents whose proof is gone: words that nobody else was shown may hold a name. Those of a proof
 * that is still there, and the organisation's own wordings, stay.
 *
 * @param hashes SQL that selects the hashes of the wordings to look at.
 */
export function emptyUnusedWordings(hashes: string): string {
  return `UPDATE wording SET text = '' WHERE hash IN (${hashes})
    AND NOT EXISTS (SELECT 1 FROM consent_event WHERE wording_hash = wording.hash AND erased_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM wording_version WHERE wording_version.hash = wording.hash)`;
}
