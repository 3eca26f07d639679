-- A reference is an HMAC, so at no place of its index before any other: written message by message, that index took nearly half of
-- what a plan writes. It is a table of its own now, to which a plan adds many at a time, in their order, before it is frozen.
DROP TRIGGER plan_counted;

CREATE TABLE intent_before AS SELECT * FROM intent;
DROP TABLE intent;
CREATE TABLE intent (
  id                  INTEGER PRIMARY KEY,
  campaign_id         INTEGER NOT NULL REFERENCES campaign (id),
  plan_id             INTEGER NOT NULL REFERENCES plan (id),
  subject_id          INTEGER NOT NULL REFERENCES subject (id),
  territory_id        INTEGER NOT NULL REFERENCES territory (id),
  consent_seq         INTEGER NOT NULL REFERENCES consent_event (seq),
  line                INTEGER NOT NULL,   -- in the file of contacts, where the row starts
  row                 INTEGER NOT NULL,   -- its place among the rows, from 1
  ref                 TEXT NOT NULL CHECK (length(ref) BETWEEN 1 AND 40),
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
  receipt_code        TEXT,               -- the provider's own code beside a receipt
  unreachable         INTEGER NOT NULL DEFAULT 0 CHECK (unreachable = 0 OR unreachable = 1),
  UNIQUE (campaign_id, subject_id),
  CHECK (reason IS NOT NULL OR state = 'planned' OR state = 'submitting' OR state = 'accepted'),
  CHECK (submitted_at IS NOT NULL OR state = 'planned' OR state = 'skipped'),
  CHECK ((ended_at IS NULL) = (state = 'planned' OR state = 'submitting')),
  CHECK (receipt IS NULL OR state = 'accepted')
) STRICT;
INSERT INTO intent (id, campaign_id, plan_id, subject_id, territory_id, consent_seq, line, row, ref, text, text_hash, encoding,
  segments, cost_micros, state, reason, provider_id, submitted_at, ended_at, receipt, receipt_at, settled_by, looked_up_at,
  receipt_code, unreachable)
SELECT id, campaign_id, plan_id, subject_id, territory_id, consent_seq, line, row, ref, text, text_hash, encoding,
  segments, cost_micros, state, reason, provider_id, submitted_at, ended_at, receipt, receipt_at, settled_by, looked_up_at,
  receipt_code, unreachable
FROM intent_before ORDER BY id;
DROP TABLE intent_before;

CREATE INDEX intent_to_send ON intent (territory_id, id) WHERE state = 'planned';
CREATE INDEX intent_under_way ON intent (campaign_id) WHERE state = 'submitting';
CREATE INDEX intent_of_plan ON intent (plan_id);
CREATE INDEX intent_of_subject ON intent (subject_id);

-- By its reference a message is found, and no two messages have the same one.
CREATE TABLE intent_reference (
  ref                 TEXT PRIMARY KEY,
  intent_id           INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO intent_reference SELECT ref, id FROM intent ORDER BY ref;

CREATE TRIGGER intent_reference_kept BEFORE UPDATE OF ref ON intent WHEN NEW.ref IS NOT OLD.ref
BEGIN SELECT RAISE(ABORT, 'a message keeps its reference'); END;
CREATE TRIGGER intent_reference_gone AFTER DELETE ON intent
BEGIN DELETE FROM intent_reference WHERE ref = OLD.ref AND intent_id = OLD.id; END;

-- The last message whose reference a plan has added.
ALTER TABLE plan ADD COLUMN referenced_to INTEGER NOT NULL DEFAULT 0;
UPDATE plan SET referenced_to = (SELECT max(id) FROM intent WHERE plan_id = plan.id)
WHERE EXISTS (SELECT 1 FROM intent WHERE plan_id = plan.id);

-- The rules about messages, as they were.
CREATE TRIGGER intent_never_back BEFORE UPDATE OF state ON intent
WHEN NEW.state <> OLD.state AND NOT (
  OLD.state = 'planned' AND (NEW.state = 'submitting' OR NEW.state = 'skipped'
    OR (NEW.state = 'unknown' AND NEW.reason IS 'adopted'))
  OR OLD.state = 'submitting' AND NEW.state <> 'skipped'
  OR OLD.state = 'unknown' AND NEW.settled_by IS NOT NULL AND NEW.state <> 'submitting'
    AND (NEW.state <> 'planned' OR NEW.settled_by <> 'receipt'))
BEGIN SELECT RAISE(ABORT, 'an intent never goes back'); END;

CREATE TRIGGER intent_text_frozen BEFORE UPDATE OF text ON intent
WHEN NEW.text IS NOT OLD.text AND (NEW.text <> '' OR NEW.state = 'planned')
BEGIN SELECT RAISE(ABORT, 'the text of a message is frozen'); END;

CREATE TRIGGER intent_without_text BEFORE UPDATE OF state ON intent
WHEN NEW.state <> OLD.state AND (NEW.state = 'planned' OR NEW.state = 'submitting') AND OLD.text = ''
BEGIN SELECT RAISE(ABORT, 'a message without its text never leaves'); END;

CREATE TRIGGER intent_counted AFTER UPDATE OF state, reason, receipt ON intent
WHEN NEW.ended_at IS NOT NULL
  AND (NEW.state <> OLD.state OR NEW.receipt IS NOT OLD.receipt OR NEW.reason IS NOT OLD.reason)
BEGIN
  INSERT INTO intent_count VALUES (
    NEW.plan_id, NEW.state,
    CASE NEW.state WHEN 'accepted' THEN ifnull(NEW.receipt, '') WHEN 'skipped' THEN NEW.reason ELSE '' END,
    1, NEW.segments, NEW.cost_micros, NEW.submitted_at)
  ON CONFLICT DO UPDATE SET count = count + 1, segments = segments + excluded.segments,
    cost_micros = cost_micros + excluded.cost_micros,
    first_submitted_at = ifnull(min(first_submitted_at, excluded.first_submitted_at),
      ifnull(first_submitted_at, excluded.first_submitted_at));
END;

CREATE TRIGGER intent_uncounted AFTER UPDATE OF state, reason, receipt ON intent
WHEN OLD.ended_at IS NOT NULL
  AND (NEW.state <> OLD.state OR NEW.receipt IS NOT OLD.receipt OR NEW.reason IS NOT OLD.reason)
BEGIN
  UPDATE intent_count SET count = count - 1, segments = segments - OLD.segments, cost_micros = cost_micros - OLD.cost_micros
  WHERE plan_id = OLD.plan_id AND state = OLD.state
    AND detail = CASE OLD.state WHEN 'accepted' THEN ifnull(OLD.receipt, '') WHEN 'skipped' THEN OLD.reason ELSE '' END;
  DELETE FROM intent_count
  WHERE plan_id = OLD.plan_id AND count = 0 AND state = OLD.state
    AND detail = CASE OLD.state WHEN 'accepted' THEN ifnull(OLD.receipt, '') WHEN 'skipped' THEN OLD.reason ELSE '' END;
END;

CREATE TRIGGER plan_counted AFTER UPDATE OF state ON plan WHEN OLD.state = 'planning' AND NEW.state <> 'planning'
BEGIN
  INSERT INTO intent_count
  SELECT NEW.id, 'all', '', count(*), sum(segments), sum(cost_micros), NULL
  FROM intent WHERE plan_id = NEW.id HAVING count(*) > 0;
END;
