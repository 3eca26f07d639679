import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configLocale } from '../../src/config/config-locale.js';

describe('configLocale', () => {
  it.each([
    ['[organisation]\nlocale = "fr"', 'fr'],
    ["organisation = { locale = 'en' }", 'en'],
    ['organisation.locale = "fr"', 'fr'],
    ['\uFEFF[organisation]\r\nlocale = "fr"\r\n', 'fr'],
    ['[organisation]\nlocale = "fr"\nname = broken', 'fr'],
    ['[organisation]\nlocale = "de"', null],
    ['[organisation]\nlocale = 1', null],
    ['[organisation]\nname = "a"', null],
    ['organisation = "fr"', null],
    ['', null],
  ] as const)('reads %j as %s', (text, locale) => {
    expect(configLocale(text)).toBe(locale);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => [null, 'fr', 'en'].includes(configLocale(text))));
  });
});
