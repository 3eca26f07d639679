import { DateTime } from 'luxon';
import { numberExclusion, type NumberRejectReason } from '../core/contact/phone-number.js';
import { countRow, type RowCount } from '../core/row-count.js';
import type { RecordVerdict } from '../store/store.js';

/** A row that was not recorded, for the file of rejects. */
export interface RefusedRow<Reason extends string> {
  readonly line: number;
  readonly reason: Reason;
  /** The cell that does not fit. */
  readonly value: string;
  readonly cells: readonly string[];
}

/** What became of the rows of a file: `rows` is the sum of the first three others. */
export interface ImportCounts<Reason extends string> {
  readonly rows: number;
  readonly recorded: number;
  readonly unchanged: number;
  readonly rejected: Readonly<Partial<Record<Reason, number>>>;
  /** Of those rejected for their number: why none can be read there. */
  readonly unreadNumbers: ReadonlyMap<NumberRejectReason, RowCount>;
  /** By reason: where the first row stands that was rejected for it, and the cell that does not fit there, '' for none. */
  readonly firstRejected: ReadonlyMap<Reason, RejectedCell>;
}

interface RejectedCell {
  readonly line: number;
  readonly value: string;
}

type RefusableRow = Pick<RefusedRow<string>, 'line' | 'cells'>;

/** @property ofNumber Why the text of its number is none that can be texted; absent: that is not why. */
interface RefusedReading<Reason extends string> {
  readonly reason: Reason;
  readonly value: string;
  readonly ofNumber?: NumberRejectReason;
}

/** Counts the rows that are refused while a file is read, and holds them until they are written down. */
export abstract class RefusalTally<Reason extends string> {
  private readonly reasons = new Map<Reason, number>();
  private refused: RefusedRow<Reason>[] = [];
  readonly firstRejected = new Map<Reason, RejectedCell>();

  /** Every row so far. */
  abstract get rows(): number;

  refuse(row: RefusableRow, reason: Reason, value: string): void {
    this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1);
    this.refused.push({ line: row.line, reason, value, cells: row.cells });
    // What can not be taken apart is told after the rows around it.
    const first = this.firstRejected.get(reason);
    if (first === undefined || row.line < first.line) this.firstRejected.set(reason, { line: row.line, value });
  }

  /** The rows refused since the last call, in the order of the file. */
  takeRefused(): readonly RefusedRow<Reason>[] {
    const taken = this.refused;
    this.refused = [];
    return taken.sort((a, b) => a.line - b.line);
  }

  get rejected(): Readonly<Partial<Record<Reason, number>>> {
    return Object.fromEntries(this.reasons) as Partial<Record<Reason, number>>;
  }

  get refusedCount(): number {
    return [...this.reasons.values()].reduce((sum, count) => sum + count, 0);
  }
}

/** Counts the rows of an import while it runs. */
export class ImportTally<Reason extends string> extends RefusalTally<Reason> implements ImportCounts<Reason> {
  recorded = 0;
  unchanged = 0;

  readonly unreadNumbers = new Map<NumberRejectReason, RowCount>();

  count(verdict: RecordVerdict): void {
    this[verdict] += 1;
  }

  /** Counts a row that was read and says nothing that could be recorded. */
  refuseAs(row: RefusableRow, { reason, value, ofNumber }: RefusedReading<Reason>): void {
    this.refuse(row, reason, value);
    if (ofNumber !== undefined && numberExclusion(ofNumber) === 'invalid_number') {
      countRow(this.unreadNumbers, ofNumber, row.line);
    }
  }

  get rows(): number {
    return this.recorded + this.unchanged + this.refusedCount;
  }
}

/**
 * Tells whether something came before, without keeping it: without a ledger that remembers, a dry run has to do so
 * itself. 52 bits of a digest are an exact JavaScript number; a million of them collide once in some ten thousand runs.
 * A digest has at least 8 bytes.
 */
export class DigestSet {
  private readonly seen = new Set<number>();

  add(digest: Buffer): void {
    this.seen.add(bitsOf(digest));
  }

  has(digest: Buffer): boolean {
    return this.seen.has(bitsOf(digest));
  }
}

/** A {@link DigestSet} that knows a time of each. */
export class DigestTimes {
  private readonly millis = new Map<number, number>();

  set(digest: Buffer, at: DateTime): void {
    this.millis.set(bitsOf(digest), at.toMillis());
  }

  get(digest: Buffer): DateTime | null {
    const millis = this.millis.get(bitsOf(digest));
    return millis === undefined ? null : DateTime.fromMillis(millis, { zone: 'utc' });
  }
}

function bitsOf(digest: Buffer): number {
  return digest.readUInt32BE(0) * 2 ** 20 + (digest.readUInt32BE(4) >>> 12);
}
