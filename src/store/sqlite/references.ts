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
  /** @param last The message that was kept last: whether there are enough of them by now. */
  keepUp(plan: OpenPlan, last: number): void;
  /** All that are left, before the plan is frozen. */
  complete(plan: OpenPlan): void;
}

export function referenceKeeper(db: Db, together = TOGETHER): ReferenceKeeper {
  const position = db.prepare<[number], number>('SELECT referenced_to FROM plan WHERE id = ?').pluck();
  // Whatever fails takes the transaction back: without a journal of its own the statement takes half as long.
  const add = db.prepare<[number, number]>(
    `INSERT OR FAIL INTO intent_reference
     SELECT ref, id FROM intent WHERE plan_id = ? AND id > ? ORDER BY ref`,
  );
  const move = db.prepare<[number]>(
    'UPDATE plan SET referenced_to = (SELECT ifnull(max(intent.id), 0) FROM intent WHERE plan_id = plan.id) WHERE id = ?',
  );
  const complete = ({ planId }: OpenPlan): void => {
    add.run(planId, position.get(planId) ?? 0);
    move.run(planId);
  };
  return {
    keepUp(plan, last) {
      if (last - (position.get(plan.planId) ?? 0) >= together) complete(plan);
    },
    complete,
  };
}
