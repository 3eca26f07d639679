import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AbsentField } from '../../../src/core/template/absent-field.js';
import { parse, renderCells } from '../../../src/core/template/liquid-engine.js';
import { plainRenderer } from '../../../src/core/template/plain-template.js';

type Cells = Record<string, string | AbsentField>;

function cellsOf(cells: Readonly<Record<string, string>>): Cells {
  const found = Object.create(null) as Cells;
  for (const name of ['prenom', 'Nom', 'size', 'first', 'constructor']) {
    const cell = cells[name] ?? '';
    found[name] = cell === '' ? new AbsentField(name) : cell;
  }
  return found;
}

const pieces = fc.oneof(
  fc.constantFrom(
    ...['{{ prenom }}', '{{prenom}}', '{{- Nom -}}', '{{ size }}', '{{ first }}', '{{ constructor }}'],
    ...['{{ prenom | upcase }}', '{{ prenom.size }}', '{{ "mot" }}', '{{ 12 }}', '{{ true }}', '{{ ["Nom"] }}'],
    ...[
      '{{ prenom | default: "ami" }}',
      '{{ prenom == Nom }}',
      '{% if prenom %}oui{% endif %}',
      '{% raw %}{{ x }}{% endraw %}',
    ],
    ...['{% assign prenom = "autre" %}', '{% comment %}rien{% endcomment %}', '{{ (1..3) }}', '\n', ' '],
  ),
  fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[{}%]/g, '')),
);
const cell = fc.string({ unit: 'grapheme' }).map((text) => text.trim());

describe('a plain template', () => {
  it('reads as the engine reads it, or is left to the engine', () => {
    let readPlainly = 0;
    fc.assert(
      fc.property(
        fc.array(pieces, { minLength: 1, maxLength: 8 }),
        fc.dictionary(fc.constantFrom('prenom', 'Nom', 'size', 'first', 'constructor'), cell),
        (parts, given) => {
          const templates = parse(parts.join(''));
          const cells = cellsOf(given);
          const plain = plainRenderer(templates)?.(cells) ?? null;
          if (plain === null) return;
          readPlainly += 1;
          expect({ kind: 'text', text: plain }).toEqual(renderCells(templates, cells, 'en'));
        },
      ),
      { numRuns: 3000 },
    );
    expect(readPlainly).toBeGreaterThan(150);
  });

  it.each([
    ['Bonjour {{ prenom }}, à {{Nom}} !', 'Bonjour Zoé, à {{ x }} !'],
    ['sans champ', 'sans champ'],
    ['  {{- prenom -}}  !', 'Zoé!'],
  ])('%j needs no engine', (source, text) => {
    expect(plainRenderer(parse(source))?.(cellsOf({ prenom: 'Zoé', Nom: '{{ x }}' }))).toBe(text);
  });

  it.each([
    '{{ prenom | upcase }}',
    '{{ prenom.size }}',
    '{{ "mot" }}',
    '{% if prenom %}oui{% endif %}',
    '{{ Nom == Nom }}',
  ])('%j does', (source) => {
    expect(plainRenderer(parse(source))).toBe(null);
  });

  it('leaves to it whose field is absent, and what is very long', () => {
    const render = plainRenderer(parse('Bonjour {{ prenom }}'));
    expect(render?.(cellsOf({}))).toBe(null);
    expect(render?.(cellsOf({ prenom: 'x'.repeat(20_001) }))).toBe(null);
    expect(plainRenderer(parse('{{ prenom }}'.repeat(101)))).toBe(null);
  });
});
