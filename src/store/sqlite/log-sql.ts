/**
 * What the comparisons of the tables with the log are written with. `audit` is the log, or a part of it under that name.
 */
import type { LogReading } from './log-reading.js';

/** A comparison: `count` counts what `told` says of so many. */
export interface Check {
  readonly told: string;
  count(log: LogReading): number;
}

/** What was found by the checks, one line for each that found anything. */
export function foundBy(checks: readonly Check[], log: LogReading): readonly string[] {
  return checks.flatMap(({ count, told: words }) => {
    const found = count(log);
    return found === 0 ? [] : [`${found} ${words}`];
  });
}

/** A member of the row's data. */
export const told = (name: string, of = 'audit'): string => `${of}.data ->> '${name}'`;

export const isTold = (name: string, of = 'audit'): string => `json_type(${of}.data, '$.${name}') IS NOT NULL`;

/** Rows that tell what was taken out of the tables by right. */
export const EMPTIED = "kind IN ('erased', 'retention_applied')";

/** Whose row of the log it is: since then a key or a number may have been exchanged. */
export const isSubject = (print: string, of = 'audit'): string =>
  `(${print} IS ${of}.subject OR EXISTS (SELECT 1 FROM former_fingerprint AS before JOIN subject AS person
      ON person.id = before.subject_id
    WHERE before.fingerprint = ${of}.subject AND (person.fingerprint = ${print} OR EXISTS (
      SELECT 1 FROM former_number AS had WHERE had.subject_id = person.id AND had.fingerprint = ${print}))))`;

/** What the row does not tell is not compared. */
export const ifTold = (column: string, name: string, of = 'audit'): string =>
  `(json_type(${of}.data, '$.${name}') IS NULL OR ${column} IS ${told(name, of)})`;
