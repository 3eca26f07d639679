import { describe, expect, it } from 'vitest';
import { ruleSource } from '../../../src/core/audience/rule-source.js';
import { walkedRules } from '../../../src/core/audience/rule-walk.js';
import { profileById, profileIds } from '../../../src/core/schedule/profiles.js';
import { suppressionReasons } from '../../../src/core/suppression/suppression.js';

const countries = [null, 'FR', 'RE', 'CH', 'DE', 'GB', 'BE', 'US'];
const kinds = ['promotional', 'functional'] as const;

describe('ruleSource', () => {
  it('names a source and a force for every rule, wherever the person is', () => {
    for (const rule of walkedRules)
      for (const country of countries)
        for (const kind of kinds) {
          const { force, en, fr, confidence } = ruleSource(rule, { country, kind });
          expect(['verified-in-source', 'secondary-source', 'general-knowledge', 'own-rule']).toContain(confidence);
          expect(['law', 'charter', 'provider', 'advice']).toContain(force);
          expect([en.length, fr.length].every((length) => length > 5)).toBe(true);
        }
  });

  it.each([
    ['no_consent', 'FR', 'promotional', 'law', 'CPCE art. L.34-5'],
    ['no_consent', 'RE', 'promotional', 'law', 'CPCE art. L.34-5'],
    ['no_consent', 'CH', 'promotional', 'law', 'UWG/LCD art. 3'],
    ['no_consent', 'BE', 'promotional', 'law', 'directive 2002/58/EC art. 13'],
    ['no_consent', 'FR', 'functional', 'law', 'GDPR art. 6(1)'],
    ['consent_withdrawn', 'FR', 'promotional', 'law', 'GDPR art. 7(3)'],
    ['consent_expired', 'FR', 'promotional', 'advice', 'CNIL, délibération 2016-264'],
    ['fictional_number', 'FR', 'promotional', 'law', 'Arcep decision 2018-0881'],
    ['frequency_cap', 'FR', 'promotional', 'advice', '[limits] frequency_cap'],
  ] as const)('%s, %s, %s: %s', (rule, country, kind, force, citation) => {
    const source = ruleSource(rule, { country, kind });
    expect(source.force).toBe(force);
    expect(source.en).toContain(citation);
  });

  it.each([
    [['manual'], 'advice', 'own never-list'],
    [['unreachable'], 'provider', 'the provider told'],
    [['erasure'], 'law', 'art. 17'],
    [['manual', 'stop', 'provider'], 'law', 'art. 21'],
  ] as const)('of the entries of the never-list the one with the most force speaks: %j', (reasons, force, citation) => {
    const source = ruleSource('suppressed', { country: 'FR', kind: 'promotional', suppressedFor: reasons });
    expect(source.force).toBe(force);
    expect(source.en).toContain(citation);
  });

  it('knows every reason of the never-list', () => {
    for (const reason of suppressionReasons) {
      const { en, fr } = ruleSource('suppressed', { country: null, kind: 'functional', suppressedFor: [reason] });
      expect([reason, en.length > 5, fr.length > 5, en === fr]).toEqual([reason, true, true, false]);
    }
  });

  it('lets a profile of hours speak for itself', () => {
    for (const id of profileIds()) {
      const profile = profileById(id)!;
      const { force, en } = ruleSource('hours', { country: 'FR', kind: 'promotional', profile });
      expect([force, en]).toEqual([profile.force, profile.source]);
    }
    expect(ruleSource('hours', { country: 'FR', kind: 'functional', profile: null }).en).toContain('--urgent');
  });
});
