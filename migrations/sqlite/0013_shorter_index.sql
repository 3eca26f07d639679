-- Fingerprints are random, so a chunk of a file writes pages all over their index. Their first 12 bytes tell people apart as
-- their 32 do (two of a thousand million people in one ledger share those by a chance of one in ten to the eleventh), and the
-- index has less than half as many pages.
PRAGMA defer_foreign_keys = ON;

CREATE TABLE subject_before AS SELECT * FROM subject;
DROP TABLE subject;
CREATE TABLE subject (
  id                  INTEGER PRIMARY KEY,
  phone               TEXT CHECK (phone GLOB '+[1-9]*' AND length(phone) BETWEEN 5 AND 16),
  fingerprint         BLOB NOT NULL CHECK (length(fingerprint) = 32),
  created_at          TEXT NOT NULL,
  erased_at           TEXT,
  CHECK ((phone IS NULL) = (erased_at IS NOT NULL))
) STRICT;
INSERT INTO subject (id, phone, fingerprint, created_at, erased_at)
SELECT id, phone, fingerprint, created_at, erased_at FROM subject_before ORDER BY id;
DROP TABLE subject_before;

CREATE UNIQUE INDEX subject_by_print ON subject (substr(fingerprint, 1, 12));

CREATE TRIGGER subject_stays_erased BEFORE UPDATE ON subject
WHEN OLD.erased_at IS NOT NULL AND (NEW.phone IS NOT NULL OR NEW.erased_at IS NOT OLD.erased_at)
BEGIN SELECT RAISE(ABORT, 'who was erased stays erased'); END;
