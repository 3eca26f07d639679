import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatsOf } from '../../src/words/formats.js';
import { faultWords } from '../../src/words/ledger-faults.js';

const french = formatsOf('fr');

/** Every sentence that the checks of the ledger can make, as their source has it, with made-up names in its gaps. */
function sentences(): readonly string[] {
  const checks = ['contradictions', 'plan-contradictions', 'proof-contradictions'].flatMap((name) => {
    const source = readFileSync(new URL(`../../src/store/sqlite/${name}.ts`, import.meta.url), 'utf8');
    return [...source.matchAll(/(?:told: |^ {6})(['`])([a-z][^'`]* [^'`]*)\1,?$/gm)].map((found) => found[2] ?? '');
  });
  return checks.map((told) => `2 ${told.replaceAll(/\$\{\w+\}/g, 'something')}`);
}

describe('a fault of the ledger', () => {
  it('has French words, whichever check found it', () => {
    const told = sentences();
    expect(told.length).toBeGreaterThan(40);
    expect(told.filter((fault) => faultWords(fault, french) === fault)).toEqual([]);
    expect(told.filter((fault) => /\b(the|rows|audit log|than|of)\b/.test(faultWords(fault, french)))).toEqual([]);
  });

  it.each([
    ['trigger audit_kept is missing', 'déclencheur audit_kept manque'],
    ['table notes is not ours', 'table notes ne vient pas de smsctl'],
    ['suppression has 0 rows, the audit log tells of 1', 'suppression\u00A0: 0 dans la table, 1 au journal'],
    [
      '1 rows of consent_event tell something else than the audit log',
      'lignes de consent_event en désaccord avec le journal\u00A0: 1',
    ],
    [
      '1 rows of intent_count tell something else than intent',
      'comptes de intent_count en désaccord avec les messages de intent\u00A0: 1',
    ],
    ['1 rows of exclusion are missing', 'lignes de exclusion qui manquent\u00A0: 1'],
    ['*** in database main ***', '*** in database main ***'],
  ])('%s', (fault, words) => {
    expect(faultWords(fault, french)).toBe(words);
    expect(faultWords(fault, formatsOf('en'))).toBe(fault);
  });
});
