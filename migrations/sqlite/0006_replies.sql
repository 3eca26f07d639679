-- What people answer, what of it waits for a person, and what proves that somebody's STOP arrives.

-- One collecting of replies and receipts: a file, an answer of the provider, a running server, or the word of a person
-- that there were none.
CREATE TABLE collection (
  id                  INTEGER PRIMARY KEY,
  kind                TEXT NOT NULL CHECK (kind IN ('import', 'pull', 'serve', 'attested')),
  provider            TEXT NOT NULL,      -- as configured at that time
  file_name           TEXT,
  sha256              TEXT,
  operator            TEXT NOT NULL,
  started_at          TEXT NOT NULL,
  ended_at            TEXT,               -- NULL: it did not come to its end
  has_stops           INTEGER CHECK (has_stops IN (0, 1))    -- 1: a STOP would have been seen in it
) STRICT;
CREATE INDEX collection_of_provider ON collection (provider, ended_at) WHERE has_stops = 1;

-- Numbers to which nothing promotional leaves while a person has to decide about a reply; fingerprints only. Append-only
-- as the never-list is: a decision is a row of its own that releases an earlier one.
CREATE TABLE hold (
  seq                 INTEGER PRIMARY KEY AUTOINCREMENT,
  fingerprint         BLOB NOT NULL CHECK (length(fingerprint) = 32),
  releases            INTEGER UNIQUE REFERENCES hold (seq),   -- NULL: this row holds
  at                  TEXT NOT NULL,
  recorded_at         TEXT NOT NULL,
  operator            TEXT NOT NULL
) STRICT;
CREATE INDEX hold_of_number ON hold (fingerprint) WHERE releases IS NULL;
-- In a rehearsal its own rows are numbered apart, as those of the never-list are.
INSERT INTO sqlite_sequence (name, seq) SELECT 'hold', 1099511627776 FROM ledger WHERE rehearsal_of IS NOT NULL;

CREATE TRIGGER hold_unchanged BEFORE UPDATE ON hold
BEGIN SELECT RAISE(ABORT, 'holds are append-only'); END;
CREATE TRIGGER hold_kept BEFORE DELETE ON hold
BEGIN SELECT RAISE(ABORT, 'holds are append-only'); END;

-- A text that a person sent back. What is personal stands in `text` alone, which may be emptied; whose it is, the
-- fingerprint tells.
CREATE TABLE reply (
  id                  INTEGER PRIMARY KEY,
  fingerprint         BLOB NOT NULL CHECK (length(fingerprint) = 32),
  text                TEXT,               -- NULL: no longer kept
  received_at         TEXT NOT NULL,
  verdict             TEXT NOT NULL CHECK (verdict IN ('opt_out', 'review', 'help', 'opt_in', 'none')),
  matched             TEXT,               -- the keyword of our lists
  state               TEXT NOT NULL CHECK (state IN ('review', 'waiting', 'done')),
  hold_seq            INTEGER REFERENCES hold (seq),
  decision            TEXT CHECK (decision IN ('opt_out', 'not_opt_out')),
  done_at             TEXT,
  done_by             TEXT,
  collection_id       INTEGER REFERENCES collection (id),
  line                INTEGER,
  recorded_at         TEXT NOT NULL,
  operator            TEXT NOT NULL,
  identity            BLOB NOT NULL UNIQUE CHECK (length(identity) = 32),   -- HMAC of number, time and text
  message_identity    BLOB UNIQUE CHECK (length(message_identity) = 32),    -- HMAC of number, provider's id and text
  CHECK ((verdict = 'review') = (hold_seq IS NOT NULL)),
  CHECK ((state = 'done') = (done_at IS NOT NULL)),
  CHECK (state <> 'review' OR decision IS NULL)
) STRICT;
CREATE INDEX reply_waiting ON reply (state, received_at);
CREATE INDEX reply_of_number ON reply (fingerprint);

CREATE TRIGGER reply_unchanged BEFORE UPDATE OF fingerprint, received_at, verdict, matched, hold_seq, identity ON reply
BEGIN SELECT RAISE(ABORT, 'what came in is not changed'); END;
CREATE TRIGGER reply_text_only_emptied BEFORE UPDATE OF text ON reply WHEN NEW.text IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'what came in is not changed'); END;
CREATE TRIGGER reply_kept BEFORE DELETE ON reply
BEGIN SELECT RAISE(ABORT, 'what came in keeps its row'); END;

-- What shows that somebody's STOP arrives, for one provider with its ways out.
CREATE TABLE exit_proof (
  id                  INTEGER PRIMARY KEY,
  way_out             BLOB NOT NULL CHECK (length(way_out) = 32),
  kind                TEXT NOT NULL CHECK (kind IN ('stop_test', 'attested')),
  fingerprint         BLOB CHECK (length(fingerprint) = 32),    -- of the trusted phone whose STOP is to arrive
  begun_at            TEXT NOT NULL,
  proven_at           TEXT,               -- NULL: its STOP has not arrived yet
  operator            TEXT NOT NULL,
  CHECK ((kind = 'stop_test') = (fingerprint IS NOT NULL))
) STRICT;
CREATE INDEX exit_proof_of_way_out ON exit_proof (way_out, proven_at);
CREATE INDEX exit_test_of_number ON exit_proof (fingerprint) WHERE proven_at IS NULL;

-- What a receipt said of a message that did not arrive.
ALTER TABLE intent ADD COLUMN receipt_code TEXT;
ALTER TABLE intent ADD COLUMN unreachable INTEGER NOT NULL DEFAULT 0 CHECK (unreachable IN (0, 1));
