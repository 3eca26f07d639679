-- What the rules of consent need besides: requests that wait, memberships that end, entries that are lifted, words with
-- versions.

-- 'pending': a request (kind given) that counts once it is confirmed. 'ended': a membership that is over (kind
-- withdrawn, with its basis); unlike a withdrawal it stands in nobody's way who joins again. NULL: the kind says it all.
ALTER TABLE consent_event ADD COLUMN variant TEXT CHECK (variant IN ('pending', 'ended'));
-- When a double opt-in was confirmed, as it was stated; its own day is then effective_at.
ALTER TABLE consent_event ADD COLUMN confirmed_at TEXT;
-- The last sign of life of the person when this was recorded, an instant.
ALTER TABLE consent_event ADD COLUMN last_contact_at TEXT;
-- Who joined, left and joined again on the same terms: the event between the two that say the same. Part of the identity.
ALTER TABLE consent_event ADD COLUMN after_seq INTEGER;

-- As before, and the new columns with the others.
DROP TRIGGER consent_event_unchanged;
CREATE TRIGGER consent_event_unchanged BEFORE UPDATE ON consent_event
WHEN NOT (
  OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL
  AND NEW.source IS NULL AND NEW.evidence IS NULL AND NEW.ip IS NULL AND NEW.collected_by IS NULL
  AND NEW.seq IS OLD.seq AND NEW.subject_id IS OLD.subject_id AND NEW.kind IS OLD.kind AND NEW.purpose IS OLD.purpose
  AND NEW.basis IS OLD.basis AND NEW.given_at IS OLD.given_at AND NEW.effective_at IS OLD.effective_at
  AND NEW.valid_until IS OLD.valid_until AND NEW.method IS OLD.method AND NEW.wording_hash IS OLD.wording_hash
  AND NEW.campaign IS OLD.campaign AND NEW.proof IS OLD.proof AND NEW.origin IS OLD.origin
  AND NEW.import_id IS OLD.import_id AND NEW.line IS OLD.line AND NEW.recorded_at IS OLD.recorded_at
  AND NEW.operator IS OLD.operator AND NEW.variant IS OLD.variant AND NEW.confirmed_at IS OLD.confirmed_at
  AND NEW.last_contact_at IS OLD.last_contact_at AND NEW.after_seq IS OLD.after_seq
)
BEGIN SELECT RAISE(ABORT, 'the history of consents is append-only'); END;

-- Lifting takes nothing out of the never-list: it is one more row, and what is put on the list later wins again.
CREATE TABLE suppression_lift (
  seq                 INTEGER PRIMARY KEY AUTOINCREMENT,
  suppression_seq     INTEGER NOT NULL REFERENCES suppression (seq),
  why                 TEXT NOT NULL CHECK (why IN ('consent', 'undo')),
  purpose             TEXT,               -- lifted for this purpose alone; NULL: the entry was a mistake
  consent_seq         INTEGER,            -- the consent that lifted it; it may be erased, the lift may not
  recorded_at         TEXT NOT NULL,
  operator            TEXT NOT NULL,
  CHECK ((why = 'consent') = (purpose IS NOT NULL)),
  CHECK ((why = 'consent') = (consent_seq IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX suppression_lift_once ON suppression_lift (suppression_seq, ifnull(purpose, ''));

CREATE TRIGGER suppression_lift_unchanged BEFORE UPDATE ON suppression_lift
BEGIN SELECT RAISE(ABORT, 'the never-list is append-only'); END;
CREATE TRIGGER suppression_lift_kept BEFORE DELETE ON suppression_lift
BEGIN SELECT RAISE(ABORT, 'the never-list is append-only'); END;

-- Whoever said STOP again after a lift stands on the list twice.
DROP INDEX suppression_once;
CREATE INDEX suppression_of_person ON suppression (fingerprint, reason, scope);
CREATE INDEX suppression_of_import ON suppression (import_id) WHERE import_id IS NOT NULL;

-- The texts of forms and notices. A changed text is a new version; consents refer to its words by their hash.
CREATE TABLE wording_version (
  name                TEXT NOT NULL,
  version             INTEGER NOT NULL CHECK (version >= 1),
  hash                BLOB NOT NULL REFERENCES wording (hash),
  purpose             TEXT NOT NULL,
  language            TEXT NOT NULL,
  model               TEXT,               -- the model that it was made from; NULL: words of one's own
  recorded_at         TEXT NOT NULL,
  operator            TEXT NOT NULL,
  PRIMARY KEY (name, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX wording_version_of_hash ON wording_version (hash);

CREATE TRIGGER wording_version_unchanged BEFORE UPDATE ON wording_version
BEGIN SELECT RAISE(ABORT, 'versions of words are append-only'); END;
CREATE TRIGGER wording_version_kept BEFORE DELETE ON wording_version
BEGIN SELECT RAISE(ABORT, 'versions of words are append-only'); END;
