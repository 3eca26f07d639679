import fc from 'fast-check';
import { IANAZone } from 'luxon';
import { describe, expect, it } from 'vitest';
import type { E164 } from '../../../src/core/contact/phone-number.js';
import { coveringCountry, territoryOf, type PlaceHints, type Territory } from '../../../src/core/schedule/territory.js';

const metropolitan = '+33639981234';
const guadeloupe = '+590690000001';
const swiss = '+41790000067';
const german = '+4915228817386';
const floridian = '+12395550123';
const californian = '+12135550123';
const torontonian = '+14165550123';

function locate(number: string, hints?: PlaceHints): Territory | null {
  return territoryOf(number as E164, hints);
}

describe('territoryOf by the numbering plan alone', () => {
  it.each([
    [metropolitan, 'FR', 'FR', ['Europe/Paris'], ['FR']],
    [guadeloupe, 'GP|MF|BL', 'GP', ['America/Guadeloupe'], ['FR-GP', 'FR-MF', 'FR-BL']],
    ['+594694201234', 'GF', 'GF', ['America/Cayenne'], ['FR-GF']],
    ['+596696000001', 'MQ', 'MQ', ['America/Martinique'], ['FR-MQ']],
    ['+262692000001', 'RE', 'RE', ['Indian/Reunion'], ['FR-RE']],
    ['+262639012345', 'YT', 'YT', ['Indian/Mayotte'], ['FR-YT']],
    ['+262709350000', 'YT', 'YT', ['Indian/Mayotte'], ['FR-YT']],
    ['+508551234', 'PM', 'PM', ['America/Miquelon'], ['FR-PM']],
    ['+447700900123', 'GB', 'GB', ['Europe/London'], ['GB-ENG']],
    ['+447781123456', 'GG', 'GG', ['Europe/Guernsey'], ['GB-ENG']],
    [floridian, 'US-FL', 'US', ['America/New_York'], ['US']],
    ['+18505550123', 'US-FL', 'US', ['America/Chicago', 'America/New_York'], ['US']],
    ['+19025550123', 'CA-NS|CA-PE', 'CA', ['America/Halifax'], ['CA']],
    ['+34612345678', 'ES', 'ES', ['Europe/Madrid', 'Atlantic/Canary'], ['ES']],
    ['+351912345678', 'PT', 'PT', ['Europe/Lisbon', 'Atlantic/Madeira', 'Atlantic/Azores'], ['PT']],
    ['+436640000001', 'AT', 'AT', ['Europe/Vienna'], ['AT']],
  ])('%s is in %s', (number, code, country, zones, calendars) => {
    expect(locate(number)).toMatchObject({ code, country, zones, calendars });
  });

  it.each([
    ['474', 'CA-SK', '306', ['America/Regina']],
    ['689', 'US-FL', '407', ['America/New_York']],
    ['448', 'US-FL', '850', ['America/Chicago', 'America/New_York']],
    ['930', 'US-IN', '812', ['America/Chicago', 'America/New_York']],
    ['364', 'US-KY', '270', ['America/Chicago', 'America/New_York']],
    ['458', 'US-OR', '541', ['America/Denver', 'America/Los_Angeles']],
    ['778', 'CA-BC', '250', ['America/Edmonton', 'America/Vancouver']],
    ['581', 'CA-QC', '418', ['America/Halifax', 'America/Toronto']],
    ['879', 'CA-NL', '709', ['America/Halifax', 'America/Puerto_Rico', 'America/St_Johns']],
  ])('an overlay keeps the hours of the area that it serves: %s in %s', (overlay, code, overlaid, zones) => {
    expect(locate(`+1${overlay}5550123`)).toMatchObject({ code, zones });
    expect(locate(`+1${overlay}5550123`)).toEqual(locate(`+1${overlaid}5550123`));
  });

  it.each([
    ['623', ['America/Phoenix']],
    ['928', ['America/Denver', 'America/Phoenix']],
    ['620', ['America/Chicago', 'America/Denver']],
    ['308', ['America/Chicago', 'America/Denver']],
    ['208', ['America/Boise', 'America/Denver', 'America/Los_Angeles']],
    ['423', ['America/Chicago', 'America/New_York']],
    ['865', ['America/New_York']],
    ['915', ['America/Denver']],
    ['807', ['America/Toronto', 'America/Winnipeg']],
  ])('an area code that crosses a line of the zones keeps both sides: %s', (areaCode, zones) => {
    expect(locate(`+1${areaCode}5550123`)?.zones).toEqual(zones);
  });

  it('says when the plan leaves the place open, or the holidays are a neighbour’s', () => {
    expect(locate(metropolitan)?.notes).toEqual([]);
    expect(locate(guadeloupe)?.notes).toEqual(['place-unknown']);
    expect(locate('+34612345678')?.notes).toEqual(['place-unknown']);
    expect(locate('+687750000')?.notes).toEqual(['own-holidays-not-known']);
    expect(locate('+37744000001')?.notes).toEqual(['own-holidays-not-known']);
  });

  it.each(['+18095550123', '+18005550123', '+819012345678', '+77010000001', '+33690000001', '+'])(
    '%s has no place',
    (number) => {
      expect(locate(number)).toBeNull();
    },
  );
});

describe('territoryOf with a postal code', () => {
  it.each([
    ['57000', 'FR-57'],
    ['67000', 'FR-67'],
    ['F-68100', 'FR-68'],
    ['75001', 'FR'],
    ['1000', 'FR'],
    ['97110', 'GP'],
    ['97133', 'BL'],
    ['97150', 'MF'],
    ['97400', 'RE'],
    ['97500', 'PM'],
    ['97600', 'YT'],
    ['99999', 'FR'],
    ['EC1A 1BB', 'FR'],
  ])('a French number with %s is in %s', (postalCode, code) => {
    expect(locate(metropolitan, { postalCode })).toMatchObject({ code, country: 'FR' });
  });

  it('moves the person, not the number', () => {
    expect(locate(metropolitan, { postalCode: '97400' })).toMatchObject({
      country: 'FR',
      zones: ['Indian/Reunion'],
      calendars: ['FR-RE'],
    });
    expect(locate(guadeloupe, { postalCode: '75001' })).toMatchObject({
      country: 'GP',
      zones: ['Europe/Paris'],
      calendars: ['FR'],
    });
    expect(locate(swiss, { country: 'FR', postalCode: '57000' })).toMatchObject({
      code: 'FR-57',
      country: 'CH',
      zones: ['Europe/Paris'],
    });
  });

  it('tells apart the territories that share +590', () => {
    expect(locate(guadeloupe, { postalCode: '97150' })).toMatchObject({ code: 'MF', country: 'MF', notes: [] });
  });

  it('is read in the country of the number only', () => {
    expect(locate(german, { postalCode: '67059' })).toMatchObject({ code: 'DE', calendars: ['DE'] });
    expect(locate(swiss, { postalCode: '57000' })).toMatchObject({ code: 'CH' });
  });

  it('tells the Canaries from the mainland', () => {
    expect(locate('+34612345678', { postalCode: '35001' })).toMatchObject({ zones: ['Atlantic/Canary'], notes: [] });
    expect(locate('+34612345678', { postalCode: '28001' })).toMatchObject({ zones: ['Europe/Madrid'], notes: [] });
  });
});

describe('territoryOf with a region', () => {
  it.each([
    [swiss, 'VD', 'CH-VD'],
    [swiss, 'ch-vd', 'CH-VD'],
    [swiss, 'Canton de Vaud', 'CH-VD'],
    [swiss, 'Genève', 'CH-GE'],
    [swiss, 'République et canton de Genève', 'CH-GE'],
    [swiss, 'Kanton Zürich', 'CH-ZH'],
    [swiss, 'St. Gallen', 'CH-SG'],
    [swiss, 'Ticino', 'CH-TI'],
    [german, 'BY', 'DE-BY'],
    [german, 'Freistaat Bayern', 'DE-BY'],
    [german, 'Baden-Württemberg', 'DE-BW'],
    [metropolitan, 'Bas-Rhin', 'FR-67'],
    [metropolitan, '68', 'FR-68'],
    ['+447700900123', 'Scotland', 'GB-SCT'],
  ])('%s in %s keeps the calendar %s', (number, region, code) => {
    expect(locate(number, { region })).toMatchObject({ code, calendars: [code], notes: [] });
  });

  it('knows the 26 cantons and 16 Länder', () => {
    const cantons = 'AG AI AR BE BL BS FR GE GL GR JU LU NE NW OW SG SH SO SZ TG TI UR VD VS ZG ZH'.split(' ');
    const lands = 'BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST TH'.split(' ');
    for (const region of cantons) expect(locate(swiss, { region })?.calendars).toEqual([`CH-${region}`]);
    for (const region of lands) expect(locate(german, { region })?.calendars).toEqual([`DE-${region}`]);
  });

  it('keeps the calendars of all places that a name may mean', () => {
    expect(locate(swiss, { region: 'Basel' })).toMatchObject({
      calendars: ['CH-BL', 'CH-BS'],
      notes: ['place-unknown'],
    });
  });

  it('keeps the national calendar for an unknown one, and says so', () => {
    expect(locate(swiss, { region: 'BY' })).toMatchObject({ code: 'CH', calendars: ['CH'], notes: ['region-unknown'] });
    expect(locate(german, { region: 'Mordor' })).toMatchObject({ calendars: ['DE'], notes: ['region-unknown'] });
  });

  it('follows a person to another state or province', () => {
    expect(locate(californian, { region: 'FL' })).toMatchObject({
      code: 'US-FL',
      zones: ['America/New_York', 'America/Chicago'],
    });
    expect(locate(floridian, { region: 'Florida' })).toMatchObject({ code: 'US-FL', zones: ['America/New_York'] });
    expect(locate(californian, { region: 'Québec' })).toMatchObject({ code: 'CA-QC', country: 'US' });
  });

  it.each([
    ['YT', ['America/Whitehorse']],
    ['Nunavut', ['America/Cambridge_Bay', 'America/Rankin_Inlet', 'America/Iqaluit']],
    ['Territoires du Nord-Ouest', ['America/Edmonton']],
  ])('tells apart the three territories of 867: %s', (region, zones) => {
    expect(locate('+18675550123', { region })?.zones).toEqual(zones);
  });

  it('does not take the country’s own code for a state of its neighbour', () => {
    expect(locate(torontonian, { region: 'CA' })).toMatchObject({ code: 'CA-ON', notes: [] });
  });
});

describe('territoryOf with a country', () => {
  it.each(['CH', 'ch', 'Suisse', 'Schweiz', 'Svizzera', 'Switzerland'])('knows %s', (country) => {
    expect(locate(metropolitan, { country, region: 'VD' })).toMatchObject({ code: 'CH-VD', zones: ['Europe/Zurich'] });
  });

  it('does not take overseas for the mainland because the address says France', () => {
    expect(locate(guadeloupe, { country: 'France' })?.zones).toEqual(['America/Guadeloupe']);
    expect(locate(guadeloupe, { country: 'MF' })).toMatchObject({ code: 'MF', notes: [] });
  });

  it('keeps the number’s place for an unknown one, and says so', () => {
    expect(locate(metropolitan, { country: 'Narnia' })).toMatchObject({ code: 'FR', notes: ['hint-unreadable'] });
  });

  it('finds a place for a number whose plan tells none', () => {
    expect(locate('+819012345678', { country: 'FR' })).toMatchObject({
      code: 'FR',
      country: 'JP',
      zones: ['Europe/Paris'],
    });
  });
});

describe('territoryOf with a time zone', () => {
  it('replaces the zones, in any case', () => {
    expect(locate(metropolitan, { timeZone: 'indian/reunion' })).toMatchObject({
      zones: ['Indian/Reunion'],
    });
    expect(locate('+34612345678', { timeZone: 'Atlantic/Canary' })).toMatchObject({
      zones: ['Atlantic/Canary'],
      notes: [],
    });
  });

  it.each([
    [metropolitan, 'America/Martinique', ['FR', 'FR-MQ'], []],
    [metropolitan, 'America/Guadeloupe', ['FR', 'FR-GP', 'FR-MF', 'FR-BL'], []],
    ['+596696000034', 'Europe/Paris', ['FR-MQ', 'FR'], []],
    [swiss, 'Europe/Brussels', ['CH', 'BE'], []],
    [floridian, 'America/Chicago', ['US'], []],
    [metropolitan, 'Pacific/Noumea', ['FR'], ['zone-holidays-not-known']],
    [metropolitan, 'Asia/Tokyo', ['FR'], ['zone-holidays-not-known']],
    [metropolitan, 'Europe/Paris', ['FR'], []],
  ])('brings the holidays of that zone beside those of %s: %s', (number, timeZone, calendars, notes) => {
    expect(locate(number, { timeZone })).toMatchObject({ zones: [timeZone], calendars, notes });
  });

  const nowhere = [
    '+02:00',
    'Paris',
    'Mars/Olympus_Mons',
    'UTC',
    'gmt',
    'GMT0',
    'Etc/UTC',
    'Etc/GMT-14',
    'Zulu',
    'EST',
  ];
  it.each(nowhere)('ignores %s, and says so', (timeZone) => {
    expect(locate(metropolitan, { timeZone })).toMatchObject({ zones: ['Europe/Paris'], notes: ['hint-unreadable'] });
  });

  it('is enough where the plan tells no place', () => {
    expect(locate('+819012345678', { timeZone: 'Asia/Tokyo' })).toEqual({
      code: 'JP',
      country: 'JP',
      zones: ['Asia/Tokyo'],
      calendars: [],
      notes: ['own-holidays-not-known'],
    });
  });
});

describe('laws of territoryOf', () => {
  const digits = fc.stringMatching(/^[1-9]\d{6,13}$/);
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom('FR', 'CH', 'US', 'CA', '67000', '97400', 'VD', 'FL', 'Europe/Paris', ''),
  );
  const hints = fc.record({ postalCode: text, region: text, timeZone: text, country: text }, { requiredKeys: [] });

  it('names real zones only, at least one, each once', () => {
    fc.assert(
      fc.property(digits, hints, (number, fields) => {
        const territory = locate(`+${number}`, fields);
        if (territory === null) return;
        expect(territory.zones.length).toBeGreaterThan(0);
        expect(new Set(territory.zones).size).toBe(territory.zones.length);
        expect(territory.zones.every((zone) => IANAZone.isValidZone(zone))).toBe(true);
      }),
    );
  });

  it('takes blank fields for absent ones', () => {
    fc.assert(
      fc.property(digits, (number) => {
        const blank = { postalCode: '', region: ' ', timeZone: '', country: '\t' };
        expect(locate(`+${number}`, blank)).toEqual(locate(`+${number}`));
      }),
    );
  });
});

describe('coveringCountry', () => {
  it('lets France cover its overseas territories, and no one else', () => {
    for (const code of ['FR', 'GP', 'MQ', 'GF', 'RE', 'YT', 'PM', 'MF', 'BL', 'NC', 'PF', 'WF']) {
      expect(coveringCountry(code)).toBe('FR');
    }
    for (const code of ['CH', 'MC', 'US']) expect(coveringCountry(code)).toBe(code);
  });
});

describe('territoryOf with a postal code that a spreadsheet spoiled', () => {
  it('takes 67000.0 and 67000,0 for what they were', () => {
    for (const postalCode of ['67000.0', '67000,0', ' F-67000 ', '67 000', '67000 Strasbourg', 'F-67000 Strasbourg']) {
      expect(locate(metropolitan, { postalCode })).toMatchObject({ code: 'FR-67', notes: [] });
    }
  });

  it('says of one that it can not read that it did not', () => {
    for (const postalCode of ['6.7E+4', 'Strasbourg', '670', '00000']) {
      expect(locate(metropolitan, { postalCode })).toMatchObject({ code: 'FR', notes: ['hint-unreadable'] });
    }
  });

  it('does not ask for one where postal codes tell nothing', () => {
    expect(locate('+41790000001', { postalCode: 'CH-1000' })?.notes).toEqual([]);
  });
});
