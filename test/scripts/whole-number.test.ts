import { describe, expect, it } from 'vitest';
import { wholeNumber } from '../../scripts/whole-number.ts';

describe('wholeNumber', () => {
  it.each(['2OO', '', ' ', '1e9', '1.5', '-1', '0x10', 'NaN', '9'.repeat(16)])('takes no %j', (text) => {
    expect(() => wholeNumber('--rounds', text, 0)).toThrow(
      `--rounds takes a whole number of at least 0, not "${text}"`,
    );
  });

  it('takes what is large enough', () => {
    expect(wholeNumber('--seed', '0', 0)).toBe(0);
    expect(wholeNumber('--rounds', '200', 1)).toBe(200);
    expect(() => wholeNumber('--rounds', '0', 1)).toThrow('at least 1, not "0"');
  });
});
