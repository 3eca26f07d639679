import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { formatsOf } from '../../src/words/formats.js';

const [fr, en] = [formatsOf('fr'), formatsOf('en')];
const at = (iso: string): DateTime => DateTime.fromISO(iso, { zone: 'utc' });

describe('formats', () => {
  it('writes the first of a month as an ordinal in French, and no other day', () => {
    expect(fr.instant(at('2026-02-01T07:00:00Z'), 'Europe/Paris')).toBe('dimanche 1er février 2026 à 08:00');
    expect(fr.instant(at('2026-02-11T07:00:00Z'), 'Europe/Paris')).toBe('mercredi 11 février 2026 à 08:00');
    expect([fr.day('2026-02-01'), fr.day('2026-02-21')]).toEqual(['1er février 2026', '21 février 2026']);
    expect([en.day('2026-02-01'), en.instant(at('2026-02-01T07:00:00Z'), 'utc')]).toEqual([
      '1 February 2026',
      'Sunday 1 February 2026 at 07:00',
    ]);
  });

  it('writes the last moment of a day, which stands for all of it, as the day', () => {
    const last = at('2026-03-29T21:59:59.999Z');
    expect(fr.instant(last, 'Europe/Paris')).toBe('dimanche 29 mars 2026');
    expect(fr.instant(last, 'utc')).toBe('dimanche 29 mars 2026 à 21:59');
    expect(en.instant(last.plus(1), 'Europe/Paris')).toBe('Monday 30 March 2026 at 00:00');
  });

  it('writes money to its last decimal: a cost above its limit does not read as the limit', () => {
    const amounts = ['0.455', '0.454999', '0.000007', '12.5'];
    expect(amounts.map((amount) => en.money(amount, 'EUR'))).toEqual(['€0.455', '€0.454999', '€0.000007', '€12.50']);
    expect(fr.money('1234.454999', 'EUR')).toBe('1\u202f234,454999\u00a0€');
  });

  it('leaves what is neither instant nor day of ours as it was stated', () => {
    expect(fr.moment('2026-03-10T09:00:00.000Z', 'Europe/Paris')).toBe('mardi 10 mars 2026 à 10:00');
    expect(fr.moment('2026-03-01', 'Europe/Paris')).toBe('1er mars 2026');
    for (const text of ['10/03/2026', 'mars', '']) expect(fr.moment(text, 'Europe/Paris')).toBe(text);
  });
});
