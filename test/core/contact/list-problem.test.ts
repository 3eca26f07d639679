import { describe, expect, it } from 'vitest';
import {
  compareProblems,
  problemOfWarning,
  traitsOf,
  vocabularyName,
  type ListProblem,
} from '../../../src/core/contact/list-problem.js';
import { adviceEn } from '../../../src/words/contacts-words.js';
import { phrase } from '../../../src/words/phrase.js';
import { formatsOf } from '../../../src/words/formats.js';
import { speak } from '../../../src/words/speak.js';
import vectors from './phone-vectors.json' with { type: 'json' };

/** There is advice for every one: the types see to that. */
const listProblems = Object.keys(adviceEn) as readonly ListProblem[];

describe('the problems of a list', () => {
  it('are all that the judge of single numbers can say', () => {
    const names = listProblems.map(vocabularyName);
    for (const vector of vectors.vectors as readonly { reason?: string; warnings?: readonly string[] }[]) {
      for (const name of [...(vector.reason === undefined ? [] : [vector.reason]), ...(vector.warnings ?? [])]) {
        expect(names).toContain(name);
      }
    }
  });

  it('tell digits that are lost from a notation that was undone', () => {
    expect(traitsOf('scientific-notation')).toEqual({ recoverable: 'no', rowsAre: 'refused' });
    expect(traitsOf(problemOfWarning('scientific-notation'))).toEqual({ recoverable: 'yes', rowsAre: 'used' });
    expect(traitsOf(problemOfWarning('missing-trunk-zero'))).toEqual({ recoverable: 'yes', rowsAre: 'used' });
  });

  it.each(['en', 'fr'] as const)('have a name and a piece of advice each in %s', (locale) => {
    const said = listProblems.map((problem) => ({
      name: speak(phrase('contacts.problem', { problem }), formatsOf(locale)),
      advice: speak(phrase('contacts.advice', { problem }), formatsOf(locale)),
    }));
    expect(said.filter(({ name, advice }) => name.trim().length < 3 || advice.trim().length < 10)).toEqual([]);
    // Two problems of one name could not be told apart on the screen.
    expect(new Set(said.map(({ name }) => name)).size).toBe(listProblems.length);
  });

  it('are ordered by gravity, then by their rows', () => {
    const shuffled = [
      { problem: 'missing-plus', count: 900 },
      { problem: 'duplicate', count: 5 },
      { problem: 'suspicious-repetition', count: 7 },
      { problem: 'empty', count: 2 },
      { problem: 'invalid-length', count: 3 },
      { problem: 'scientific-notation', count: 1 },
    ] as const;
    expect([...shuffled].sort(compareProblems).map(({ problem }) => problem)).toEqual([
      'scientific-notation',
      'invalid-length',
      'empty',
      'suspicious-repetition',
      'duplicate',
      'missing-plus',
    ]);
  });
});
