import type { E164 } from '../core/contact/phone-number.js';
import type { Ledger } from '../store/store.js';

interface Row {
  readonly number: E164;
  readonly line: number | null;
  readonly isUndated?: true;
}

/** Counts rows without a date that name a number which somebody else had before: they may be that person's. */
export class UndatedTally {
  rows = 0;
  firstLine: number | null = null;

  async add(rows: readonly Row[], ledger: Pick<Ledger, 'formerHolders'>): Promise<void> {
    const undated = rows.filter(({ isUndated }) => isUndated === true);
    if (undated.length === 0) return;
    const holders = await ledger.formerHolders(undated.map(({ number }) => number));
    const had = new Set(holders.map(({ number }) => number));
    for (const { number, line } of undated) {
      if (!had.has(number)) continue;
      this.rows += 1;
      this.firstLine ??= line;
    }
  }
}
