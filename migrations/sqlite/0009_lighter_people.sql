-- A file of consents writes two rows a person, and each was dearer than it need be. The same rules in words that cost less:
-- SQLite makes a table of every list behind IN, for each statement anew; and an index in the order of random bytes is
-- written all over for every chunk of a file, so only the fingerprint has one. A number has one fingerprint, so two
-- people never have the same one; what an event is known by is looked for among those of its person.
PRAGMA defer_foreign_keys = ON;

CREATE TABLE subject_before AS SELECT * FROM subject;
DROP TABLE subject;
CREATE TABLE subject (
  id                  INTEGER PRIMARY KEY,
  phone               TEXT CHECK (phone GLOB '+[1-9]*' AND length(phone) BETWEEN 5 AND 16),
  fingerprint         BLOB NOT NULL UNIQUE CHECK (length(fingerprint) = 32),
  created_at          TEXT NOT NULL,
  erased_at           TEXT,
  CHECK ((phone IS NULL) = (erased_at IS NOT NULL))
) STRICT;
INSERT INTO subject (id, phone, fingerprint, created_at, erased_at)
SELECT id, phone, fingerprint, created_at, erased_at FROM subject_before ORDER BY id;
DROP TABLE subject_before;

CREATE TRIGGER subject_stays_erased BEFORE UPDATE ON subject
WHEN OLD.erased_at IS NOT NULL AND (NEW.phone IS NOT NULL OR NEW.erased_at IS NOT OLD.erased_at)
BEGIN SELECT RAISE(ABORT, 'who was erased stays erased'); END;

CREATE TABLE lighter_consent_event (
  seq                 INTEGER PRIMARY KEY AUTOINCREMENT,
  subject_id          INTEGER NOT NULL REFERENCES subject (id),
  kind                TEXT NOT NULL CHECK (kind = 'given' OR kind = 'withdrawn'),
  -- 'pending': a request (kind given) that counts once it is confirmed. 'ended': a membership that is over (kind
  -- withdrawn, with its basis); unlike a withdrawal it stands in nobody's way who joins again. NULL: the kind says it all.
  variant             TEXT CHECK (variant = 'pending' OR variant = 'ended'),
  purpose             TEXT,               -- NULL: a withdrawal from every purpose
  basis               TEXT,
  given_at            TEXT NOT NULL,      -- as it was stated: an instant or a date
  effective_at        TEXT NOT NULL,      -- the instant that counts; a date alone counts from 00:00 local time
  valid_until         TEXT,
  method              TEXT,
  wording_hash        BLOB REFERENCES wording (hash),
  source              TEXT,
  evidence            TEXT,
  ip                  TEXT,
  collected_by        TEXT,
  campaign            TEXT,
  proof               TEXT NOT NULL CHECK (proof = 'individual' OR proof = 'bulk_attested'),
  confirmed_at        TEXT,               -- when a double opt-in was confirmed, as it was stated
  last_contact_at     TEXT,               -- the last sign of life of the person when this was recorded, an instant
  after_seq           INTEGER,            -- the event between this one and an earlier one that says the same
  origin              TEXT NOT NULL CHECK (origin = 'import' OR origin = 'person'),
  import_id           INTEGER REFERENCES import (id),
  line                INTEGER,
  recorded_at         TEXT NOT NULL,
  operator            TEXT NOT NULL,
  erased_at           TEXT,               -- when the personal parts of the proof were removed
  identity            BLOB NOT NULL CHECK (length(identity) = 32),
  CHECK (kind = 'withdrawn' OR (purpose IS NOT NULL AND basis IS NOT NULL AND method IS NOT NULL))
) STRICT;
INSERT INTO lighter_consent_event (seq, subject_id, kind, variant, purpose, basis, given_at, effective_at, valid_until,
  method, wording_hash, source, evidence, ip, collected_by, campaign, proof, confirmed_at, last_contact_at, after_seq, origin,
  import_id, line, recorded_at, operator, erased_at, identity)
SELECT seq, subject_id, kind, variant, purpose, basis, given_at, effective_at, valid_until,
  method, wording_hash, source, evidence, ip, collected_by, campaign, proof, confirmed_at, last_contact_at, after_seq, origin,
  import_id, line, recorded_at, operator, erased_at, identity
FROM consent_event ORDER BY seq;
DROP TABLE consent_event;
ALTER TABLE lighter_consent_event RENAME TO consent_event;
CREATE UNIQUE INDEX consent_event_of_subject ON consent_event (subject_id, identity);

CREATE TRIGGER consent_event_kept BEFORE DELETE ON consent_event
BEGIN SELECT RAISE(ABORT, 'the history of consents is append-only'); END;
-- The history never changes, but for this: once, and together with the mark, the personal parts become NULL. The
-- identity changes with them: it is a hash over those parts, from which a short one could be found by trying.
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
