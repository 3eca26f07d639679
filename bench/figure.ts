/** One line of the table: how fast we are beside a yardstick that was measured in the same run. */
export interface Figure {
  readonly name: string;
  /** What is compared, in words. */
  readonly figure: string;
  readonly yardstick: string;
  /** Ours over the yardstick's. */
  readonly ratio: number;
  /** Null: a limit, which nobody can get below. */
  readonly target: { readonly kind: 'at_least' | 'at_most'; readonly value: number } | null;
}

/** Measures something; `rows` says how much of it. */
export interface Bench {
  readonly name: string;
  readonly rows: number;
  run(rows: number): Promise<readonly Figure[]>;
}

/** @returns Null where there is nothing to reach. */
export function isReached({ ratio, target }: Figure): boolean | null {
  if (target === null) return null;
  return target.kind === 'at_least' ? ratio >= target.value : ratio <= target.value;
}
