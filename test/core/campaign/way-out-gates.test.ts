import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { failingGates, wayOutKey } from '../../../src/core/campaign/way-out-gates.js';
import type { FooterRule } from '../../../src/core/template/footer.js';

const NOW = DateTime.fromISO('2026-03-10T10:00:00.000Z', { zone: 'utc' });
const OPEN = { uncovered: [], isProven: true, stopsCollectedAt: NOW, stopsWithinHours: 24 };

const kindsOf = (differing: Partial<Parameters<typeof failingGates>[0]>): readonly string[] =>
  failingGates({ ...OPEN, ...differing }, NOW).map(({ kind }) => kind);

describe('the gates of a promotional run', () => {
  it('let one go whose way out is proven and walked', () => {
    expect(kindsOf({})).toEqual([]);
  });

  it('tell everything that fails at once', () => {
    expect(kindsOf({ uncovered: ['CH'], isProven: false, stopsCollectedAt: null })).toEqual([
      'no_footer',
      'exit_unproven',
      'stops_not_collected',
    ]);
  });

  it('ask how old the collected STOPs are, to the minute, unless that is off', () => {
    const at = (minutes: number) => NOW.minus({ minutes });
    expect(kindsOf({ stopsCollectedAt: at(24 * 60) })).toEqual([]);
    expect(kindsOf({ stopsCollectedAt: at(24 * 60 + 1) })).toEqual(['stops_not_collected']);
    expect(kindsOf({ stopsCollectedAt: at(61), stopsWithinHours: 1 })).toEqual(['stops_not_collected']);
    expect(kindsOf({ stopsCollectedAt: null, stopsWithinHours: 0 })).toEqual([]);
  });
});

describe('what a proof holds for', () => {
  const footers = (...rules: readonly FooterRule[]): ReadonlyMap<string, FooterRule> =>
    new Map(rules.map((rule, index) => [['FR', 'CH', 'BE'][index] ?? 'LU', rule]));
  const french: FooterRule = { text: 'STOP au {{ stop }}', stop: '36184' };
  const known = wayOutKey('vonage', 'AMISDUPARC', footers(french));

  it.each<[string, Buffer]>([
    [
      'other words around the same code',
      wayOutKey('vonage', 'AMISDUPARC', footers({ ...french, text: 'Stop: {{ stop }}' })),
    ],
    ['the same code in a further country', wayOutKey('vonage', 'AMISDUPARC', footers(french, french))],
    ['another name, to which nobody can answer', wayOutKey('vonage', 'LES AMIS', footers(french))],
  ])('%s needs no new one', (_, key) => {
    expect(key).toEqual(known);
  });

  it.each<[string, Buffer]>([
    ['another provider', wayOutKey('other', 'AMISDUPARC', footers(french))],
    ['another code', wayOutKey('vonage', 'AMISDUPARC', footers({ ...french, stop: '36180' }))],
    ['a further code', wayOutKey('vonage', 'AMISDUPARC', footers(french, { ...french, stop: '939' }))],
    ['a number to which people answer', wayOutKey('vonage', '+33700000001', footers(french))],
    [
      'a way out that the provider appends',
      wayOutKey('vonage', 'AMISDUPARC', footers({ ...french, byProvider: true })),
    ],
  ])('%s does', (_, key) => {
    expect(key).not.toEqual(known);
  });

  it('knows one number to which people answer from another', () => {
    const numbers = fc.uniqueArray(fc.stringMatching(/^\+[1-9]\d{6,12}$/), { minLength: 2, maxLength: 2 });
    const keyOf = (sender: string): string => wayOutKey('vonage', sender, footers(french)).toString('hex');
    fc.assert(fc.property(numbers, ([one = '', other = '']) => keyOf(one) !== keyOf(other)));
  });
});
