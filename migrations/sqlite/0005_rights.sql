-- What the rights of people need: numbers and texts that can go while their fingerprints stay, a register of requests.

-- Someone who was erased keeps their fingerprint, which the history of consents and messages hangs on; the number is
-- gone. SQLite can not take NOT NULL off a column: the table is made anew, and whoever refers to it is asked at the end.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE subject_before AS SELECT id, phone, fingerprint, created_at FROM subject;
DROP TABLE subject;
CREATE TABLE subject (
  id                  INTEGER PRIMARY KEY,
  phone               TEXT UNIQUE CHECK (phone GLOB '+[1-9]*' AND length(phone) BETWEEN 5 AND 16),
  fingerprint         BLOB NOT NULL UNIQUE CHECK (length(fingerprint) = 32),
  created_at          TEXT NOT NULL,
  erased_at           TEXT,
  CHECK ((phone IS NULL) = (erased_at IS NOT NULL))
) STRICT;
INSERT INTO subject (id, phone, fingerprint, created_at) SELECT id, phone, fingerprint, created_at FROM subject_before;
DROP TABLE subject_before;

CREATE TRIGGER subject_stays_erased BEFORE UPDATE ON subject
WHEN OLD.erased_at IS NOT NULL AND (NEW.phone IS NOT NULL OR NEW.erased_at IS NOT OLD.erased_at)
BEGIN SELECT RAISE(ABORT, 'who was erased stays erased'); END;

-- When the personal parts of a proof were removed. What answers a complaint stays: basis, date, hash of the words.
ALTER TABLE consent_event ADD COLUMN erased_at TEXT;

-- The history never changes, but for this: once, and together with the mark, the personal parts become NULL. The
-- identity changes with them: it is a hash over those parts, from which a short one could be found by trying.
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
  AND NEW.operator IS OLD.operator
)
BEGIN SELECT RAISE(ABORT, 'the history of consents is append-only'); END;

-- The text of a message is frozen; once it has ended it may be removed, which leaves the empty text and its hash.
CREATE TRIGGER intent_text_frozen BEFORE UPDATE OF text ON intent
WHEN NEW.text IS NOT OLD.text AND (NEW.text <> '' OR NEW.state = 'planned')
BEGIN SELECT RAISE(ABORT, 'the text of a message is frozen'); END;
CREATE TRIGGER intent_without_text BEFORE UPDATE OF state ON intent
WHEN NEW.state <> OLD.state AND (NEW.state = 'planned' OR NEW.state = 'submitting') AND OLD.text = ''
BEGIN SELECT RAISE(ABORT, 'a message without its text never leaves'); END;

-- The number that someone had before it was corrected. Only its fingerprint: the number itself may be a stranger's now.
CREATE TABLE former_number (
  seq                 INTEGER PRIMARY KEY AUTOINCREMENT,
  subject_id          INTEGER NOT NULL REFERENCES subject (id),
  fingerprint         BLOB NOT NULL CHECK (length(fingerprint) = 32),
  until               TEXT NOT NULL,
  operator            TEXT NOT NULL
) STRICT;
CREATE INDEX former_number_of_subject ON former_number (subject_id);
CREATE INDEX former_number_by_fingerprint ON former_number (fingerprint);

-- Restriction of processing (GDPR article 18): nothing is sent until it is lifted. The last row of a person counts.
CREATE TABLE restriction (
  seq                 INTEGER PRIMARY KEY AUTOINCREMENT,
  fingerprint         BLOB NOT NULL CHECK (length(fingerprint) = 32),
  kind                TEXT NOT NULL CHECK (kind IN ('restricted', 'lifted')),
  at                  TEXT NOT NULL,
  operator            TEXT NOT NULL
) STRICT;
CREATE INDEX restriction_of_person ON restriction (fingerprint, seq);

CREATE TRIGGER restriction_unchanged BEFORE UPDATE ON restriction
BEGIN SELECT RAISE(ABORT, 'restrictions are append-only'); END;
CREATE TRIGGER restriction_kept BEFORE DELETE ON restriction
BEGIN SELECT RAISE(ABORT, 'restrictions are append-only'); END;

-- The register of what people ask for, with its deadlines. Days are local to the organisation.
CREATE TABLE request (
  id                  INTEGER PRIMARY KEY AUTOINCREMENT,
  kind                TEXT NOT NULL CHECK (kind IN
                        ('access', 'rectify', 'erase', 'object', 'restrict', 'portability', 'withdraw')),
  fingerprint         BLOB CHECK (length(fingerprint) = 32),
  contact             TEXT,               -- how to reach whoever asks; NULL once it is no longer needed
  received_on         TEXT NOT NULL,
  due_on              TEXT NOT NULL,
  identified_on       TEXT,
  identified_by       TEXT,               -- how it was made sure that they are who they say
  extended_on         TEXT,
  extended_because    TEXT,
  answered_on         TEXT,
  answer              TEXT CHECK (answer IN ('granted', 'partly', 'refused')),
  answered_because    TEXT,
  recorded_at         TEXT NOT NULL,
  operator            TEXT NOT NULL,
  CHECK ((answered_on IS NULL) = (answer IS NULL)),
  CHECK (identified_by IS NULL OR identified_on IS NOT NULL)
) STRICT;
CREATE INDEX request_open ON request (due_on) WHERE answered_on IS NULL;
CREATE INDEX request_of_person ON request (fingerprint) WHERE fingerprint IS NOT NULL;
