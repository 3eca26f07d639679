/**
 * Each group is filled one by one: of what `map` makes, the platform changes the kind once it is hot, and whoever reads it
 * is compiled anew in the middle of a run.
 */
export function grouped<T, K, V>(
  rows: readonly T[],
  keyOf: (row: T) => K,
  valueOf: (row: T) => V,
): ReadonlyMap<K | null, readonly V[]> {
  const groups = new Map<K | null, V[]>();
  for (const row of rows) {
    const [key, value] = [keyOf(row), valueOf(row)];
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}
