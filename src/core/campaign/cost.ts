/** Money as integer millionths of the currency's unit, so that no cent is lost to binary fractions. */
export type Micros = number;

const SCALE = 6;

/** Reads a decimal text such as "0.065"; null unless it is one, non-negative, with at most six decimals. */
export function parseMicros(text: string): Micros | null {
  const match = /^(\d{1,9})(?:\.(\d{1,6}))?$/.exec(text);
  if (match?.[1] === undefined) return null;
  return Number(match[1]) * 10 ** SCALE + Number((match[2] ?? '').padEnd(SCALE, '0'));
}

/** Writes money with at least two decimals and no needless zero after them: "12.35", "0.065". */
export function formatMicros(micros: Micros): string {
  const digits = String(micros).padStart(SCALE + 1, '0');
  const decimals = digits.slice(-SCALE).replace(/0+$/, '').padEnd(2, '0');
  return `${digits.slice(0, -SCALE)}.${decimals}`;
}
