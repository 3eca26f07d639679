-- What was attested is kept where it can be rewritten when somebody is erased; the log keeps its seal. NULL: nothing was
-- attested, or by a version that wrote it into the log.
ALTER TABLE exit_proof ADD COLUMN statement TEXT;
ALTER TABLE collection ADD COLUMN statement TEXT;

-- An incident that was closed stays as it is, but for its texts: an erasure takes a person out of them. The log tells of
-- each such change, and finds any other.
DROP TRIGGER incident_closed;
CREATE TRIGGER incident_closed BEFORE UPDATE ON incident
WHEN OLD.closed_at IS NOT NULL AND NOT (
  NEW.id IS OLD.id AND NEW.known_at IS OLD.known_at AND NEW.people IS OLD.people AND NEW.risk IS OLD.risk
  AND NEW.authority_told_at IS OLD.authority_told_at AND NEW.people_told_at IS OLD.people_told_at
  AND NEW.closed_at IS OLD.closed_at AND NEW.recorded_at IS OLD.recorded_at AND NEW.operator IS OLD.operator
)
BEGIN SELECT RAISE(ABORT, 'an incident that was closed stays as it is'); END;
