import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileWhere } from '../../../src/core/audience/where.js';
import { comparisons, parseWhere, type Condition, type Literal } from '../../../src/core/audience/where-parser.js';

const columns = ['a', 'b', 'c d'];

const column = fc.constantFrom(...columns).map((name) => ({ name, position: 0 }));
const text = fc.string({ maxLength: 6 }).map((value): Literal => ({ kind: 'text', text: value }));
const number = fc.integer({ min: -3, max: 3 }).map((value): Literal => ({ kind: 'number', text: String(value) }));
const literal = fc.oneof(text, number);

const { condition } = fc.letrec<{ condition: Condition; test: Condition }>((tie) => ({
  test: fc.oneof(
    fc.record({
      ...{ kind: fc.constant('compare' as const), column, comparison: fc.constantFrom('=' as const, '!=' as const) },
      ...{ value: literal, valuePosition: fc.constant(0) },
    }),
    fc.record({
      ...{ kind: fc.constant('compare' as const), column, comparison: fc.constantFrom(...comparisons) },
      ...{ value: number, valuePosition: fc.constant(0) },
    }),
    fc.record({ kind: fc.constant('contains' as const), column, value: literal }),
    fc.record({ kind: fc.constant('in' as const), column, values: fc.array(literal, { minLength: 1, maxLength: 3 }) }),
  ),
  condition: fc.oneof(
    { maxDepth: 4 },
    tie('test'),
    fc.record({
      kind: fc.constantFrom('all' as const, 'any' as const),
      parts: fc.array(tie('condition'), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('not' as const), part: tie('condition') }),
  ),
}));

describe('parseWhere', () => {
  it('reads back what was written, with as few parentheses as precedence allows', () => {
    fc.assert(
      fc.property(condition, (given) => {
        expect(withoutPositions(parseWhere(written(given)))).toEqual(withoutPositions(given));
      }),
      { numRuns: 500 },
    );
  });
});

describe('compileWhere', () => {
  const cell = fc.constantFrom('', 'x', ' x ', '1', '-2,0', '3.00', 'X');
  const row = fc.record({ a: cell, b: cell, 'c d': cell });

  it('judges every row as the plain reading of the condition does', () => {
    fc.assert(
      fc.property(condition, row, (given, cells) => {
        const compiled = compileWhere(written(given), columns).test((name) => cells[name as keyof typeof cells]);
        expect(compiled).toBe(holds(given, cells));
      }),
      { numRuns: 500 },
    );
  });
});

function written(condition: Condition, outer: 'any' | 'all' | 'not' | null = null): string {
  switch (condition.kind) {
    case 'any':
      return grouped(condition.parts.map((part) => written(part, 'any')).join(' or '), outer !== null);
    case 'all':
      return grouped(
        condition.parts.map((part) => written(part, 'all')).join(' et '),
        outer !== null && outer !== 'any',
      );
    case 'not':
      return `non ${written(condition.part, 'not')}`;
    case 'compare':
      return `${name(condition)} ${condition.comparison} ${value(condition.value)}`;
    case 'contains':
      return `${name(condition)} contains ${value(condition.value)}`;
    case 'in':
      return `${name(condition)} in (${condition.values.map(value).join(', ')})`;
  }
}

function grouped(text: string, needed: boolean): string {
  return needed ? `(${text})` : text;
}

function name({ column }: { column: { name: string } }): string {
  return column.name.includes(' ') ? `[${column.name}]` : column.name;
}

function value(literal: Literal): string {
  return literal.kind === 'number' ? literal.text : `"${literal.text.replaceAll('"', '""')}"`;
}

function withoutPositions(condition: Condition): unknown {
  return JSON.parse(JSON.stringify(condition, (key, inner: unknown) => (/position$/i.test(key) ? 0 : inner)));
}

/** The meaning of a condition, spelled out with JavaScript's own numbers. */
function holds(condition: Condition, cells: Readonly<Record<string, string>>): boolean {
  switch (condition.kind) {
    case 'any':
      return condition.parts.some((part) => holds(part, cells));
    case 'all':
      return condition.parts.every((part) => holds(part, cells));
    case 'not':
      return !holds(condition.part, cells);
    case 'contains':
      return (cells[condition.column.name] ?? '').includes(condition.value.text);
    case 'in':
      return condition.values.some((value) => compares('=', cells[condition.column.name] ?? '', value));
    case 'compare':
      return compares(condition.comparison, cells[condition.column.name] ?? '', condition.value);
  }
}

function compares(comparison: string, cell: string, literal: Literal): boolean {
  if (comparison === '!=') return !compares('=', cell, literal);
  if (literal.kind === 'text') return cell.trim() === literal.text.trim();
  const found = cell.trim() === '' ? NaN : Number(cell.trim().replace(',', '.'));
  const limit = Number(literal.text);
  const order = {
    '=': found === limit,
    '<': found < limit,
    '<=': found <= limit,
    '>': found > limit,
    '>=': found >= limit,
  };
  return order[comparison as keyof typeof order];
}
