import type { E164 } from './phone-number.js';

/**
 * Remembers numbers and tells whether one was seen before. An E.164 number has at most 15 digits and so is an exact
 * JavaScript number: a million of them take some tens of megabytes, where their texts would take hundreds.
 */
export class NumberSet {
  private readonly seen = new Set<number>();

  /** Tells whether `number` came before, and remembers it. A function of its own, so that it can be handed on. */
  readonly seenBefore = (number: E164): boolean => {
    const digits = digitsOf(number);
    if (this.seen.has(digits)) return true;
    this.seen.add(digits);
    return false;
  };

  /** Whether a number came before. */
  has(number: E164): boolean {
    return this.seen.has(digitsOf(number));
  }

  /** The digits of every number, each once. */
  digits(): Float64Array {
    return packed(this.seen, this.seen.size);
  }
}

/** Where a number stood first, and how often it has come by now. */
export interface Repeated {
  readonly number: E164;
  readonly firstLine: number;
  readonly rows: number;
}

/** Remembers of each number the line of its first row, and how many rows repeat it. */
export class NumberLines {
  private readonly firstLines = new Map<number, number>();
  /** Only of numbers that came again: of most there is nothing to count. */
  private readonly rowsOfRepeated = new Map<number, number>();
  private most: Repeated | null = null;

  /** @returns The line on which the number came first; null: it is new. */
  add(number: E164, line: number): number | null {
    const digits = digitsOf(number);
    const firstLine = this.firstLines.get(digits);
    if (firstLine === undefined) {
      this.firstLines.set(digits, line);
      return null;
    }
    const rows = (this.rowsOfRepeated.get(digits) ?? 1) + 1;
    this.rowsOfRepeated.set(digits, rows);
    if (rows > (this.most?.rows ?? 1)) this.most = { number, firstLine, rows };
    return firstLine;
  }

  /** How many numbers there are, each counted once. */
  get distinct(): number {
    return this.firstLines.size;
  }

  /** The number with the most rows, the first to have had as many; null when none came twice. */
  get mostRepeated(): Repeated | null {
    return this.most;
  }

  digits(): Float64Array {
    return packed(this.firstLines.keys(), this.firstLines.size);
  }
}

function digitsOf(number: E164): number {
  return Number(number.slice(1));
}

/** Eight bytes a number, to be sorted in place. */
function packed(numbers: Iterable<number>, count: number): Float64Array {
  const all = new Float64Array(count);
  let index = 0;
  for (const number of numbers) all[index++] = number;
  return all;
}
