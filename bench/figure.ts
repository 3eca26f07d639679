/** One line of the table: how fast we are beside a yardstick that was measured in the same run. */
export interface Figure {
  readonly name: string;
  /** What is compared, in words. */
  readonly figure: string;
  readonly yardstick: string;
  /** Ours over the yardstick's. */
  readonly ratio: number;
  readonly target: { readonly kind: 'at_least' | 'at_most'; readonly value: number };
}

/** Measures something; `rows` says how much of it. */
export interface Bench {
  readonly name: string;
  readonly rows: number;
  run(rows: number): Promise<readonly Figure[]>;
}

export function isReached({ ratio, target }: Figure): boolean {
  return target.kind === 'at_least' ? ratio >= target.value : ratio <= target.value;
}
