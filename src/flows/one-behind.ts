/** Does one piece of work while the next one is prepared, and no more: each begins when the one before has ended. */
export class OneBehind {
  private doing: Promise<void> = Promise.resolve();

  /** Begins `work` once the one before has ended; throws what that one failed with. */
  async begin(work: () => Promise<void>): Promise<void> {
    await this.doing;
    this.doing = work();
    // Whoever waits for it next is told.
    this.doing.catch(() => undefined);
  }

  /** Resolves once nothing is under way; throws what it failed with. */
  async settled(): Promise<void> {
    await this.doing;
  }

  /** Waits for what is under way. @returns What failed first: that, or else `error`, which came after. */
  async failedWith(error: unknown): Promise<unknown> {
    return await this.doing.then(
      () => error,
      (earlier: unknown) => earlier,
    );
  }
}
