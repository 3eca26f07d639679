import { describe, expect, it } from 'vitest';
import { consentMethods } from '../../src/core/consent/consent-event.js';
import { legalBases } from '../../src/core/consent/purpose.js';
import { basisMeant, methodMeant } from '../../src/core/consent/value-meaning.js';
import { basisNames, methodNames } from '../../src/words/proof-names.js';

describe('the French names of bases and methods', () => {
  it.each([
    ...legalBases.map((code) => [basisNames.fr(code), code, basisMeant] as const),
    ...consentMethods.map((code) => [methodNames.fr(code), code, methodMeant] as const),
  ])('%s: the word and the code before and in brackets are read as %s', (named, code, meant) => {
    const [, word = '', bracketed = ''] = /^(.+) \((\w+)\)$/.exec(named) ?? [];
    expect([meant(word), bracketed]).toEqual([code, code]);
  });

  it('leaves a code that has no name as it is', () => {
    expect(basisNames.fr('other')).toBe('other');
  });
});
