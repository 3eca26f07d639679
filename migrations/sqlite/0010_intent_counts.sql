-- How many messages a plan holds and how they ended, kept so that nobody has to read a million of them to be told. Only
-- ends are counted: a message that begins costs nothing, for what is under way is in an index of its own, and what still
-- waits is all the others. A plan that is still being written has no row: all that it holds is counted once it is frozen.
-- What there is none of has no row either.
CREATE TABLE intent_count (
  plan_id             INTEGER NOT NULL REFERENCES plan (id),
  state               TEXT NOT NULL,      -- that they ended in; 'all': however far they are
  detail              TEXT NOT NULL,      -- of accepted ones their receipt, of skipped ones the reason; '': none
  count               INTEGER NOT NULL,
  segments            INTEGER NOT NULL,
  cost_micros         INTEGER NOT NULL,
  -- None of them was submitted before that; NULL: none of them ever was.
  first_submitted_at  TEXT,
  PRIMARY KEY (plan_id, state, detail)
) STRICT, WITHOUT ROWID;

INSERT INTO intent_count
SELECT plan_id, 'all', '', count(*), sum(segments), sum(cost_micros), NULL
FROM intent WHERE plan_id IN (SELECT id FROM plan WHERE state <> 'planning') GROUP BY plan_id;

-- One by one: to group a million of them, SQLite would sort them in memory.
INSERT INTO intent_count
SELECT plan_id, state, CASE state WHEN 'accepted' THEN ifnull(receipt, '') WHEN 'skipped' THEN reason ELSE '' END,
  1, segments, cost_micros, submitted_at
FROM intent WHERE ended_at IS NOT NULL
ON CONFLICT DO UPDATE SET count = count + 1, segments = segments + excluded.segments,
  cost_micros = cost_micros + excluded.cost_micros,
  first_submitted_at = ifnull(min(first_submitted_at, excluded.first_submitted_at),
    ifnull(first_submitted_at, excluded.first_submitted_at));

CREATE TRIGGER plan_counted AFTER UPDATE OF state ON plan WHEN OLD.state = 'planning' AND NEW.state <> 'planning'
BEGIN
  INSERT INTO intent_count
  SELECT NEW.id, 'all', '', count(*), sum(segments), sum(cost_micros), NULL
  FROM intent WHERE plan_id = NEW.id HAVING count(*) > 0;
END;

CREATE TRIGGER plan_uncounted BEFORE DELETE ON plan
BEGIN DELETE FROM intent_count WHERE plan_id = OLD.id; END;

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

-- Who left a campaign is found from the few who left since it began.
CREATE INDEX suppression_of_leavers ON suppression (at) WHERE reason IN ('stop', 'link');
