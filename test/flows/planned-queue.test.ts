import { expect, it } from 'vitest';
import { PlannedQueue } from '../../src/flows/planned-queue.js';
import type { CandidateBatch } from '../../src/store/store.js';

/** A batch of candidates of whom only their intents are looked at. */
const batchOf = (factsVersion: string, ...intentIds: readonly number[]): CandidateBatch =>
  ({ factsVersion, candidates: intentIds.map((intentId) => ({ intentId })) }) as unknown as CandidateBatch;

it('reads anew what was being read while all was forgotten', async () => {
  const reads: ((batch: CandidateBatch) => void)[] = [];
  const queue = new PlannedQueue(
    () => new Promise((resolve) => reads.push(resolve)),
    () => false,
  );
  const next = queue.next();
  queue.forget();
  reads[0]?.(batchOf('before', 1, 2));
  await expect.poll(() => reads.length).toBe(2);
  expect(queue.atHand()).toBeNull();
  reads[1]?.(batchOf('after', 1, 2));
  expect(await next).toMatchObject({ intentId: 1, factsVersion: 'after' });
  expect(queue.atHand()).toMatchObject({ intentId: 2, factsVersion: 'after' });
});
