import type { Candidate, CandidateBatch } from '../store/store.js';

/** A candidate with the state of the ledger that its facts come from. */
export type JudgedOn = Candidate & { readonly factsVersion: string };

/** Reads the next intents that may leave, but for those that are held; null when no territory is open. */
type ReadNext = (held: ReadonlySet<number>) => Promise<CandidateBatch | null>;

/** The next messages of a run, read a batch at a time. */
export class PlannedQueue {
  private readonly queue: JudgedOn[] = [];
  /** Intents in the queue or with a worker, so that no batch brings them a second time. */
  private readonly held = new Set<number>();
  private refilling: Promise<boolean> | null = null;
  /** How often all was forgotten. */
  private forgotten = 0;

  /** @param isHalted Whether nothing may begin for now. */
  constructor(
    private readonly readNext: ReadNext,
    private readonly isHalted: () => boolean,
  ) {}

  /** The next intent of an open territory, if it was read already. */
  atHand(): JudgedOn | null {
    return this.isHalted() ? null : (this.queue.shift() ?? null);
  }

  /** Reads on while there is none at hand; null when there is none at all, or none may leave. */
  async next(): Promise<JudgedOn | null> {
    while (!this.isHalted()) {
      const candidate = this.atHand();
      if (candidate !== null) return candidate;
      this.refilling ??= this.refill().finally(() => {
        this.refilling = null;
      });
      if (!(await this.refilling)) return null;
    }
    return null;
  }

  /** A worker is done with an intent. */
  release(intentId: number): void {
    this.held.delete(intentId);
  }

  /** Someone's consent, the never-list or a rule changed: everyone not yet begun is read and judged again. */
  forget(): void {
    this.forgotten += 1;
    for (const one of this.queue.splice(0)) this.held.delete(one.intentId);
  }

  private async refill(): Promise<boolean> {
    // Whoever is held by a worker is still planned in the ledger.
    const { forgotten } = this;
    const batch = await this.readNext(this.held);
    if (batch === null) return false;
    // It may have been read by what counts no more.
    if (forgotten !== this.forgotten) return true;
    const { candidates, factsVersion } = batch;
    const fresh = candidates.map((one) => ({ ...one, factsVersion }));
    for (const one of fresh) this.held.add(one.intentId);
    this.queue.push(...fresh);
    return fresh.length > 0;
  }
}
