import { expect, it } from 'vitest';
import type { E164 } from '../../src/core/contact/phone-number.js';
import { territoryOf } from '../../src/core/schedule/territory.js';
import { territoryDrafter } from '../../src/flows/territory-drafts.js';

it('a territory of a plan is one object, whatever led there', () => {
  const draft = territoryDrafter(({ country }) => `${country}/strict`);
  const told = [{}, { postalCode: '75001' }, { postalCode: '69001' }, { postalCode: '57000' }].map((hints) =>
    draft(territoryOf('+33639981234' as E164, hints)!),
  );
  expect(told[0]).toEqual({
    ...{ code: 'FR', country: 'FR', zones: ['Europe/Paris'], calendars: ['FR'] },
    profile: 'FR/strict',
  });
  expect(told[1]).toBe(told[0]);
  expect(told[2]).toBe(told[0]);
  expect(told[3]).toMatchObject({ code: 'FR-57' });
});
