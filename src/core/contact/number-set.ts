import type { E164 } from './phone-number.js';

/** So many neighbouring numbers share one map of bits, of 4 kB. */
const BLOCK = 32_768;
const BITS = 8;

/**
 * Remembers numbers and tells whether one was seen before. An E.164 number has at most 15 digits and so is an exact
 * JavaScript number; one bit stands for each of a block. Mobile numbers of a country lie close together: all that France
 * has fit into 25 MB, whether a million of them come or four.
 */
export class NumberSet {
  private readonly blocks = new Map<number, Uint8Array>();

  /** Tells whether `number` came before, and remembers it. A function of its own, so that it can be handed on. */
  readonly seenBefore = (number: E164): boolean => {
    const { block, byte, bit } = placeOf(number);
    let bits = this.blocks.get(block);
    if (bits === undefined) {
      bits = new Uint8Array(BLOCK / BITS);
      this.blocks.set(block, bits);
    }
    const before = bits[byte] ?? 0;
    bits[byte] = before | bit;
    return (before & bit) !== 0;
  };

  /** Whether a number came before. */
  has(number: E164): boolean {
    const { block, byte, bit } = placeOf(number);
    return ((this.blocks.get(block)?.[byte] ?? 0) & bit) !== 0;
  }

  /** The digits of every number, each once, the smallest first. */
  *ascending(): Iterable<number> {
    for (const [block, bits] of [...this.blocks].sort(([a], [b]) => a - b)) {
      for (let place = 0; place < BLOCK; place += 1) {
        if (((bits[Math.floor(place / BITS)] ?? 0) & (1 << (place % BITS))) !== 0) yield block * BLOCK + place;
      }
    }
  }
}

function placeOf(number: E164): { readonly block: number; readonly byte: number; readonly bit: number } {
  const digits = digitsOf(number);
  const place = digits % BLOCK;
  return { block: Math.floor(digits / BLOCK), byte: Math.floor(place / BITS), bit: 1 << (place % BITS) };
}

/** Where a number stood first, and how often it has come by now. */
interface Repeated {
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

  /** The digits of every number, the smallest first. */
  ascending(): Iterable<number> {
    // Eight bytes a number.
    return Float64Array.from(this.firstLines.keys()).sort();
  }
}

function digitsOf(number: E164): number {
  return Number(number.slice(1));
}
