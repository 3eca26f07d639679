/** Joins the plans that were frozen: intents of a plan still being written do not exist for anyone. */
export const FROZEN = `JOIN plan ON plan.id = intent.plan_id AND plan.state <> 'planning'`;
