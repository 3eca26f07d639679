/**
 * Picks what someone who typed `typed` may have meant: at most three of `known`, the nearest first, each within a third
 * of its letters (at least one) by insertions, deletions, exchanges and swapped neighbours.
 */
export function nearestNames(typed: string, known: Iterable<string>): readonly string[] {
  return Array.from(known, (name) => ({ name, distance: editDistance(typed.toLowerCase().slice(0, 40), name) }))
    .filter(({ name, distance }) => distance <= Math.max(1, Math.floor(name.length / 3)))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ name }) => name);
}

/** Optimal string alignment distance. */
function editDistance(from: string, to: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const exchange = cell(last, j - 1) + (from[i - 1] === to[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      row.push(
        Math.min(cell(last, j) + 1, cell(row, j - 1) + 1, exchange, swapped ? cell(beforeLast, j - 2) + 1 : Infinity),
      );
    }
    beforeLast = last;
    last = row;
  }
  return cell(last, to.length);
}

function cell(row: readonly number[], at: number): number {
  return row[at] ?? Infinity;
}
