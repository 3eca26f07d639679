import { describe, expect, it } from 'vitest';
import { AnswerKeys, ChoiceKeys } from '../../src/cli/answer-keys.js';

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

describe('keys at a choice', () => {
  const UP = '\u001b[A';
  const DOWN = '\u001b[B';
  const RECEIVED = ['je ne sais pas', 'oui, reçu', 'non, pas reçu'];
  const REVIEW = ['oui\u00A0: plus de message promotionnel', 'non\u00A0: une réponse ordinaire', 'plus tard'];
  const PURPOSES = ['marketing (prospection, offres)', 'association (vie associative)', 'survey', 'information'];

  /** The choice that is marked and taken in the end; null where none is. */
  function chosen(choices: readonly string[], pieces: readonly (string | Buffer)[]): string | null {
    const keys = new ChoiceKeys({ setRawMode: () => process.stdin }, choices);
    for (const piece of pieces) keys.write(piece);
    const heard = String(keys.read() ?? '');
    expect(heard).toMatch(/^(?:\u001b\[[AB])*\r?$/);
    if (!heard.endsWith('\r')) return null;
    const steps = heard.split(DOWN).length - heard.split(UP).length;
    return choices.at(steps % choices.length) ?? null;
  }

  /** Whole, as a line that stood there already, and key by key. */
  const bothWays = (typed: string): readonly (readonly string[])[] => [
    [typed],
    typed.match(/\u001b(?:\[[0-9]*[A-Z~]|O[A-Z])|[^]/gu) ?? [],
  ];

  it.each([
    [RECEIVED, 'oui\r', 'oui, reçu'],
    [RECEIVED, 'Oui, REÇU\r', 'oui, reçu'],
    [RECEIVED, 'n\r', 'non, pas reçu'],
    [RECEIVED, 'je ne sais pas\n', 'je ne sais pas'],
    [RECEIVED, 'oui\u007f\u007f\u007fnon\r', 'non, pas reçu'],
    [RECEIVED, `${DOWN}${DOWN}oui\r`, 'oui, reçu'],
    [RECEIVED, `oui${UP}\r`, 'non, pas reçu'],
    [RECEIVED, '\u001bOB\r', 'oui, reçu'],
    [RECEIVED, 'bof\r\r', 'je ne sais pas'],
    [REVIEW, 'non\r', 'non\u00A0: une réponse ordinaire'],
    [REVIEW, 'plus tard\r', 'plus tard'],
    [REVIEW, '\r', 'oui\u00A0: plus de message promotionnel'],
    [PURPOSES, 'marketing\r', 'marketing (prospection, offres)'],
    [PURPOSES, 'association\r', 'association (vie associative)'],
  ])('of %j, %j is %j', (choices, typed, expected) => {
    for (const pieces of bothWays(typed)) expect(chosen(choices, pieces)).toBe(expected);
  });

  it.each(['ok\r', 'je sais pas\r', '?\r', 'smsctl status\r', '\u001b[200~oui\u001b[201~\r', 'hjkl', ' oui'])(
    '%j chooses nothing',
    (typed) => {
      for (const pieces of bothWays(typed)) expect(chosen(RECEIVED, pieces)).toBe(null);
    },
  );

  it('what begins like two of them chooses neither', () => {
    expect(chosen(['pas reçu', 'pas connu'], ['pas\r'])).toBe(null);
  });

  it('letters that come in halves are whole', () => {
    const [first, second] = [Buffer.from([0xc3]), Buffer.from([0xa9, 0x0d])];
    expect(chosen(['réel', 'essai'], ['r', first, second])).toBe('réel');
  });

  it('what stands behind an answer is none to the next question', () => {
    const keys = new ChoiceKeys({ setRawMode: () => process.stdin }, RECEIVED);
    keys.write('oui\roui\r');
    expect(String(keys.read())).toBe(`${DOWN}\r`);
  });

  it('is left by Ctrl-C, Ctrl-D and Escape', () => {
    const keys = new ChoiceKeys({ setRawMode: () => process.stdin }, RECEIVED);
    for (const pressed of ['oui\u0004', '\u0003', '\u001b']) keys.write(pressed);
    expect(String(keys.read())).toBe('\u0003\u0003\u001b');
  });
});
