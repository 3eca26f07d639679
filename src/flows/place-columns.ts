import type { PlaceHints } from '../core/schedule/territory.js';
import { columnsSetAside } from '../files/columns.js';
import { phrase, type Phrase } from '../words/phrase.js';

/** The columns of contacts that say where somebody is. */
export const placeRoles = ['postal_code', 'region', 'time_zone', 'country'] as const;
export type PlaceRole = (typeof placeRoles)[number];

/** What the cells of a row say of somebody's place; what is empty says nothing. */
export function placeHints(cellOf: (role: PlaceRole) => string | undefined): PlaceHints {
  const named = hintOfRole.flatMap(([role, hint]) => {
    const cell = cellOf(role) ?? '';
    return cell === '' ? [] : [[hint, cell] as const];
  });
  return Object.fromEntries(named);
}

const hintOfRole = [
  ['postal_code', 'postalCode'],
  ['region', 'region'],
  ['time_zone', 'timeZone'],
  ['country', 'country'],
] as const satisfies readonly (readonly [PlaceRole, keyof PlaceHints])[];

/** Tells of columns that look like a place of people and are taken for none: whoever wrote them should know. */
export function setAsideAdvice(headers: readonly string[]): readonly Phrase[] {
  const columns = [...new Set(placeRoles.flatMap((role) => columnsSetAside(headers, role)))];
  return columns.length === 0 ? [] : [phrase('flows.placesSetAside', { columns })];
}
