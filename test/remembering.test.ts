import { describe, expect, it } from 'vitest';
import { remembering } from '../src/remembering.js';

/** Counts how often it was really asked. */
function counting(atHand: number): { readonly ask: (question: string) => string; readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    ask: remembering(atHand, (question: string) => {
      asked.push(question);
      return question.toUpperCase();
    }),
  };
}

describe('a function that remembers', () => {
  it('answers the same question once', () => {
    const { ask, asked } = counting(10);
    expect(['a', 'b', 'a', 'a', 'b'].map(ask)).toEqual(['A', 'B', 'A', 'A', 'B']);
    expect(asked).toEqual(['a', 'b']);
  });

  it('keeps so many answers at most, and none to a long question', () => {
    const { ask, asked } = counting(2);
    ['a', 'b', 'c', 'a'].forEach(ask);
    expect(asked).toEqual(['a', 'b', 'c', 'a']);
    const long = 'x'.repeat(300);
    [long, long].forEach(ask);
    expect(asked.filter((question) => question === long)).toHaveLength(2);
  });
});
