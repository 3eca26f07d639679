import { expect, it } from 'vitest';
import { hasNumberInName } from '../../../src/core/campaign/number-in-name.js';

it.each([
  ['rappel-0639981234', true],
  ['rappel-06.39.98.12.34', true],
  ['33639981234', true],
  ['fete-2026', false],
  ['2026-11-26', false],
  ['20261126-01', false],
  ['2026-11-26_1430', false],
  ['noel.12', false],
  ['c0.123456789', false],
  ['lot-123456789', false],
])('of the campaign %s: %s', (name, holds) => {
  expect(hasNumberInName(name, 'FR')).toBe(holds);
});
