import { columnsSetAside } from '../files/columns.js';
import { phrase, type Phrase } from '../words/phrase.js';

/** The columns of contacts that say where somebody is. */
export const placeRoles = ['postal_code', 'region', 'time_zone', 'country'] as const;
export type PlaceRole = (typeof placeRoles)[number];

/** Tells of columns that look like a place of people and are taken for none: whoever wrote them should know. */
export function setAsideAdvice(headers: readonly string[]): readonly Phrase[] {
  const columns = [...new Set(placeRoles.flatMap((role) => columnsSetAside(headers, role)))];
  return columns.length === 0 ? [] : [phrase('flows.placesSetAside', { columns })];
}
