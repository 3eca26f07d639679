-- The ledger, first shape. Instants are ISO-8601 text in UTC with milliseconds and Z; money is integer millionths.

-- What this ledger is. One row.
CREATE TABLE ledger (
  id                  INTEGER PRIMARY KEY CHECK (id = 1),
  ledger_id           TEXT NOT NULL,
  key_check           BLOB NOT NULL CHECK (length(key_check) = 32),
  created_at          TEXT NOT NULL,
  rehearsal_of        TEXT,               -- the campaign rehearsed here; NULL in the ledger itself
  clock_offset_ms     INTEGER             -- a rehearsal's clock minus the machine's
) STRICT;

-- A person the ledger knows. The fingerprint (HMAC-SHA-256 of the number under ledger.key) outlives the row.
CREATE TABLE subject (
  id                  INTEGER PRIMARY KEY,
  phone               TEXT NOT NULL UNIQUE CHECK (phone GLOB '+[1-9]*' AND length(phone) BETWEEN 5 AND 16),
  fingerprint         BLOB NOT NULL UNIQUE CHECK (length(fingerprint) = 32),
  created_at          TEXT NOT NULL
) STRICT;

-- One reading of one file of consents or of never-list entries.
CREATE TABLE import (
  id                  INTEGER PRIMARY KEY,
  kind                TEXT NOT NULL CHECK (kind IN ('consent', 'suppression')),
  file_name           TEXT NOT NULL,
  sha256              TEXT,
  operator            TEXT NOT NULL,
  started_at          TEXT NOT NULL,
  ended_at            TEXT                -- NULL: the reading did not come to its end
) STRICT;

-- The words that people were shown when they gave their consent, kept once.
CREATE TABLE wording (
  hash                BLOB PRIMARY KEY CHECK (length(hash) = 32),   -- SHA-256 of the text
  text                TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The history of consents, in the order in which the ledger learnt of them. Never changed.
CREATE TABLE consent_event (
  seq                 INTEGER PRIMARY KEY AUTOINCREMENT,
  subject_id          INTEGER NOT NULL REFERENCES subject (id),
  kind                TEXT NOT NULL CHECK (kind IN ('given', 'withdrawn')),
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
  proof               TEXT NOT NULL CHECK (proof IN ('individual', 'bulk_attested')),
  origin              TEXT NOT NULL CHECK (origin IN ('import', 'person')),
  import_id           INTEGER REFERENCES import (id),
  line                INTEGER,
  recorded_at         TEXT NOT NULL,
  operator            TEXT NOT NULL,
  identity            BLOB NOT NULL UNIQUE CHECK (length(identity) = 32),
  CHECK (kind = 'withdrawn' OR (purpose IS NOT NULL AND basis IS NOT NULL AND method IS NOT NULL))
) STRICT;
CREATE INDEX consent_event_of_subject ON consent_event (subject_id, seq);

CREATE TRIGGER consent_event_unchanged BEFORE UPDATE ON consent_event
BEGIN SELECT RAISE(ABORT, 'the history of consents is append-only'); END;
CREATE TRIGGER consent_event_kept BEFORE DELETE ON consent_event
BEGIN SELECT RAISE(ABORT, 'the history of consents is append-only'); END;

-- The never-list: fingerprints only, so that it survives an erasure.
CREATE TABLE suppression (
  seq                 INTEGER PRIMARY KEY AUTOINCREMENT,
  fingerprint         BLOB NOT NULL CHECK (length(fingerprint) = 32),
  reason              TEXT NOT NULL CHECK (reason IN
                        ('stop', 'link', 'complaint', 'objection', 'erasure', 'manual', 'provider', 'unreachable')),
  scope               TEXT NOT NULL CHECK (scope IN ('all', 'promotional', 'purpose')),
  purpose             TEXT,
  at                  TEXT NOT NULL,
  import_id           INTEGER REFERENCES import (id),
  line                INTEGER,
  recorded_at         TEXT NOT NULL,
  operator            TEXT NOT NULL,
  CHECK ((scope = 'purpose') = (purpose IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX suppression_once ON suppression (fingerprint, reason, scope, ifnull(purpose, ''));

CREATE TRIGGER suppression_unchanged BEFORE UPDATE ON suppression
BEGIN SELECT RAISE(ABORT, 'the never-list is append-only'); END;
CREATE TRIGGER suppression_kept BEFORE DELETE ON suppression
BEGIN SELECT RAISE(ABORT, 'the never-list is append-only'); END;

-- One template, purpose, sender and audience under a unique name.
CREATE TABLE campaign (
  id                  INTEGER PRIMARY KEY,
  name                TEXT NOT NULL UNIQUE,
  state               TEXT NOT NULL CHECK (state IN
                        ('planned', 'running', 'paused', 'closed', 'stopped', 'done', 'cancelled')),
  wish                TEXT CHECK (wish IN ('pause', 'cancel')),      -- what another process asks of the run
  purpose             TEXT NOT NULL,
  promotional         INTEGER NOT NULL CHECK (promotional IN (0, 1)),
  urgent              INTEGER NOT NULL CHECK (urgent IN (0, 1)),
  again               INTEGER NOT NULL CHECK (again IN (0, 1)),
  gsm7                INTEGER NOT NULL CHECK (gsm7 IN (0, 1)),
  sender              TEXT NOT NULL,
  template            TEXT NOT NULL,
  provider            TEXT NOT NULL,
  currency            TEXT NOT NULL,
  starts_at           TEXT,
  not_after           TEXT,
  created_at          TEXT NOT NULL
) STRICT;

-- One frozen judgement of one file of contacts. Written under 'planning'; its last statement makes it visible.
CREATE TABLE plan (
  id                  INTEGER PRIMARY KEY,
  campaign_id         INTEGER NOT NULL REFERENCES campaign (id),
  state               TEXT NOT NULL CHECK (state IN ('planning', 'frozen', 'confirmed')),
  file_name           TEXT NOT NULL,
  sha256              TEXT,
  rows                INTEGER,
  operator            TEXT NOT NULL,
  created_at          TEXT NOT NULL,
  starts_at           TEXT,               -- these three become the campaign's own when the plan is frozen
  not_after           TEXT,
  again               INTEGER NOT NULL CHECK (again IN (0, 1)),
  confirmed_at        TEXT,
  confirmed_by        TEXT,
  CHECK ((state = 'confirmed') = (confirmed_at IS NOT NULL))
) STRICT;
CREATE INDEX plan_of_campaign ON plan (campaign_id);

-- Where a number's plan says that a person is, with the profile of hours that applies there.
CREATE TABLE territory (
  id                  INTEGER PRIMARY KEY,
  campaign_id         INTEGER NOT NULL REFERENCES campaign (id),
  code                TEXT NOT NULL,
  country             TEXT NOT NULL,
  zones               TEXT NOT NULL,      -- JSON array of IANA names
  calendars           TEXT NOT NULL,      -- JSON array
  profile             TEXT NOT NULL,
  UNIQUE (campaign_id, code, zones, calendars, profile)
) STRICT;

-- One planned message.
CREATE TABLE intent (
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
  encoding            TEXT NOT NULL CHECK (encoding IN ('GSM-7', 'UCS-2')),
  segments            INTEGER NOT NULL CHECK (segments >= 1),
  cost_micros         INTEGER NOT NULL CHECK (cost_micros >= 0),
  state               TEXT NOT NULL CHECK (state IN
                        ('planned', 'submitting', 'accepted', 'rejected', 'unknown', 'skipped')),
  reason              TEXT,               -- why skipped, the provider's code when rejected, what was lost when unknown
  provider_id         TEXT,
  submitted_at        TEXT,
  ended_at            TEXT,
  receipt             TEXT CHECK (receipt IN ('delivered', 'undelivered')),
  receipt_at          TEXT,
  UNIQUE (campaign_id, subject_id),
  CHECK (state NOT IN ('skipped', 'rejected', 'unknown') OR reason IS NOT NULL),
  CHECK (state NOT IN ('submitting', 'accepted', 'rejected', 'unknown') OR submitted_at IS NOT NULL),
  CHECK ((state IN ('accepted', 'rejected', 'unknown', 'skipped')) = (ended_at IS NOT NULL)),
  CHECK (receipt IS NULL OR state = 'accepted')
) STRICT;
CREATE INDEX intent_to_send ON intent (territory_id, state, id);
CREATE INDEX intent_under_way ON intent (campaign_id) WHERE state = 'submitting';
CREATE INDEX intent_of_plan ON intent (plan_id);
CREATE INDEX intent_of_subject ON intent (subject_id, submitted_at);

-- An ended intent stays ended; an unknown one is settled by a receipt, the provider's records or a person.
CREATE TRIGGER intent_never_back BEFORE UPDATE OF state ON intent
WHEN (OLD.state IN ('accepted', 'rejected') AND NEW.state <> OLD.state)
  OR (OLD.state = 'skipped' AND NEW.state <> 'skipped')
  OR (OLD.state = 'unknown' AND NEW.state NOT IN ('unknown', 'accepted', 'rejected'))
  OR (OLD.state = 'planned' AND NEW.state NOT IN ('planned', 'submitting', 'skipped'))
  OR (OLD.state = 'submitting' AND NEW.state = 'skipped')
BEGIN SELECT RAISE(ABORT, 'an intent never goes back'); END;

-- Who was left out of a plan and why. Without a readable number there is no fingerprint.
CREATE TABLE exclusion (
  id                  INTEGER PRIMARY KEY,
  plan_id             INTEGER NOT NULL REFERENCES plan (id),
  line                INTEGER NOT NULL,
  fingerprint         BLOB CHECK (length(fingerprint) = 32),
  reason              TEXT NOT NULL
) STRICT;
CREATE INDEX exclusion_of_plan ON exclusion (plan_id, reason);

-- Every step, one row, each bound to the one before. Numbers stand here as fingerprints only.
CREATE TABLE audit (
  seq                 INTEGER PRIMARY KEY CHECK (seq >= 1),
  at                  TEXT NOT NULL,
  kind                TEXT NOT NULL,
  operator            TEXT NOT NULL,
  login               TEXT NOT NULL,
  campaign            TEXT,
  subject             BLOB CHECK (length(subject) = 32),
  data                TEXT NOT NULL CHECK (json_valid(data)),
  prev                BLOB NOT NULL CHECK (length(prev) = 32),
  hash                BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX audit_of_campaign ON audit (campaign, seq) WHERE campaign IS NOT NULL;

-- Also keeps REPLACE away, which would delete a row without asking the trigger below.
CREATE TRIGGER audit_at_its_end BEFORE INSERT ON audit
WHEN NEW.seq IS NOT (SELECT ifnull(max(seq), 0) + 1 FROM audit)
BEGIN SELECT RAISE(ABORT, 'the audit log grows at its end only'); END;
CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_kept BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
