import { describe, expect, it } from 'vitest';
import { ANY_HOUR, windowProfile, windowProfileId } from '../../../src/core/campaign/window-profile.js';
import { builtInPurposes } from '../../../src/core/consent/purpose.js';
import { nightRest } from '../../../src/core/schedule/profiles.js';
import type { Territory } from '../../../src/core/schedule/territory.js';

const place = (code: string, country = code): Territory => ({ code, country, zones: [], calendars: [], notes: [] });
const none = new Map<string, string>();
const association = builtInPurposes.get('association')!;
const information = builtInPurposes.get('information')!;

describe('windowProfileId', () => {
  it.each([
    ['promotional: the window of the country', association, false, place('FR'), none, 'FR/strict'],
    ['promotional: the law of a state', association, false, place('US-FL', 'US'), none, 'US/FL'],
    [
      'promotional: what the operator chose',
      association,
      false,
      place('FR'),
      new Map([['FR', 'FR/charter-2026']]),
      'FR/charter-2026',
    ],
    [
      'what was chosen for France covers its overseas territories',
      association,
      false,
      place('RE'),
      new Map([['FR', 'FR/charter-2026']]),
      'FR/charter-2026',
    ],
    [
      'unless they have their own',
      association,
      false,
      place('RE'),
      new Map([
        ['FR', 'FR/charter-2026'],
        ['RE', 'CH/strict'],
      ]),
      'CH/strict',
    ],
    ['a country without any keeps the strictest', association, false, place('JP'), none, 'FR/strict'],
    ['promotional messages are never urgent', association, true, place('FR'), none, 'FR/strict'],
    ['functional: the night rest', information, false, place('FR'), new Map([['FR', 'FR/charter-2026']]), nightRest.id],
    ['functional and urgent: any hour', information, true, place('FR'), none, ANY_HOUR],
    ['functional with a window of its own', { ...information, window: true }, false, place('FR'), none, 'FR/strict'],
  ])('%s', (_, purpose, isUrgent, territory, chosen, id) => {
    expect(windowProfileId(purpose, isUrgent, territory, chosen)).toBe(id);
  });
});

describe('windowProfile', () => {
  it('is null at any hour, and for a name that nobody knows', () => {
    expect(windowProfile(ANY_HOUR)).toBeNull();
    expect(windowProfile('XX/unknown')).toBeNull();
    expect(windowProfile('FR/strict')?.id).toBe('FR/strict');
    expect(windowProfile(nightRest.id)).toBe(nightRest);
  });
});
