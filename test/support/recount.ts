import type { Db } from '../../src/store/sqlite/open.js';

/** Makes the kept counts agree with the messages again: as whoever knows of them would, having changed a message. */
export function recount(db: Db): void {
  db.exec(`
    DELETE FROM intent_count;
    INSERT INTO intent_count
    SELECT plan_id, 'all', '', count(*), sum(segments), sum(cost_micros), NULL FROM intent
    WHERE plan_id IN (SELECT id FROM plan WHERE state <> 'planning') GROUP BY plan_id;
    INSERT INTO intent_count
    SELECT plan_id, state, iif(state = 'accepted', ifnull(receipt, ''), iif(state = 'skipped', ifnull(reason, ''), '')) AS detail,
      count(*), sum(segments), sum(cost_micros), min(submitted_at)
    FROM intent WHERE state NOT IN ('planned', 'submitting') GROUP BY plan_id, state, detail;
  `);
}
