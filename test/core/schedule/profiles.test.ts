import { describe, expect, it } from 'vitest';
import {
  defaultProfileId,
  nightRest,
  profileById,
  profileIds,
  recommendedWindows,
  weekdays,
} from '../../../src/core/schedule/profiles.js';
import type { Interval } from '../../../src/core/schedule/profiles.js';

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
const spell = (intervals: readonly Interval[]): string =>
  intervals.map(({ startMinute, endMinute }) => `${clock(startMinute)}-${clock(endMinute)}`).join(' ');

describe('the profiles', () => {
  it.each([
    ['FR/strict', '08:00-20:00', '08:00-20:00', '', 'block', null, 'provider'],
    ['FR/charter-2026', '08:00-21:30', '08:00-21:30', '08:00-21:30', 'warn', 'warn', 'charter'],
    ['FR/charter-2024', '08:00-22:00', '08:00-22:00', '', 'block', null, 'charter'],
    ['CH/strict', '08:00-20:00', '08:00-20:00', '', 'block', null, 'advice'],
    ['BE/strict', '08:00-20:00', '08:00-20:00', '', 'block', null, 'advice'],
    ['LU/strict', '08:00-20:00', '08:00-20:00', '', 'block', null, 'advice'],
    ['DE/strict', '08:00-20:00', '08:00-20:00', '', 'block', null, 'advice'],
    ['GB/strict', '08:00-20:00', '08:00-20:00', '', 'block', null, 'advice'],
    ['IT/strict', '08:00-20:00', '08:00-20:00', '', 'block', null, 'provider'],
    ['IT/carrier', '08:00-22:00', '08:00-22:00', '', 'warn', null, 'provider'],
    ['ES/strict', '09:00-21:00', '', '', 'block', null, 'advice'],
    ['US/federal', '08:00-21:00', '08:00-21:00', '08:00-21:00', 'ignore', null, 'law'],
    ['US/strict', '08:00-20:00', '08:00-20:00', '08:00-20:00', 'ignore', null, 'law'],
    ['CA/strict', '09:00-21:30', '10:00-18:00', '10:00-18:00', 'ignore', null, 'advice'],
    ['US/AL', '08:00-20:00', '08:00-20:00', '', 'ignore', null, 'law'],
    ['US/CT', '09:00-20:00', '09:00-20:00', '09:00-20:00', 'ignore', null, 'law'],
    ['US/FL', '08:00-20:00', '08:00-20:00', '08:00-20:00', 'ignore', null, 'law'],
    ['US/KY', '10:00-21:00', '10:00-21:00', '10:00-21:00', 'ignore', null, 'law'],
    ['US/LA', '08:00-20:00', '08:00-20:00', '', 'ignore', null, 'law'],
    ['US/MD', '08:00-20:00', '08:00-20:00', '08:00-20:00', 'ignore', null, 'law'],
    ['US/MA', '08:00-20:00', '08:00-20:00', '08:00-20:00', 'ignore', null, 'law'],
    ['US/MI', '09:00-21:00', '09:00-21:00', '09:00-21:00', 'ignore', null, 'law'],
    ['US/MN', '09:00-21:00', '09:00-21:00', '09:00-21:00', 'ignore', null, 'law'],
    ['US/MS', '08:00-20:00', '08:00-20:00', '', 'ignore', null, 'law'],
    ['US/NV', '09:00-20:00', '09:00-20:00', '09:00-20:00', 'ignore', null, 'law'],
    ['US/NM', '09:00-21:00', '09:00-21:00', '09:00-21:00', 'ignore', null, 'law'],
    ['US/OK', '08:00-20:00', '08:00-20:00', '08:00-20:00', 'ignore', null, 'law'],
    ['US/RI', '09:00-18:00', '10:00-17:00', '10:00-17:00', 'ignore', null, 'law'],
    ['US/TX', '09:00-21:00', '09:00-21:00', '12:00-21:00', 'ignore', null, 'law'],
    ['US/WA', '08:00-20:00', '08:00-20:00', '08:00-20:00', 'ignore', null, 'law'],
  ] as const)('%s', (id, monFri, sat, sun, holidays, sunday, force) => {
    const profile = profileById(id)!;
    expect(weekdays.map((day) => spell(profile.days[day]))).toEqual([monFri, monFri, monFri, monFri, monFri, sat, sun]);
    expect(profile).toMatchObject({ id, holidays, sunday, force, historical: id === 'FR/charter-2024' });
    expect(profile.source).not.toBe('');
    expect(['verified-in-source', 'secondary-source', 'general-knowledge']).toContain(profile.confidence);
    if (id.startsWith('US/') && id !== 'US/federal') expect(profile.confidence).toBe('secondary-source');
  });

  it('are all listed, and night rest is found but not offered for promotional messages', () => {
    expect(profileIds()).toHaveLength(30);
    for (const id of profileIds()) expect(profileById(id)?.id).toBe(id);
    expect(profileById('night-rest')).toBe(nightRest);
    expect(profileIds()).not.toContain('night-rest');
  });

  it('are null when unknown', () => {
    for (const id of ['', 'FR', 'fr/strict', 'FR/other', 'US/NY', 'constructor']) expect(profileById(id)).toBeNull();
  });

  it('rest at night, holidays or not', () => {
    expect(weekdays.map((day) => spell(nightRest.days[day]))).toEqual(weekdays.map(() => '08:00-21:00'));
    expect(nightRest).toMatchObject({ id: 'night-rest', holidays: 'ignore', sunday: null, force: 'advice' });
  });

  it('come with best hours for France, as advice', () => {
    expect(spell(recommendedWindows['FR']!.windows)).toBe('11:00-12:30 18:00-19:30');
    expect(recommendedWindows['FR']!.force).toBe('advice');
    expect(recommendedWindows['CH']).toBeUndefined();
  });
});

describe('defaultProfileId', () => {
  it.each([
    ['FR', 'FR', 'FR/strict'],
    ['FR-57', 'FR', 'FR/strict'],
    ['RE', 'RE', 'FR/strict'],
    ['GP|MF|BL', 'GP', 'FR/strict'],
    ['MC', 'MC', 'FR/strict'],
    ['NC', 'NC', 'FR/strict'],
    ['CH', 'CH', 'CH/strict'],
    ['CH-VD', 'CH', 'CH/strict'],
    ['LI', 'LI', 'CH/strict'],
    ['BE', 'BE', 'BE/strict'],
    ['LU', 'LU', 'LU/strict'],
    ['DE', 'DE', 'DE/strict'],
    ['IT', 'IT', 'IT/strict'],
    ['ES', 'ES', 'ES/strict'],
    ['GB', 'GB', 'GB/strict'],
    ['US-FL', 'US', 'US/FL'],
    ['US-TX', 'US', 'US/TX'],
    ['US-NY', 'US', 'US/strict'],
    ['US', 'US', 'US/strict'],
    ['CA-QC', 'CA', 'CA/strict'],
    ['SE', 'SE', 'FR/strict'],
    ['', '', 'FR/strict'],
    ['constructor', 'constructor', 'FR/strict'],
  ])('of %s in %s is %s', (territory, country, expected) => {
    expect(defaultProfileId(territory, country)).toBe(expected);
    expect(profileById(expected)?.historical).toBe(false);
  });
});

describe('the law of a state and hours chosen for its country', () => {
  it('hold both, and say both sources', () => {
    const both = profileById('US/TX+FR/strict')!;
    expect(both.days.fri).toEqual([{ startMinute: 540, endMinute: 1200 }]);
    expect([both.days.sun, both.holidays, both.force, both.id]).toEqual([[], 'block', 'law', 'US/TX+FR/strict']);
    for (const id of ['US/TX', 'FR/strict']) expect(both.source).toContain(profileById(id)!.source);
  });

  it.each(['US/TX+', '+US/TX', 'US/TX+XX', 'US/TX+FR/strict+CH/strict', '+'])('%s is no profile', (id) => {
    expect(profileById(id)).toBeNull();
  });
});
