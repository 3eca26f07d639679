import { describe, expect, it } from 'vitest';
import { foreignPlaceholders } from '../../../src/core/template/foreign-placeholder.js';

const HEADERS = ['Prénom', 'Portable', 'Code postal'];

describe('a field as other programs write it', () => {
  it.each([
    '{prenom}',
    '{ Prénom }',
    '[Prénom]',
    '%prenom%',
    '<PRENOM>',
    '«Prénom»',
    '« Prénom »',
    '*|PRENOM|*',
    '##prenom##',
  ])('is found: %s', (found) => {
    expect(foreignPlaceholders(`Bonjour ${found}, la salle change.`, HEADERS)).toEqual([{ found, field: 'prenom' }]);
  });

  it('is told once, each by its column', () => {
    const told = foreignPlaceholders('[Prénom] [Prénom] {code_postal} [Code postal]', HEADERS);
    expect(told.map(({ found, field }) => [found, field])).toEqual([
      ['[Prénom]', 'prenom'],
      ['{code_postal}', 'code_postal'],
      ['[Code postal]', 'code_postal'],
    ]);
  });

  it.each([
    'Bonjour {{ prenom }}, {{prenom}}',
    '{% if prenom %}Bonjour{% endif %}',
    '{%- if prenom -%}Bonjour{%- endif -%}',
    'Salle [B] : 10 % à 20 %, <3, « La Traviata », prenom',
    '-10% prenom -20%',
  ])('is not what stands in %s', (source) => {
    expect(foreignPlaceholders(source, HEADERS)).toEqual([]);
  });
});
