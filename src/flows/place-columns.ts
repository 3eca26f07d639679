import type { PlaceHints } from '../core/schedule/territory.js';
import { columnsSetAside } from '../files/columns.js';
import { phrase, type Phrase } from '../words/phrase.js';

const hintOfRole = [
  ['postal_code', 'postalCode'],
  ['region', 'region'],
  ['time_zone', 'timeZone'],
  ['country', 'country'],
] as const satisfies readonly (readonly [string, keyof PlaceHints])[];

/** The columns of contacts that say where somebody is. */
export type PlaceRole = (typeof hintOfRole)[number][0];
export const placeRoles: readonly PlaceRole[] = hintOfRole.map(([role]) => role);

/** What the cells of a row say of somebody's place; what is empty says nothing. */
export function placeHints(cellOf: (role: PlaceRole) => string | undefined): PlaceHints {
  const named = hintOfRole.flatMap(([role, hint]) => {
    const cell = cellOf(role) ?? '';
    return cell === '' ? [] : [[hint, cell] as const];
  });
  return Object.fromEntries(named);
}

/** Tells of columns that look like a place of people and are taken for none: whoever wrote them should know. */
export function setAsideAdvice(headers: readonly string[]): readonly Phrase[] {
  const columns = [...new Set(placeRoles.flatMap((role) => columnsSetAside(headers, role)))];
  return columns.length === 0 ? [] : [phrase('flows.placesSetAside', { columns })];
}
