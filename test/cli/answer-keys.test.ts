import { describe, expect, it } from 'vitest';
import { AnswerKeys } from '../../src/cli/answer-keys.js';

const FRENCH = { yes: ['o', 'oui', 'y', 'yes'], no: ['n', 'non'] };

/** What a question hears of pieces that come one after the other. */
function heard(...pieces: readonly (string | Buffer)[]): string {
  const keys = new AnswerKeys({ setRawMode: () => process.stdin }, FRENCH);
  for (const piece of pieces) keys.write(piece);
  return String(keys.read() ?? '');
}

describe('keys at a question of yes or no', () => {
  it.each(['o', 'O', 'oui', 'Oui\r', ' oui \n', 'y\n', 'yes', 'o\nls\n'])('hears a yes in %j', (typed) => {
    expect(heard(typed)).toBe('y');
  });

  it.each(['n', 'non\r', 'ls\r', 'oui, mais pas encore\r', '\u001b[200~oui\u001b[201~\r'])(
    'hears a no in %j',
    (typed) => {
      expect(heard(typed)).toBe('n');
    },
  );

  it('hears no answer in the letters of another word, typed one by one', () => {
    expect(heard('d', 'o', 'c', 't', 'o', 'r')).toBe('');
    expect(heard('l', 's', ' ', '-', 'o', '\r')).toBe('n');
    expect(heard(Buffer.from([0xc3]), Buffer.from([0xb4]), 'o')).toBe('');
  });

  it('hears arrows, Enter, Escape and the keys that leave', () => {
    expect(heard('\u001b[A', '\r')).toBe('\u001b[A\r');
    expect(heard('\u001b')).toBe('\u001b');
    expect(heard('\n')).toBe('\r');
    expect(heard('d', '\u0004')).toBe('\u0003');
    expect(heard('d', '\u0003')).toBe('\u0003');
  });
});
