import { defaultOperators, type Operators } from 'liquidjs';
import { isPlainNumber, toNumber } from './liquid-filters.js';

type Pair = readonly [left: unknown, right: unknown];

/**
 * How a template compares. Cells are text, and people write `{% if places == 1 %}`: against a number, a cell that is a
 * plain number counts as that number, and which of two such cells is greater is not told by their letters (9 comes
 * before 10). Whether a cell that is no number is greater than 5 nobody knows: the recipient is left out.
 */
export const comparisons: Operators = {
  ...defaultOperators,
  ...Object.fromEntries(['==', '!='].map((name) => [name, comparing(name, alike)])),
  ...Object.fromEntries(['>', '<', '>=', '<='].map((name) => [name, comparing(name, inOrder)])),
};

function comparing(name: string, asMeant: (left: unknown, right: unknown) => Pair): Operators[string] {
  const compare = defaultOperators[name];
  if (compare === undefined) throw new TypeError(`liquidjs has no operator named ${name}`);
  return (left, right, context) => compare(...asMeant(left, right), context);
}

/** For equality: two texts stay texts, since a postcode `01000` is not `1000`. */
function alike(left: unknown, right: unknown): Pair {
  const [cell, other] = typeof left === 'string' ? [left, right] : [right, left];
  return typeof other === 'number' && isPlainNumber(cell) ? [toNumber(left), toNumber(right)] : [left, right];
}

function inOrder(left: unknown, right: unknown): Pair {
  const isReckoned = [left, right].some((one) => typeof one === 'number') || [left, right].every(isPlainNumber);
  return isReckoned ? [reckoned(left), reckoned(right)] : [left, right];
}

/** What is no text, such as an absent field, compares by itself. */
function reckoned(value: unknown): unknown {
  return typeof value === 'string' ? toNumber(value) : value;
}
