import fc from 'fast-check';
import { parse, stringify } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { lineOf, locateKeys, pathKey } from '../../src/config/toml-lines.js';

const document = `# a comment with [brackets] and = signs
title = "one = [two] # three"
"quoted key" = 1
'literal.key' = 2
"\\u0061ccent" = 3
a . b = 4
a.c = { d = 5, e.f = 6, "g" = [ { h = 7 } ] }

list = [
  "x", # "not, this",
  [ 1, 2 ],
  """
  long ]
  ""\\" text""", 'y',
  '''
' ''''',
  8,
]
[table]
key = 9
[table.inner]
key = 10
[[many]]
name = "first"
  [many.part]
  key = 11
[[many]]
name = "second"
[many.part]
key = 12
[ "x y" . z ]
t = 2026-01-01T00:00:00Z
wide = {
  # a comment, with a comma
  k = 13,
  l = 14,
}
end = 15`;

describe('locateKeys', () => {
  const expected: readonly (readonly [string, number])[] = [
    ['title', 2],
    ['quoted key', 3],
    ['literal.key', 4],
    ['accent', 5],
    ['a', 6],
    ['a/b', 6],
    ['a/c', 7],
    ['a/c/d', 7],
    ['a/c/e/f', 7],
    ['a/c/g/0/h', 7],
    ['list', 9],
    ['list/0', 10],
    ['list/1', 11],
    ['list/1/1', 11],
    ['list/2', 12],
    ['list/3', 14],
    ['list/4', 15],
    ['list/5', 17],
    ['table', 19],
    ['table/key', 20],
    ['table/inner/key', 22],
    ['many', 23],
    ['many/0/name', 24],
    ['many/0/part', 25],
    ['many/0/part/key', 26],
    ['many/1', 27],
    ['many/1/name', 28],
    ['many/1/part/key', 30],
    ['x y/z', 31],
    ['x y/z/t', 32],
    ['x y/z/wide/k', 35],
    ['x y/z/wide/l', 36],
    ['x y/z/end', 38],
  ];

  it.each(expected)('finds %s on line %i', (path, line) => {
    expect(() => parse(document)).not.toThrow();
    expect(lineOf(locateKeys(document), path.split('/'))).toBe(line);
    expect(lineOf(locateKeys(`\uFEFF${document.replaceAll('\n', '\r\n')}`), path.split('/'))).toBe(line);
  });

  it('gives what is not there the line of its table', () => {
    expect(lineOf(locateKeys(document), ['table', 'missing', 'deeper'])).toBe(19);
    expect(lineOf(locateKeys(document), ['nothing'])).toBeNull();
    expect(lineOf(locateKeys(''), [])).toBeNull();
  });

  const key = fc.oneof(fc.stringMatching(/^[A-Za-z0-9_-]{1,6}$/), fc.string({ maxLength: 6, unit: 'grapheme' }));
  const scalar = fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.integer(),
    fc.boolean(),
    fc.constant('"""\n[a]\nb = 1 # \\'),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.dictionary(key, tie('node'), { maxKeys: 4, noNullPrototype: true }),
    node: fc.oneof(
      { maxDepth: 4 },
      scalar,
      fc.array(scalar, { maxLength: 3 }),
      fc.array(tie('tree'), { maxLength: 3 }),
      tie('tree'),
    ),
  }));

  it('knows exactly the keys that the parser reads', () => {
    fc.assert(
      fc.property(tree, (value) => {
        const toml = stringify(value);
        const paths = [...pathsOf(parse(toml))].map(pathKey);
        expect([...locateKeys(toml).keys()].sort()).toEqual(paths.sort());
      }),
      { numRuns: 300 },
    );
  });

  it('points at the line on which a key was written', () => {
    const entries = fc.uniqueArray(fc.tuple(key, scalar, fc.nat(3)), { selector: ([name]) => name, maxLength: 12 });
    fc.assert(
      fc.property(entries, fc.constantFrom('\n', '\r\n'), (pairs, lineEnd) => {
        const rows: string[] = [];
        const written = new Map<string, number>();
        for (const [name, value, gap] of pairs) {
          rows.push(...Array.from({ length: gap }, (_, index) => (index % 2 === 0 ? '' : '# [x] = "')));
          rows.push(stringify({ [name]: value }).trimEnd());
          written.set(name, rows.length);
        }
        const lines = locateKeys(rows.join(lineEnd));
        for (const [name, line] of written) expect(lines.get(pathKey([name]))).toBe(line);
      }),
      { numRuns: 300 },
    );
  });
});

function* pathsOf(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (path.length > 0) yield path;
  if (typeof value !== 'object' || value === null || value instanceof Date) return;
  for (const [key, inner] of Object.entries(value)) yield* pathsOf(inner, [...path, key]);
}
