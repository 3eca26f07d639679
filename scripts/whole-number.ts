/**
 * A whole number that an option gives. `Number` alone reads "2OO" as none and "" as 0, and a check of nothing holds.
 *
 * @throws Error naming the option.
 */
export function wholeNumber(option: string, text: string, least: number): number {
  const number = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
  if (number >= least) return number;
  throw new Error(`${option} takes a whole number of at least ${least}, not "${text}"`);
}
