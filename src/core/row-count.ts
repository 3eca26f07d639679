/** How many rows something is said of, and the line of the first of them. */
export interface RowCount<Line extends number | null = number> {
  readonly rows: number;
  readonly firstLine: Line;
}

/** Counts one more row of which `said` holds; rows come in the order of their lines. */
export function countRow<Said, Line extends number | null>(
  counts: Map<Said, RowCount<Line>>,
  said: Said,
  line: Line,
): void {
  const known = counts.get(said);
  counts.set(said, { rows: (known?.rows ?? 0) + 1, firstLine: known?.firstLine ?? line });
}
