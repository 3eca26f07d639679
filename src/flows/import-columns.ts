import { findColumn, findColumnNamed, type ColumnRole } from '../files/columns.js';

/** The columns that a file of rejects puts before those of the file that was imported. */
export const rejectsColumns = ['line', 'reason', 'value'] as const;

/** Headers as they stood before a file of rejects was made of them, with their places in the file at hand. */
export interface OwnColumns {
  readonly headers: readonly string[];
  /** How many columns of a file of rejects stand before them. */
  readonly offset: number;
}

/**
 * Looks behind the columns that smsctl itself put before a file's own, so that rejects that were mended can be
 * imported as they are: their `reason` is why a row was refused, not why somebody left.
 */
export function ownColumns(headers: readonly string[]): OwnColumns {
  if (!rejectsColumns.every((name, index) => headers[index] === name)) return { headers, offset: 0 };
  // A name that comes again is read with " (2)" behind it.
  const again = new Set(rejectsColumns.map((name) => `${name} (2)`));
  const own = headers.slice(rejectsColumns.length);
  return {
    headers: own.map((name) => (again.has(name) ? name.replace(/ \(2\)$/, '') : name)),
    offset: rejectsColumns.length,
  };
}

/**
 * Names that mean something only because the file is known to be one of consents: elsewhere a bare "date" may be any
 * day of a person's life. They are taken when no clearer name is there, and the operator is told.
 */
const namesInContext: Readonly<Partial<Record<ColumnRole, readonly string[]>>> = {
  given_at: ['date', 'datum', 'data'],
  wording: ['texte', 'text', 'testo'],
};

/** Which column says what, as far as the headers tell. */
export function columnsOfRoles<R extends ColumnRole>(
  { headers }: OwnColumns,
  roles: readonly R[],
): ReadonlyMap<R, number> {
  return new Map(
    roles.flatMap((role) => {
      const inContext = namesInContext[role] ?? [];
      const index =
        findColumn(headers, role) ??
        inContext.map((name) => findColumnNamed(headers, name)).find((found) => found !== null) ??
        null;
      return index === null ? [] : [[role, index] as const];
    }),
  );
}
