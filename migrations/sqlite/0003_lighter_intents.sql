-- A message changes its state three times while it is sent, and each change was dearer than it need be. The same rules in
-- words that cost less: SQLite makes a table of every list behind IN, for each statement anew; and only who is still
-- planned is looked up by state, nobody by the hour of a submission.
CREATE TABLE lighter_intent (
  id                  INTEGER PRIMARY KEY,
  campaign_id         INTEGER NOT NULL REFERENCES campaign (id),
  plan_id             INTEGER NOT NULL REFERENCES plan (id),
  subject_id          INTEGER NOT NULL REFERENCES subject (id),
  territory_id        INTEGER NOT NULL REFERENCES territory (id),
  consent_seq         INTEGER NOT NULL REFERENCES consent_event (seq),
  line                INTEGER NOT NULL,   -- in the file of contacts, where the row starts
  row                 INTEGER NOT NULL,   -- its place among the rows, from 1
  ref                 TEXT NOT NULL UNIQUE CHECK (length(ref) BETWEEN 1 AND 40),
  text                TEXT NOT NULL,
  text_hash           BLOB NOT NULL CHECK (length(text_hash) = 32),
  encoding            TEXT NOT NULL CHECK (encoding = 'GSM-7' OR encoding = 'UCS-2'),
  segments            INTEGER NOT NULL CHECK (segments >= 1),
  cost_micros         INTEGER NOT NULL CHECK (cost_micros >= 0),
  state               TEXT NOT NULL CHECK (state = 'planned' OR state = 'submitting' OR state = 'accepted'
                        OR state = 'rejected' OR state = 'unknown' OR state = 'skipped'),
  reason              TEXT,               -- why skipped, the provider's code when rejected, what was lost when unknown
  provider_id         TEXT,
  submitted_at        TEXT,
  ended_at            TEXT,
  receipt             TEXT CHECK (receipt = 'delivered' OR receipt = 'undelivered'),
  receipt_at          TEXT,
  -- Who settled what was in doubt.
  settled_by          TEXT CHECK (settled_by = 'receipt' OR settled_by = 'provider' OR settled_by = 'person'),
  -- When the provider's records were last searched for it without finding it.
  looked_up_at        TEXT,
  UNIQUE (campaign_id, subject_id),
  CHECK (reason IS NOT NULL OR state = 'planned' OR state = 'submitting' OR state = 'accepted'),
  CHECK (submitted_at IS NOT NULL OR state = 'planned' OR state = 'skipped'),
  CHECK ((ended_at IS NULL) = (state = 'planned' OR state = 'submitting')),
  CHECK (receipt IS NULL OR state = 'accepted')
) STRICT;

INSERT INTO lighter_intent
SELECT id, campaign_id, plan_id, subject_id, territory_id, consent_seq, line, row, ref, text, text_hash, encoding, segments,
  cost_micros, state, reason, provider_id, submitted_at, ended_at, receipt, receipt_at, settled_by, looked_up_at
FROM intent;
DROP TABLE intent;
ALTER TABLE lighter_intent RENAME TO intent;

CREATE INDEX intent_to_send ON intent (territory_id, id) WHERE state = 'planned';
CREATE INDEX intent_under_way ON intent (campaign_id) WHERE state = 'submitting';
CREATE INDEX intent_of_plan ON intent (plan_id);
CREATE INDEX intent_of_subject ON intent (subject_id);

-- An ended intent stays ended. An unknown one is settled by a receipt, the provider's records or a person, and goes back
-- to planned only on the word of the latter two. In a copied ledger what is still planned may have left from the original.
CREATE TRIGGER intent_never_back BEFORE UPDATE OF state ON intent
WHEN NEW.state <> OLD.state AND NOT (
  OLD.state = 'planned' AND (NEW.state = 'submitting' OR NEW.state = 'skipped'
    OR (NEW.state = 'unknown' AND NEW.reason IS 'adopted'))
  OR OLD.state = 'submitting' AND NEW.state <> 'skipped'
  OR OLD.state = 'unknown' AND NEW.settled_by IS NOT NULL AND NEW.state <> 'submitting'
    AND (NEW.state <> 'planned' OR NEW.settled_by <> 'receipt'))
BEGIN SELECT RAISE(ABORT, 'an intent never goes back'); END;
