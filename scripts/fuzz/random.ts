/**
 * Chance that can be had again: the same words give the same choices on every machine, so that one number names a case.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(...words: readonly (string | number)[]) {
    const hash = hashOf(words.join('\n'));
    this.#a = hash();
    this.#b = hash();
    this.#c = hash();
    for (let round = 0; round < 12; round++) this.#next();
  }

  /** A whole number from 0 up to but without `end`. */
  below(end: number): number {
    return Math.floor((this.#next() / 0x1_0000_0000) * end);
  }

  /** A whole number, both ends included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  /** True in `percent` of a hundred cases. */
  chance(percent: number): boolean {
    return this.below(10_000) < percent * 100;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!;
  }

  list<T>(length: number, make: (index: number) => T): T[] {
    return Array.from({ length }, (_, index) => make(index));
  }

  /** Digits, for instance of a subscriber. */
  digits(length: number): string {
    return this.list(length, () => this.below(10)).join('');
  }

  /** sfc32 of PractRand: three words of state and a counter. */
  #next(): number {
    const sum = (this.#a + this.#b + this.#counter++) >>> 0;
    this.#a = (this.#b ^ (this.#b >>> 9)) >>> 0;
    this.#b = (this.#c + (this.#c << 3)) >>> 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) >>> 0;
    return sum;
  }
}

/** FNV-1a, stirred further for each word that is asked for. */
function hashOf(text: string): () => number {
  let hash = 0x811c9dc5;
  const stir = (code: number): void => {
    hash = Math.imul(hash ^ code, 0x01000193);
    hash ^= hash >>> 15;
  };
  for (let at = 0; at < text.length; at++) stir(text.charCodeAt(at));
  return () => {
    stir(0x9e);
    return hash >>> 0;
  };
}
