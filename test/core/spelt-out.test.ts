import { expect, it } from 'vitest';
import { valueKey } from '../../src/core/consent/value-meaning.js';
import { spellOut } from '../../src/core/spelt-out.js';
import { plainFieldName } from '../../src/core/template/field-name.js';
import { plainName } from '../../src/files/header-words.js';
import { senderIdFrom } from '../../src/flows/make-workspace.js';

it('knows the letters that Unicode takes for letters of their own', () => {
  const letters = 'œæßøłđðþı';
  expect(letters.normalize('NFKD')).toBe(letters);
  expect(spellOut(letters)).toBe('oeaessolddthi');
  expect(spellOut('été 1 Œ')).toBe('été 1 Œ');
});

it('reads them alike in a column’s name, a value and an organisation’s name', () => {
  expect(plainName('Łøþ Ðœ')).toBe('lothdoe');
  expect(plainFieldName('Łøþ Ðœ')).toBe('loth_doe');
  expect(valueKey('Łøþ Ðœ')).toBe('lothdoe');
  expect(senderIdFrom('Łøþ Ðœ', 'FR')).toBe('LOTHDOE');
});
