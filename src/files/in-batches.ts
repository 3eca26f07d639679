/** What comes in groups of any size, at most `size` at a time. */
export async function* inBatches<Row>(
  groups: AsyncIterable<readonly Row[]>,
  size: number,
): AsyncGenerator<readonly Row[]> {
  let batch: Row[] = [];
  for await (const group of groups) {
    for (const row of group) {
      batch.push(row);
      if (batch.length < size) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
