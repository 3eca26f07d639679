import { expect, it } from 'vitest';
import type { E164 } from '../../../src/core/contact/phone-number.js';
import { unreadableHints } from '../../../src/core/schedule/unreadable-hints.js';
import type { PlaceHints } from '../../../src/core/schedule/territory.js';

const number = '+33639980001' as E164;

it.each<readonly [PlaceHints, readonly string[]]>([
  [{}, []],
  [{ country: 'France', postalCode: '57000', timeZone: 'Europe/Paris', region: 'Atlantis' }, []],
  [{ country: 'Atlantis' }, ['country']],
  [{ timeZone: '+02:00' }, ['timeZone']],
  [{ postalCode: '1' }, ['postalCode']],
  [{ country: 'Atlantis', postalCode: '57000' }, ['country']],
  [{ country: 'Atlantis', postalCode: '1', timeZone: 'Mars/Olympus' }, ['country', 'timeZone', 'postalCode']],
  // Swiss postal codes tell neither zone nor holidays: there is nothing to read in them.
  [{ country: 'CH', postalCode: '1' }, []],
])('%j', (hints, fields) => {
  expect(unreadableHints(number, hints)).toEqual(fields);
});
