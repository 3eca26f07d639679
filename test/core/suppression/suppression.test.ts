import { describe, expect, it } from 'vitest';
import { builtInPurposes } from '../../../src/core/consent/purpose.js';
import {
  isLiftedBy,
  isOnList,
  suppresses,
  suppressionReasons,
  suppressionScope,
} from '../../../src/core/suppression/suppression.js';
import { utc } from '../../support/core-facts.js';

const promotional = ['marketing', 'association', 'survey'] as const;

/** Which of the built-in purposes an entry forbids. */
function forbidden(reason: (typeof suppressionReasons)[number], purpose: string | null): readonly string[] {
  const scope = suppressionScope(reason, purpose);
  return [...builtInPurposes.values()].filter((one) => suppresses({ reason, scope }, one)).map(({ name }) => name);
}

describe('scope of the never-list', () => {
  it.each(['stop', 'link'] as const)('%s: all promotional purposes, whatever purpose is named', (reason) => {
    expect(forbidden(reason, null)).toEqual(promotional);
    expect(forbidden(reason, 'marketing')).toEqual(promotional);
  });

  it.each(['objection', 'complaint', 'erasure'] as const)('%s: everything, whatever purpose is named', (reason) => {
    expect(forbidden(reason, null)).toEqual([...promotional, 'information']);
    expect(forbidden(reason, 'marketing')).toEqual([...promotional, 'information']);
  });

  it.each(['manual', 'provider', 'unreachable'] as const)('%s: everything unless a purpose is given', (reason) => {
    expect(forbidden(reason, null)).toEqual([...promotional, 'information']);
    expect(forbidden(reason, 'marketing')).toEqual(['marketing']);
    expect(forbidden(reason, 'information')).toEqual(['information']);
  });

  it('every reason has a scope, and every entry forbids something', () => {
    for (const reason of suppressionReasons) expect(forbidden(reason, null)).not.toEqual([]);
  });
});

describe('what is new to the never-list', () => {
  const MORNING = utc('2026-03-10T10:00:00Z');
  // The day in Paris.
  const DAY_BEGINS = utc('2026-03-09T23:00:00Z');
  const DAY_ENDS = utc('2026-03-10T22:59:59.999Z');
  type Entry = Parameters<typeof isOnList>[0];
  type Listed = Parameters<typeof isOnList>[1][number];
  const stop: Entry = { reason: 'stop', scope: { kind: 'promotional' }, at: MORNING };
  const complaint: Entry = { reason: 'complaint', scope: { kind: 'all' }, at: MORNING };
  const forPurpose = (purpose: string): Entry => ({ ...stop, reason: 'manual', scope: { kind: 'purpose', purpose } });
  const later = MORNING.plus(1);
  const lifted = { ...stop, liftedFor: ['survey'] };
  const ofDay: Entry = { ...stop, at: DAY_ENDS, dayStart: DAY_BEGINS };

  it.each<readonly [rule: string, entry: Entry, listed: Listed, isThere: boolean]>([
    ['nothing, where the same was said at the same time', stop, stop, true],
    ['nothing, where it was said later already', stop, { ...stop, at: later }, true],
    ['a younger STOP', { ...stop, at: later }, stop, false],
    ['another reason', stop, { ...stop, reason: 'link' }, false],
    ['another reach', forPurpose('survey'), { ...forPurpose('survey'), scope: { kind: 'all' } }, false],
    ['another purpose', forPurpose('survey'), forPurpose('marketing'), false],
    ['nothing, for the same purpose', forPurpose('survey'), forPurpose('survey'), true],
    ['nothing, where no word takes the entry back', { ...complaint, at: later }, complaint, true],
    ['nothing, where a list without dates names them again', { ...stop, at: later, isUndated: true }, stop, true],
    [
      'one whom a consent lifted since, on a list without dates',
      { ...stop, at: later, isUndated: true },
      lifted,
      false,
    ],
    ['nothing, where an old list still has what was lifted', stop, lifted, true],
    ['a day that ends later, from another file', ofDay, stop, false],
    ['nothing, where the same file was read on that day', ofDay, { ...stop, isOfSameFile: true }, true],
    [
      'a day that began later than what the same file said',
      ofDay,
      { ...stop, at: DAY_BEGINS.minus(1), isOfSameFile: true },
      false,
    ],
  ])('%s', (_, entry, listed, isThere) => {
    expect(isOnList(entry, [listed])).toBe(isThere);
  });
});

describe('what a consent lifts', () => {
  const at = utc('2026-03-10T10:00:00Z');

  it.each(suppressionReasons)('%s, or never: and only one that was given later', (reason) => {
    const isTheirs = ['stop', 'link', 'manual'].includes(reason);
    const verdictOf = (agreedAt: typeof at): string => isLiftedBy({ reason, at }, agreedAt);
    expect(verdictOf(at.plus(1))).toBe(isTheirs ? 'lifted' : 'never');
    expect(verdictOf(at)).toBe(isTheirs ? 'not_later' : 'never');
    expect(verdictOf(at.minus(1))).toBe(isTheirs ? 'not_later' : 'never');
  });
});
