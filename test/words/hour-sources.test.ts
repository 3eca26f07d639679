import { describe, expect, it } from 'vitest';
import { nightRest, profileById, profileIds, recommendedWindows } from '../../src/core/schedule/profiles.js';
import { adviceSourceName, sourceName } from '../../src/words/hour-sources.js';

describe('the citations of sending hours', () => {
  it.each([...profileIds(), nightRest.id])('%s has one in French, and in English the one of the data', (id) => {
    const profile = profileById(id)!;
    expect(sourceName(profile, 'en')).toBe(profile.source);
    expect(sourceName(profile, 'fr')).not.toBe(profile.source);
  });

  it('the advice has one too', () => {
    const { source } = recommendedWindows['FR']!;
    expect(adviceSourceName(source, 'en')).toBe(source);
    expect(adviceSourceName(source, 'fr')).not.toBe(source);
  });
});
