import type { Db } from './open.js';
import { storeError } from './errors.js';

interface Waiting {
  run(): void;
  settle(error?: unknown): void;
}

/**
 * Gathers the calls of the same moment into one transaction and one disk sync. Each call is still one atomic verb
 * whose promise resolves only when its commit is on the disk; if the commit fails, every call in it fails.
 */
export class GroupCommit {
  private waiting: Waiting[] = [];
  private commits = 0;

  constructor(
    private readonly db: Db,
    private readonly file: string,
    /** Runs before every transaction: the place to bring in what other files have learnt. */
    private readonly beforeEach: () => void = () => undefined,
  ) {}

  /** A transaction of another kind begins: nothing is remembered into it. */
  forget(): void {
    this.commits += 1;
  }

  /**
   * Remembers an answer for the length of one commit: whatever the verbs of a group do not change themselves stays as it
   * is while their transaction lasts.
   */
  oncePerCommit<T>(read: () => T): () => T {
    let known: { readonly commit: number; readonly value: T } | null = null;
    return () => {
      if (known?.commit !== this.commits) known = { commit: this.commits, value: read() };
      return known.value;
    };
  }

  run<T>(verb: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let result: T;
      if (this.waiting.length === 0) setImmediate(() => this.commit());
      this.waiting.push({
        run: () => {
          result = verb();
        },
        settle: (error) => {
          if (error === undefined) resolve(result);
          else reject(error instanceof Error ? error : new Error('the ledger failed', { cause: error }));
        },
      });
    });
  }

  private commit(): void {
    const group = this.waiting;
    this.waiting = [];
    this.commits += 1;
    try {
      this.beforeEach();
      this.db
        .transaction(() => {
          for (const call of group) call.run();
        })
        .immediate();
    } catch (error) {
      const translated = storeError(this.file, error);
      for (const call of group) call.settle(translated);
      return;
    }
    for (const call of group) call.settle();
  }
}
