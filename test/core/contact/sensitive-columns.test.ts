import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import data from '../../../src/core/contact/sensitive-columns.data.json' with { type: 'json' };
import { sensitiveColumn, sensitiveList } from '../../../src/core/contact/sensitive-columns.js';

describe('sensitiveColumn', () => {
  it.each([
    ['Santé', 'health', 'block'],
    ['GROUPE SANGUIN', 'health', 'block'],
    ['groupe_sanguin', 'health', 'block'],
    ['groupeSanguin', 'health', 'block'],
    ['Groupe sanguin (si connu)', 'health', 'block'],
    ['Allergies', 'health', 'block'],
    ['allergique', 'health', 'block'],
    ["Pays d'origine", 'ethnic', 'block'],
    ['Pays d’origine', 'ethnic', 'block'],
    ['Führungszeugnis', 'criminal', 'block'],
    ['N° AVS', 'national-id', 'block'],
    ['numeroSecu NIR', 'national-id', 'block'],
    ['code-pin', 'credentials', 'block'],
    ['ＩＢＡＮ', 'financial', 'warn'],
    ['IBANClient', 'financial', 'warn'],
    ['Date de naissance', 'minors', 'warn'],
    ['enfants', 'minors', 'warn'],
    ['Commentaires', 'free-text', 'info'],
    ['latitude', 'location-precise', 'info'],
  ])('%s is %s: %s', (header, category, level) => {
    expect(sensitiveColumn(header)).toMatchObject({ category, level });
  });

  it.each([
    'Prénom',
    'ville',
    'Code postal',
    'téléphone',
    'curetage',
    'partial',
    'montage',
    'traitement',
    'sanguin',
    '',
    '***',
  ])('%j is nothing special', (header) => {
    expect(sensitiveColumn(header)).toBeNull();
  });

  it('names the law', () => {
    expect(sensitiveColumn('religion')).toEqual({ category: 'religion', law: 'GDPR art. 9', level: 'block' });
  });

  it('takes the strictest of several', () => {
    expect(sensitiveColumn('Note santé')?.category).toBe('health');
    expect(sensitiveColumn('commentaire revenus')?.category).toBe('financial');
  });

  const rank = { info: 1, warn: 2, block: 3 };
  const terms = data.categories.flatMap((entry) =>
    Object.values(entry.terms).flatMap((list) =>
      list.map((term) => ({ term, level: entry.level as keyof typeof rank })),
    ),
  );

  it('finds every term, however its words are joined, cased and surrounded', () => {
    const around = fc.constantFrom('', 'x', 'Zone 3', '(', '№ ');
    const joint = fc.constantFrom(' ', '_', '-', '.', ' / ', '\u00A0');
    fc.assert(
      fc.property(
        fc.constantFrom(...terms),
        joint,
        around,
        around,
        fc.boolean(),
        ({ term, level }, join, before, after, upper) => {
          const words = term.replace('*', 'xyz').split(' ').join(join);
          const header = [before, upper ? words.toUpperCase() : words, after].filter((part) => part !== '').join(join);
          const found = sensitiveColumn(header);
          expect(found === null ? 0 : rank[found.level]).toBeGreaterThanOrEqual(rank[level]);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('sensitiveList', () => {
  it.each([
    ['membres_paroisse.csv', 'religion'],
    ['Membres du parti.xlsx', 'political'],
    ['Gewerkschaft.csv', 'union'],
    ['patients-2026.csv', null],
    ['patient list.csv', 'health'],
    ['contacts LGBT', 'sex-life'],
    // What stands in a column of that name is one thing, to be on a list of it another.
    ['ecole.csv', null],
    ['notes.csv', null],
    ['salaire', null],
    ['membres.csv', null],
    ['', null],
  ])('%j: %s', (name, category) => {
    expect(sensitiveList(name)?.category ?? null).toBe(category);
  });
});
