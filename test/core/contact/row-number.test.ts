import { describe, expect, it } from 'vitest';
import { readRowNumber } from '../../../src/core/contact/row-number.js';

const read = (phone: string, country?: string, sender = 'FR'): unknown => {
  const { reading, effect } = readRowNumber(phone, country, { defaultCountry: sender, allowFictional: true });
  const { outcome, e164 } = reading;
  return { outcome, e164, effect };
};

describe('readRowNumber', () => {
  it.each(['CH', 'ch', 'Suisse', 'Schweiz', 'Svizzera', ' Switzerland '])(
    'reads a national number in the country of its row: %s',
    (country) => {
      expect(read('079 123 45 67', country)).toEqual({ outcome: 'accept', e164: '+41791234567', effect: 'decides' });
    },
  );

  it.each([
    ['0470 12 34 56', 'Belgique', '+32470123456'],
    ['621 123 456', 'Luxembourg', '+352621123456'],
    ['347 1234567', 'IT', '+393471234567'],
    ['612 345 678', 'Espagne', '+34612345678'],
    ['0151 23456789', 'Allemagne', '+4915123456789'],
    ['07400 123456', 'Royaume-Uni', '+447400123456'],
    ['75 12 34', 'Nouvelle-Calédonie', '+687751234'],
  ])('%s of %s is %s', (phone, country, e164) => {
    expect(read(phone, country)).toEqual({ outcome: 'accept', e164, effect: 'decides' });
  });

  it('asks the sender’s country where the row’s has no such number', () => {
    expect(read('06 39 98 00 01', 'Belgique')).toEqual({ outcome: 'accept', e164: '+33639980001', effect: 'none' });
    expect(read('079 123 45 67', 'FR', 'CH')).toMatchObject({ e164: '+33791234567', effect: 'decides' });
    expect(read('07400 123456', 'FR', 'GB')).toMatchObject({ e164: '+447400123456', effect: 'none' });
  });

  it('never makes the mobile of a stranger out of a landline of the row’s country', () => {
    // 061 is Basel, 06 is Rome; both would be mobiles in France.
    for (const country of ['CH', 'IT']) {
      expect(read('0612345678', country)).toMatchObject({ outcome: 'reject', effect: 'refuses' });
    }
    expect(read('022 345 67 89', 'CH')).toMatchObject({ outcome: 'reject', e164: '+41223456789', effect: 'none' });
  });

  it('leaves an international number alone, wherever its person is', () => {
    for (const phone of ['+33 6 39 98 00 01', '0033 6 39 98 00 01', '33639980001']) {
      expect(read(phone, 'Suisse')).toEqual({ outcome: 'accept', e164: '+33639980001', effect: 'none' });
    }
  });

  it('reads French dialling from overseas as from the mainland', () => {
    expect(read('06 39 98 00 01', 'Guadeloupe')).toEqual({ outcome: 'accept', e164: '+33639980001', effect: 'none' });
    expect(read('0692 12 34 56', 'La Réunion')).toMatchObject({ e164: '+262692123456', effect: 'none' });
    expect(read('0692 12 34 56', 'France')).toMatchObject({ e164: '+262692123456', effect: 'none' });
  });

  it.each([undefined, '', ' ', '-', '?'])('takes %j for no country', (country) => {
    expect(read('06 39 98 00 01', country)).toEqual({ outcome: 'accept', e164: '+33639980001', effect: 'none' });
  });

  it.each(['Narnia', '75001'])(
    'says that nobody knows whose a number without calling code is where the country is %j',
    (country) => {
      expect(read('06 39 98 00 01', country)).toEqual({ outcome: 'accept', e164: '+33639980001', effect: 'unread' });
      expect(read('+33 6 39 98 00 01', country)).toMatchObject({ e164: '+33639980001', effect: 'none' });
      expect(read('+41 79 123 45 24', country)).toMatchObject({ e164: '+41791234524', effect: 'none' });
      expect(read('12', country)).toMatchObject({ e164: null, effect: 'none' });
    },
  );

  it.each(['CHE', 'Swiss', 'Zwitserland', 'Suiza', 'Schwäiz', 'ch'])('knows Switzerland as %s', (country) => {
    expect(read('079 123 45 24', country)).toMatchObject({ e164: '+41791234524', effect: 'decides' });
  });

  it('tells nothing of a number that neither country has', () => {
    expect(read('12', 'CH')).toEqual({ outcome: 'reject', e164: null, effect: 'none' });
  });
});
