import { OperatorError } from '../../errors.js';
import { phrase } from '../../words/phrase.js';
import { parseDay } from '../consent/day-text.js';
import { compareDecimals, parseDecimal } from './decimal.js';
import { resolveColumn } from './where-columns.js';
import { parseWhere, type ColumnName, type Comparison, type Condition, type Literal } from './where-parser.js';

/** Reads one cell of the row at hand by its header, as the file writes it. A missing cell is empty text. */
type Cells = (header: string) => string;

/** An audience's condition, ready to judge rows. */
export interface Where {
  readonly test: (cells: Cells) => boolean;
  /** The headers that the condition looks at, each once, in the order in which it names them. */
  readonly columns: readonly string[];
}

type Test = (cell: string) => boolean;

/**
 * Compiles a `--where` expression such as `ville = "Lyon" and (age >= 18 or not statut in ("essai", "invité"))`.
 *
 * `=` `==` `!=` `<>` `<` `<=` `>` `>=` `contains` `in (…)`, `and` `or` `not` (`et` `ou` `non`), parentheses. Columns by
 * header or plain form, in `[…]` or backticks where a header has spaces. How a test compares follows from the value:
 *
 * - a text (`"…"`, `'…'`, `“…”`, `«…»`): exactly, letter case included, once both are trimmed and composed (NFC);
 * - a number (`18`, `2.5`, `2,5`; in a list `2.5`): as exact decimals, a comma counting as a point, and without the sign
 *   of a currency. A cell that is no number fails every numeric test but `!=`, which it passes;
 * - order with a text needs a date, `"2026-03-31"` or `"31/03/2026"`, compared by the day: a cell that is no date fails.
 *
 * `contains` looks for the text as it is written, spaces included.
 *
 * @param country ISO 3166-1 of who wrote the dates.
 * @throws OperatorError `usage` for the syntax, with a position; `badInput` for a column that the file has not.
 */
export function compileWhere(source: string, headers: readonly string[], country = 'FR'): Where {
  const columns = new Set<string>();
  const bind = (column: ColumnName, test: Test): Where['test'] => {
    const header = resolveColumn(column, headers);
    columns.add(header);
    return (cells) => test(cells(header));
  };
  const test = compile(parseWhere(source), bind, country);
  return { test, columns: [...columns] };
}

function compile(
  condition: Condition,
  bind: (column: ColumnName, test: Test) => Where['test'],
  country: string,
): Where['test'] {
  switch (condition.kind) {
    case 'all': {
      const parts = condition.parts.map((part) => compile(part, bind, country));
      return (cells) => parts.every((part) => part(cells));
    }
    case 'any': {
      const parts = condition.parts.map((part) => compile(part, bind, country));
      return (cells) => parts.some((part) => part(cells));
    }
    case 'not': {
      const part = compile(condition.part, bind, country);
      return (cells) => !part(cells);
    }
    case 'compare':
      return bind(condition.column, comparisonTest(condition, country));
    case 'contains': {
      const wanted = condition.value.text.normalize('NFC');
      return bind(condition.column, (cell) => cell.normalize('NFC').includes(wanted));
    }
    case 'in': {
      const tests = condition.values.map(equalityTest);
      return bind(condition.column, (cell) => tests.some((test) => test(cell)));
    }
  }
}

function comparisonTest(condition: Extract<Condition, { kind: 'compare' }>, country: string): Test {
  const { comparison, value, valuePosition } = condition;
  if (comparison === '=') return equalityTest(value);
  if (comparison === '!=') {
    const isEqual = equalityTest(value);
    return (cell) => !isEqual(cell);
  }
  if (value.kind === 'number') return numericOrderTest(comparison, value);
  const limit = isoDate(value.text, country);
  if (limit === null) {
    const problem = phrase('audience.orderOfText', { position: valuePosition });
    throw new OperatorError('usage', problem, phrase('audience.orderOfTextHint'));
  }
  return dateOrderTest(comparison, limit, country);
}

function equalityTest(value: Literal): Test {
  const number = value.kind === 'number' ? parseDecimal(value.text) : null;
  if (number === null) {
    const wanted = plainText(value.text);
    return (cell) => plainText(cell) === wanted;
  }
  return (cell) => {
    const found = parseDecimal(cell);
    return found !== null && compareDecimals(found, number) === 0;
  };
}

function numericOrderTest(comparison: Comparison, value: Literal): Test {
  const limit = parseDecimal(value.text);
  return (cell) => {
    const found = parseDecimal(cell);
    return found !== null && limit !== null && holds(comparison, compareDecimals(found, limit));
  };
}

/** Whether "Lyon" comes before "Nice" is a question of language; only dates have an order that nobody disputes. */
function dateOrderTest(comparison: Comparison, limit: string, country: string): Test {
  return (cell) => {
    const found = isoDate(cell, country);
    if (found === null) return false;
    return holds(comparison, found === limit ? 0 : found < limit ? -1 : 1);
  };
}

function holds(comparison: Comparison, order: number): boolean {
  switch (comparison) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

/** A real day as `YYYY-MM-DD`, whose order as text is that of time; null when `text` is none. */
function isoDate(text: string, country: string): string | null {
  return parseDay(text, { zone: 'utc', country })?.at.toISODate() ?? null;
}

function plainText(text: string): string {
  return text.trim().normalize('NFC');
}
