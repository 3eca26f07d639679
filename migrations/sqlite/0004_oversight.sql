-- Four eyes, the register of incidents, and keys that were exchanged.

-- Who has approved which plan. The hash is over everything that makes the plan what it is; another plan needs another row.
CREATE TABLE approval (
  id                  INTEGER PRIMARY KEY,
  campaign_id         INTEGER NOT NULL REFERENCES campaign (id),
  plan_hash           BLOB NOT NULL CHECK (length(plan_hash) = 32),
  operator            TEXT NOT NULL,
  login               TEXT NOT NULL,
  at                  TEXT NOT NULL,
  UNIQUE (campaign_id, plan_hash, operator, login)
) STRICT;

CREATE TRIGGER approval_unchanged BEFORE UPDATE ON approval
BEGIN SELECT RAISE(ABORT, 'an approval is given once'); END;
CREATE TRIGGER approval_kept BEFORE DELETE ON approval
BEGIN SELECT RAISE(ABORT, 'an approval is given once'); END;

-- Breaches of personal data: what the controller documents under GDPR article 33 (5). Nothing is deleted; each change is an audit row.
CREATE TABLE incident (
  id                  INTEGER PRIMARY KEY,
  what                TEXT NOT NULL CHECK (what <> ''),
  known_at            TEXT NOT NULL,      -- when the controller became aware: the 72 hours run from here
  whose               TEXT,               -- whose data, which data
  people              INTEGER CHECK (people >= 0),
  measures            TEXT,
  risk                TEXT NOT NULL CHECK (risk IN ('none', 'risk', 'high')),
  authority_told_at   TEXT,
  people_told_at      TEXT,
  not_told_because    TEXT,               -- why neither, or why late
  closed_at           TEXT,
  recorded_at         TEXT NOT NULL,
  operator            TEXT NOT NULL
) STRICT;

CREATE TRIGGER incident_kept BEFORE DELETE ON incident
BEGIN SELECT RAISE(ABORT, 'the register of incidents is kept'); END;
CREATE TRIGGER incident_closed BEFORE UPDATE ON incident WHEN OLD.closed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an incident that was closed stays as it is'); END;

-- Keys of fingerprints that were exchanged, each sealed under the one that is in use: numbers of the never-list that are known by
-- their fingerprint alone are still recognised.
CREATE TABLE retired_key (
  id                  INTEGER PRIMARY KEY,
  sealed              BLOB NOT NULL,
  retired_at          TEXT NOT NULL
) STRICT;

-- What stood for a person before: the log keeps its rows as they were written.
CREATE TABLE former_fingerprint (
  fingerprint         BLOB PRIMARY KEY CHECK (length(fingerprint) = 32),
  subject_id          INTEGER NOT NULL REFERENCES subject (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX former_fingerprint_of_subject ON former_fingerprint (subject_id);
