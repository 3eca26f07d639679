import type { ExclusionDraft, IntentDraft, Ledger, OpenPlan } from '../store/store.js';

/** Rows kept at a time; one transaction each. */
const CHUNK = 5000;

/** What a few rows of a file were judged to. */
export interface Judgement {
  readonly intents: readonly IntentDraft[];
  readonly exclusions: readonly ExclusionDraft[];
}

/** Keeps the drafts of a plan, a chunk at a time. While one chunk is kept the next is judged, and no further. */
export class DraftKeeper {
  private intents: IntentDraft[] = [];
  private exclusions: ExclusionDraft[] = [];
  /** Rows that were passed on to be kept. */
  private passed = 0;
  private keeping: Promise<void> = Promise.resolve();

  /**
   * @param plan Null: nothing is kept.
   * @param onProgress Told of how many rows are kept by now.
   */
  constructor(
    private readonly ledger: Pick<Ledger, 'keepPlanned'>,
    private readonly plan: OpenPlan | null,
    private readonly onProgress: (rows: number) => void,
  ) {}

  /** @param rows Judged so far, these included. */
  async add({ intents, exclusions }: Judgement, rows: number): Promise<void> {
    this.intents.push(...intents);
    this.exclusions.push(...exclusions);
    if (rows - this.passed >= CHUNK) await this.pass(rows);
  }

  /** Resolves once all of it is kept. */
  async finish(rows: number): Promise<void> {
    if (rows > this.passed) await this.pass(rows);
    await this.keeping;
  }

  /** Waits for what is under way. @returns What failed first: that, or else `error`, which came after. */
  async failedWith(error: unknown): Promise<unknown> {
    return await this.keeping.then(
      () => error,
      (earlier: unknown) => earlier,
    );
  }

  private async pass(rows: number): Promise<void> {
    await this.keeping;
    this.passed = rows;
    this.keeping = this.keep(rows);
    // Whoever waits for it next is told.
    this.keeping.catch(() => undefined);
  }

  private async keep(rows: number): Promise<void> {
    const [intents, exclusions] = [this.intents, this.exclusions];
    [this.intents, this.exclusions] = [[], []];
    if (this.plan !== null) await this.ledger.keepPlanned(this.plan, intents, exclusions);
    this.onProgress(rows);
  }
}
