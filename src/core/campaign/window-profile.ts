import type { Purpose } from '../consent/purpose.js';
import { defaultProfileId, nightRest, profileById, type SendingProfile } from '../schedule/profiles.js';
import { coveringCountry, type Territory } from '../schedule/territory.js';

/** Stands where a profile's id would, for messages that may leave at any hour. */
export const ANY_HOUR = 'any-hour';

/**
 * The profile of hours that a message keeps: promotional ones the recipient's window, functional ones the night rest
 * unless they are urgent.
 *
 * @param chosen Profiles that the operator chose, by country.
 */
export function windowProfileId(
  purpose: Purpose,
  isUrgent: boolean,
  territory: Territory,
  chosen: ReadonlyMap<string, string>,
): string {
  if (purpose.kind === 'functional' && isUrgent) return ANY_HOUR;
  if (!purpose.window) return nightRest.id;
  const { country, code } = territory;
  return chosen.get(country) ?? chosen.get(coveringCountry(country)) ?? defaultProfileId(code, country);
}

/** The profile with this id; null for {@link ANY_HOUR}. */
export function windowProfile(id: string): SendingProfile | null {
  return id === ANY_HOUR ? null : profileById(id);
}
