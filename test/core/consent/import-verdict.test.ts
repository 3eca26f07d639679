import { describe, expect, it } from 'vitest';
import type { ConsentGiven } from '../../../src/core/consent/consent-event.js';
import { consentVerdict } from '../../../src/core/consent/import-verdict.js';
import { builtInPurposes } from '../../../src/core/consent/purpose.js';
import { consentGiven } from '../../support/temp-ledger.js';
import { factsWith, utc, withdrawn } from '../../support/core-facts.js';

const association = builtInPurposes.get('association')!;
const stop = { reason: 'stop', scope: { kind: 'promotional' } } as const;

function verdict(
  origin: 'import' | 'person',
  facts = factsWith(),
  event: ConsentGiven = consentGiven({ effectiveAt: utc('2026-05-01T10:00:00Z') }),
  isRecorded = false,
): string {
  return consentVerdict(event, origin, isRecorded, facts, association);
}

describe('consentVerdict (an event already recorded is unchanged before any other test)', () => {
  it('is unchanged for what is there, also when the number has said STOP since', () => {
    expect(verdict('import', factsWith({ suppressions: [stop] }), undefined, true)).toBe('unchanged');
  });

  it('records what nothing forbids', () => {
    expect(verdict('import')).toBe('record');
    expect(verdict('person')).toBe('record');
  });

  it('never lifts an entry of the never-list, whoever says so', () => {
    for (const origin of ['import', 'person'] as const) {
      expect(verdict(origin, factsWith({ suppressions: [stop] }))).toBe('suppressed');
    }
    const other = { reason: 'manual', scope: { kind: 'purpose', purpose: 'marketing' } } as const;
    expect(verdict('import', factsWith({ suppressions: [other] }))).toBe('record');
  });

  it('lets no import override a withdrawal, and one person only with a later date', () => {
    const facts = factsWith({ consents: [withdrawn(1, '2026-04-01T10:00:00Z')] });
    expect(verdict('import', facts)).toBe('withdrawn');
    expect(verdict('person', facts)).toBe('record');
    expect(verdict('person', factsWith({ consents: [withdrawn(1, '2026-05-01T10:00:00Z')] }))).toBe('withdrawn');
  });

  it('asks a person’s word to outlive every withdrawal, in whatever order they were recorded', () => {
    const consents = [withdrawn(1, '2026-06-01T10:00:00Z', 'association'), withdrawn(2, '2026-04-01T10:00:00Z')];
    expect(verdict('person', factsWith({ consents }))).toBe('withdrawn');
  });

  it('leaves a withdrawal from another purpose alone', () => {
    expect(verdict('import', factsWith({ consents: [withdrawn(1, '2026-06-01T10:00:00Z', 'marketing')] }))).toBe(
      'record',
    );
  });
});
