import type { OpenPlan } from '../store.js';
import type { Db } from './open.js';

/**
 * So many messages of a plan are given their references at a time. References are HMACs: added in their order, many of them
 * share a page of their index; added one by one, each writes a page of its own.
 */
const TOGETHER = 100_000;

/** The condition by which the message with a reference is found; none of a plan that is still being written has to be. */
export const hasReference = (ref: string): string =>
  `intent.id = (SELECT intent_id FROM intent_reference WHERE intent_reference.ref = ${ref})`;

/** Gives the messages of a draft their references, inside the transaction that is under way. */
export interface ReferenceKeeper {
  /** All that are left, once there are enough of them. */
  keepUp(plan: OpenPlan): void;
  /** All that are left, before the plan is frozen. */
  complete(plan: OpenPlan): void;
}

export function referenceKeeper(db: Db, together = TOGETHER): ReferenceKeeper {
  // Messages of another plan that is written meanwhile may stand between: then it is done a little earlier.
  const left = db
    .prepare<[number], number>(
      `SELECT ifnull((SELECT max(intent.id) FROM intent WHERE plan_id = plan.id), 0) - referenced_to FROM plan WHERE id = ?`,
    )
    .pluck();
  // Whatever fails takes the transaction back: without a journal of its own the statement takes half as long.
  const add = db.prepare<[number]>(
    `INSERT OR FAIL INTO intent_reference
     SELECT ref, intent.id FROM plan JOIN intent ON intent.plan_id = plan.id AND intent.id > referenced_to
     WHERE plan.id = ? ORDER BY ref`,
  );
  const move = db.prepare<[number]>(
    'UPDATE plan SET referenced_to = (SELECT ifnull(max(intent.id), 0) FROM intent WHERE plan_id = plan.id) WHERE id = ?',
  );
  const complete = ({ planId }: OpenPlan): void => {
    add.run(planId);
    move.run(planId);
  };
  return {
    keepUp(plan) {
      if ((left.get(plan.planId) ?? 0) >= together) complete(plan);
    },
    complete,
  };
}
