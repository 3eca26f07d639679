import { expect, it } from 'vitest';
import data from '../../src/core/contact/sensitive-columns.data.json' with { type: 'json' };
import { sensitivityFr } from '../../src/words/sensitive-words.js';

it('every kind of sensitive column has its French words', () => {
  const inFrench = (data.categories as readonly { category: string; law: string }[]).map(sensitivityFr);
  expect(inFrench.filter((words) => /GDPR|FADP|recital|high|[a-z]-[a-z]+-|undefined/.test(words))).toEqual([]);
  expect(sensitivityFr({ category: 'minors', law: 'GDPR art. 8, recital 38' })).toBe(
    'mineurs\u202f; RGPD art. 8, considérant 38',
  );
  // Whatever is added to the data says here that it wants words.
  const english = data.categories.filter((entry) => sensitivityFr(entry).startsWith(`${entry.category}\u202f`));
  expect(english.map(({ category }) => category)).toEqual(['religion']);
});
