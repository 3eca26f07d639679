/** Enough rows to tell a column of numbers from any other. */
const LIMIT = 256;

/**
 * Keeps some rows of a list of any length, evenly spread and without chance: every row at first, then every second one,
 * then every fourth.
 */
export class RowSample<Row> {
  private kept: Row[] = [];
  private every = 1;
  private seen = 0;

  add(row: Row): void {
    if (this.seen % this.every === 0) this.kept.push(row);
    this.seen += 1;
    if (this.kept.length < LIMIT) return;
    this.kept = this.kept.filter((_, index) => index % 2 === 0);
    this.every *= 2;
  }

  rows(): readonly Row[] {
    return this.kept;
  }
}
