import type { E164 } from '../contact/phone-number.js';
import { territoryOf, type PlaceHints } from './territory.js';

/** Fields about the place that may name nothing known. A region that is not known only widens the calendar. */
export type PlaceField = 'country' | 'postalCode' | 'timeZone';

/** Tells which of a contact's fields name no place that is known; the number alone then tells the place. */
export function unreadableHints(number: E164, hints: PlaceHints): readonly PlaceField[] {
  if (!isUnread(number, hints)) return [];
  const { country, postalCode, timeZone } = hints;
  const fields: PlaceField[] = [];
  if (country !== undefined && isUnread(number, { country })) fields.push('country');
  if (timeZone !== undefined && isUnread(number, { timeZone })) fields.push('timeZone');
  // A postal code means something in its own country only; a country that can not be read names no other one.
  const within = country === undefined || fields.includes('country') ? {} : { country };
  if (postalCode !== undefined && isUnread(number, { postalCode, ...within })) fields.push('postalCode');
  return fields;
}

function isUnread(number: E164, hints: PlaceHints): boolean {
  return territoryOf(number, hints)?.notes.includes('hint-unreadable') === true;
}
