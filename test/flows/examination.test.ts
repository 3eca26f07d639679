import { describe, expect, it } from 'vitest';
import { exitCodeOfExaminations, failed, good } from '../../src/flows/examination.js';
import { exitCodeOf, exitCodes, gravestExitCode, type ErrorKind } from '../../src/errors.js';
import { phrase } from '../../src/words/phrase.js';

const failing = (kind: ErrorKind) => failed('clock', kind, phrase('cli.yes'), null);

describe('exitCodeOfExaminations', () => {
  it('is that of the gravest failure, in the order that the README promises', () => {
    expect(exitCodeOfExaminations([good('node', phrase('cli.yes'))])).toBe(0);
    expect(exitCodeOfExaminations([failing('config'), failing('badInput')])).toBe(65);
    expect(exitCodeOfExaminations([failing('notNow'), failing('unavailable')])).toBe(69);
    expect(exitCodeOfExaminations([failing('unavailable'), failing('notPermitted'), failing('storeFailure')])).toBe(74);
  });
});

describe('gravestExitCode', () => {
  it('knows every code of an error, so that none is lost beside another', () => {
    for (const code of [...Object.values(exitCodeOf), exitCodes.partial]) expect(gravestExitCode([0, code])).toBe(code);
  });
});
