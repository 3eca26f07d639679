-- What delivery by a real provider needs: a ledger that knows its own file, and messages in doubt that are settled.

-- The file that may send, by inode and time of birth; no copy shares both. NULL: made before this was kept.
ALTER TABLE ledger ADD COLUMN home TEXT;

-- The close of the last window that the confirmed plans need: a late start sends nothing unless a person extends it.
ALTER TABLE campaign ADD COLUMN last_close TEXT;

-- Who settled what was in doubt.
ALTER TABLE intent ADD COLUMN settled_by TEXT CHECK (settled_by IN ('receipt', 'provider', 'person'));
-- When the provider's records were last searched for it without finding it.
ALTER TABLE intent ADD COLUMN looked_up_at TEXT;

-- An ended intent stays ended. An unknown one is settled by a receipt, the provider's records or a person, and goes back
-- to planned only on the word of the latter two. In a copied ledger what is still planned may have left from the original.
DROP TRIGGER intent_never_back;
CREATE TRIGGER intent_never_back BEFORE UPDATE OF state ON intent
WHEN (OLD.state IN ('accepted', 'rejected') AND NEW.state <> OLD.state)
  OR (OLD.state = 'skipped' AND NEW.state <> 'skipped')
  OR (OLD.state = 'unknown' AND NEW.state <> 'unknown' AND NEW.settled_by IS NULL)
  OR (OLD.state = 'unknown' AND NEW.state = 'planned' AND NEW.settled_by = 'receipt')
  OR (OLD.state = 'unknown' AND NEW.state = 'submitting')
  OR (OLD.state = 'planned' AND NEW.state = 'unknown' AND NEW.reason IS NOT 'adopted')
  OR (OLD.state = 'planned' AND NEW.state NOT IN ('planned', 'submitting', 'skipped', 'unknown'))
  OR (OLD.state = 'submitting' AND NEW.state = 'skipped')
BEGIN SELECT RAISE(ABORT, 'an intent never goes back'); END;
