import { describe, expect, it } from 'vitest';
import ruleSources from '../../src/core/audience/rule-sources.data.json' with { type: 'json' };
import wordingModels from '../../src/core/consent/wording-models.data.json' with { type: 'json' };
import terms from '../../src/core/rights/retention.data.json' with { type: 'json' };
import { catalogueFr } from '../../src/words/catalogue.js';
import { french } from '../../src/words/french.js';

const UNSPACED = / [:;?!»](?:\s|$)|« |\u202F:|\u00A0[;?!]/;

/** Every text that stands somewhere below a key `fr`. */
function frenchIn(value: unknown, isFrench = false): readonly string[] {
  if (typeof value === 'string') return isFrench ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => frenchIn(inner, isFrench || key === 'fr'));
}

describe('french', () => {
  it('spaces its own words, and leaves values and operators alone', () => {
    expect(french`trouvé « ${'a : b ?'} » ; admis : !=, vraiment ? Oui !`).toBe(
      'trouvé «\u00A0a : b ?\u00A0»\u202F; admis\u00A0: !=, vraiment\u202F? Oui\u202F!',
    );
  });

  it('has spaced all words that are fixed', () => {
    const unspaced = Object.entries(catalogueFr).filter(
      ([, words]) => typeof words === 'string' && UNSPACED.test(words),
    );
    expect(unspaced).toEqual([]);
  });

  it.each([
    ['sources of rules', ruleSources],
    ['models of wordings', wordingModels],
    ['terms', terms],
  ])('has spaced the %s that stand in data', (_, data) => {
    const texts = frenchIn(data);
    expect(texts).not.toEqual([]);
    expect(texts.filter((text) => UNSPACED.test(text))).toEqual([]);
  });
});
