/**
 * What the comparisons of the tables with the log are written with. `audit` is the log, or a part of it under that name.
 */
import type { Db } from './open.js';

/** A comparison: `sql` counts, as `count`, what `told` says of so many. */
export interface Check {
  readonly sql: string;
  readonly told: string;
}

/** What was found by the checks, one line for each that found anything. */
export function foundBy(checks: readonly Check[], db: Db): readonly string[] {
  return checks.flatMap(({ sql, told: words }) => {
    const count = db.prepare<[], number>(sql).pluck().get() ?? 0;
    return count === 0 ? [] : [`${count} ${words}`];
  });
}

/** A member of the row's data. */
export const told = (name: string, of = 'audit'): string => `${of}.data ->> '${name}'`;

export const isTold = (name: string, of = 'audit'): string => `json_type(${of}.data, '$.${name}') IS NOT NULL`;

/** What the row does not tell is not compared. */
export const ifTold = (column: string, name: string, of = 'audit'): string =>
  `(json_type(${of}.data, '$.${name}') IS NULL OR ${column} IS ${told(name, of)})`;

/**
 * The few messages that were in doubt and are no more. Of every other the log tells one end in one row: to group a
 * million of those would take as much memory as they.
 */
export const SETTLED = `settled AS MATERIALIZED (SELECT DISTINCT ${told('ref')} AS ref FROM audit WHERE kind = 'settlement' AND ${told('ref')} IS NOT NULL)`;
