import type { ExclusionDraft, IntentDraft, Ledger, OpenPlan } from '../store/store.js';
import { OneBehind } from './one-behind.js';

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
  private readonly keeping = new OneBehind();

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
    await this.keeping.settled();
  }

  /** Waits for what is under way. @returns What failed first: that, or else `error`, which came after. */
  failedWith(error: unknown): Promise<unknown> {
    return this.keeping.failedWith(error);
  }

  private async pass(rows: number): Promise<void> {
    await this.keeping.begin(async () => {
      const [intents, exclusions] = [this.intents, this.exclusions];
      [this.intents, this.exclusions, this.passed] = [[], [], rows];
      if (this.plan !== null) await this.ledger.keepPlanned(this.plan, intents, exclusions);
      this.onProgress(rows);
    });
  }
}
