import { describe, expect, it } from 'vitest';
import { readRowNumber } from '../../../src/core/contact/row-number.js';
import { FRENCH_MOBILE } from '../../support/public-examples.js';

const read = (phone: string, country?: string, sender = 'FR'): unknown => {
  const { reading, effect } = readRowNumber(phone, country, { defaultCountry: sender, allowFictional: true });
  const { outcome, e164 } = reading;
  return { outcome, e164, effect };
};

describe('readRowNumber', () => {
  it.each(['CH', 'ch', 'Suisse', 'Schweiz', 'Svizzera', ' Switzerland '])(
    'reads a national number in the country of its row: %s',
    (country) => {
      expect(read('079 000 00 67', country)).toEqual({ outcome: 'accept', e164: '+41790000067', effect: 'decides' });
    },
  );

  it.each([
    ['0470 00 00 01', 'Belgique', '+32470000001'],
    ['621 000 001', 'Luxembourg', '+352621000001'],
    ['347 0000001', 'IT', '+393470000001'],
    ['612 345 678', 'Espagne', '+34612345678'],
    ['0152 28817386', 'Allemagne', '+4915228817386'],
    ['07700 900123', 'Royaume-Uni', '+447700900123'],
    ['75 00 00', 'Nouvelle-Calédonie', '+687750000'],
  ])('%s of %s is %s', (phone, country, e164) => {
    expect(read(phone, country)).toEqual({ outcome: 'accept', e164, effect: 'decides' });
  });

  it('asks the sender’s country where the row’s has no such number', () => {
    expect(read('06 39 98 00 01', 'Belgique')).toEqual({ outcome: 'accept', e164: '+33639980001', effect: 'none' });
    expect(read('079 000 00 67', 'FR', 'CH')).toMatchObject({ e164: '+33790000067', effect: 'decides' });
    expect(read('07700 900123', 'FR', 'GB')).toMatchObject({ e164: '+447700900123', effect: 'none' });
  });

  it('knows Liechtenstein by its sign on cars: a Swiss number of somebody there is one', () => {
    expect(read('079 000 00 67', 'FL', 'CH')).toEqual({ outcome: 'accept', e164: '+41790000067', effect: 'none' });
    expect(read('079 000 00 67', 'Fürstentum Liechtenstein', 'CH')).toMatchObject({ effect: 'none' });
  });

  it('never makes the mobile of a stranger out of a landline of the row’s country', () => {
    // 061 is Basel, 06 is Rome; both would be mobiles in France.
    for (const country of ['CH', 'IT']) {
      expect(read(FRENCH_MOBILE.national, country)).toMatchObject({ outcome: 'reject', effect: 'refuses' });
    }
    expect(read('022 700 00 01', 'CH')).toMatchObject({ outcome: 'reject', e164: '+41227000001', effect: 'none' });
  });

  it('leaves an international number alone, wherever its person is', () => {
    for (const phone of ['+33 6 39 98 00 01', '0033 6 39 98 00 01', '33639980001']) {
      expect(read(phone, 'Suisse')).toEqual({ outcome: 'accept', e164: '+33639980001', effect: 'none' });
    }
  });

  it('reads French dialling from overseas as from the mainland', () => {
    expect(read('06 39 98 00 01', 'Guadeloupe')).toEqual({ outcome: 'accept', e164: '+33639980001', effect: 'none' });
    expect(read('0692 00 00 01', 'La Réunion')).toMatchObject({ e164: '+262692000001', effect: 'none' });
    expect(read('0692 00 00 01', 'France')).toMatchObject({ e164: '+262692000001', effect: 'none' });
  });

  it.each([undefined, '', ' ', '-', '?'])('takes %j for no country', (country) => {
    expect(read('06 39 98 00 01', country)).toEqual({ outcome: 'accept', e164: '+33639980001', effect: 'none' });
  });

  it.each(['Narnia', '75001'])(
    'says that nobody knows whose a number without calling code is where the country is %j',
    (country) => {
      expect(read('06 39 98 00 01', country)).toEqual({ outcome: 'accept', e164: '+33639980001', effect: 'unread' });
      expect(read('+33 6 39 98 00 01', country)).toMatchObject({ e164: '+33639980001', effect: 'none' });
      expect(read('+41 79 000 00 24', country)).toMatchObject({ e164: '+41790000024', effect: 'none' });
      expect(read('12', country)).toMatchObject({ e164: null, effect: 'none' });
    },
  );

  it.each(['CHE', 'Swiss', 'Zwitserland', 'Suiza', 'Schwäiz', 'ch'])('knows Switzerland as %s', (country) => {
    expect(read('079 000 00 24', country)).toMatchObject({ e164: '+41790000024', effect: 'decides' });
  });

  it('tells nothing of a number that neither country has', () => {
    expect(read('12', 'CH')).toEqual({ outcome: 'reject', e164: null, effect: 'none' });
  });
});
