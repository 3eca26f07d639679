import { describe, expect, it } from 'vitest';
import { ANY_HOUR, hoursNow, windowProfile, windowProfileId } from '../../../src/core/campaign/window-profile.js';
import { builtInPurposes } from '../../../src/core/consent/purpose.js';
import { nightRest, profileById, profileIds, weekdays, withinBoth } from '../../../src/core/schedule/profiles.js';
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
    [
      'hours chosen for a country are no law of its states: those of a state hold',
      association,
      false,
      place('US-TX', 'US'),
      new Map([['US', 'US/federal']]),
      'US/TX',
    ],
    [
      'the default written down is the default',
      association,
      false,
      place('US-CT', 'US'),
      new Map([['US', 'US/strict']]),
      'US/CT',
    ],
    [
      'narrower ones than those of the state are kept',
      association,
      false,
      place('US-CT', 'US'),
      new Map([['US', 'US/RI']]),
      'US/RI',
    ],
    [
      'where each forbids what the other allows, both are',
      association,
      false,
      place('US-TX', 'US'),
      new Map([['US', 'FR/strict']]),
      'US/TX+FR/strict',
    ],
    [
      'a state without a law of its own keeps what was chosen',
      association,
      false,
      place('US-NY', 'US'),
      new Map([['US', 'US/federal']]),
      'US/federal',
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

describe('hoursNow', () => {
  const charter = new Map([['FR', 'FR/charter-2026']]);
  const kept = (profile: string, code: string, chosen: ReadonlyMap<string, string>, purpose = association) =>
    hoursNow(purpose, false, chosen)({ code, profile });

  it('are narrowed where the operator has chosen narrower ones since', () => {
    const { days, holidays } = kept('FR/charter-2026', 'FR', none)!;
    expect([days.sun, days.mon, holidays]).toEqual([[], [{ startMinute: 480, endMinute: 1200 }], 'block']);
  });

  it.each([
    ['wider ones were chosen since', 'FR/strict', 'FR', charter],
    ['nothing changed', 'FR/charter-2026', 'FR', charter],
    ['an overseas territory has a choice of its own', 'FR/charter-2026', 'RE', new Map([['RE', 'FR/charter-2026']])],
    ['a state keeps its law', 'US/FL', 'US-FL', charter],
    ['a state narrows what was chosen', 'US/TX+FR/strict', 'US-TX', new Map([['US', 'FR/strict']])],
    ['a country without a profile has the strictest', 'FR/strict', 'JP', charter],
    ['a foreign number is in France', 'CH/strict', 'FR-57', charter],
  ])('are those of the plan where %s', (_, profile, code, chosen) => {
    expect(kept(profile, code, chosen)).toEqual(
      ['FR/strict', 'CH/strict'].includes(profile)
        ? expect.objectContaining({ days: profileById(profile)!.days, holidays: 'block' })
        : profileById(profile),
    );
  });

  it('begin to be kept by a purpose that has become promotional, and stay where the configuration has it no more', () => {
    const night = kept(nightRest.id, 'FR', none, { ...information, window: true })!;
    expect([night.days.sun, night.holidays]).toEqual([[], 'block']);
    expect(hoursNow(null, false, none)({ code: 'FR', profile: 'FR/charter-2026' })?.id).toBe('FR/charter-2026');
    expect(hoursNow(information, true, none)({ code: 'FR', profile: ANY_HOUR })).toBeNull();
  });

  it('of two profiles are open when both are', () => {
    const all = profileIds().map((id) => profileById(id)!);
    for (const one of all) {
      for (const other of all) {
        const both = withinBoth(one, other);
        for (const day of weekdays) {
          for (let minute = 0; minute < 1440; minute += 5) {
            const isIn = ({ days }: typeof one): boolean =>
              days[day].some(({ startMinute, endMinute }) => startMinute <= minute && minute < endMinute);
            if (isIn(both) !== (isIn(one) && isIn(other))) expect([one.id, other.id, day, minute]).toEqual([]);
          }
        }
      }
    }
    expect(all.length).toBeGreaterThan(10);
  });
});
