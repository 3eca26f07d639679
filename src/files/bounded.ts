/**
 * Hands on what is read as long as it stays within a bound: a pipe does not tell its size beforehand, and a file may grow.
 *
 * @param tooLarge What is thrown above the bound.
 */
export async function* bounded(
  chunks: AsyncIterable<Buffer>,
  maxBytes: number,
  tooLarge: () => Error,
): AsyncGenerator<Buffer> {
  let sizeBytes = 0;
  for await (const chunk of chunks) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes) throw tooLarge();
    yield chunk;
  }
}

/** The same as a whole. */
export async function bytesWithin(
  chunks: AsyncIterable<Buffer>,
  maxBytes: number,
  tooLarge: () => Error,
): Promise<Buffer> {
  const read: Buffer[] = [];
  for await (const chunk of bounded(chunks, maxBytes, tooLarge)) read.push(chunk);
  return Buffer.concat(read);
}
