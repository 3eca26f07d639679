import { describe, expect, it } from 'vitest';
import { catalogueFr } from '../../src/words/catalogue.js';
import { french } from '../../src/words/french.js';

describe('french', () => {
  it('spaces its own words, and leaves values and operators alone', () => {
    expect(french`trouvé « ${'a : b ?'} » ; admis : !=, vraiment ? Oui !`).toBe(
      'trouvé «\u00A0a : b ?\u00A0»\u202F; admis\u00A0: !=, vraiment\u202F? Oui\u202F!',
    );
  });

  it('has spaced all words that are fixed', () => {
    const unspaced = Object.entries(catalogueFr).filter(
      ([, words]) => typeof words === 'string' && / [:;?»](?:\s|$)|« |\u202F:|\u00A0[;?]/.test(words),
    );
    expect(unspaced).toEqual([]);
  });
});
