import type { Micros } from './cost.js';
import type { StopReason } from './stop-rules.js';

/** What one run may cost. */
export interface CostLimit {
  readonly micros: Micros;
  readonly currency: string;
  /** Whether a message to this country that was planned at no cost may leave all the same. */
  mayBeFree(country: string): boolean;
}

/**
 * Holds one run below its limit, whatever joins it: its cost was judged when it began, and newcomers that are confirmed
 * while it is under way leave in it.
 */
export class CostCeiling {
  private spentMicros = 0;

  constructor(private readonly limit: CostLimit | null) {}

  /** Why a message may not leave in this run any more; null where it may. */
  refusal(costMicros: Micros, country: string): StopReason | null {
    if (this.limit === null) return null;
    const { micros: limitMicros, currency } = this.limit;
    if (costMicros === 0 && !this.limit.mayBeFree(country)) return { rule: 'price', country };
    return this.spentMicros + costMicros > limitMicros ? { rule: 'cost', limitMicros, currency } : null;
  }

  /** A message is about to be submitted. One whose answer is lost stays counted: it may have left. */
  began(costMicros: Micros): void {
    this.spentMicros += costMicros;
  }

  /** It did not leave, or was rejected, which costs nothing. */
  returned(costMicros: Micros): void {
    this.spentMicros -= costMicros;
  }
}
