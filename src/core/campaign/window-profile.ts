import type { Purpose } from '../consent/purpose.js';
import { invariant } from '../../errors.js';
import {
  defaultProfileId,
  nightRest,
  partsOf,
  profileById,
  withinBoth,
  withinStateLaw,
  type SendingProfile,
} from '../schedule/profiles.js';
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
  territory: Pick<Territory, 'code' | 'country'>,
  chosen: ReadonlyMap<string, string>,
): string {
  if (purpose.kind === 'functional' && isUrgent) return ANY_HOUR;
  if (!purpose.window) return nightRest.id;
  const { country, code } = territory;
  const chosenId = chosen.get(country) ?? chosen.get(coveringCountry(country));
  return chosenId === undefined ? defaultProfileId(code, country) : withinStateLaw(code, chosenId);
}

/** The profile with this id; null for {@link ANY_HOUR}. */
export function windowProfile(id: string): SendingProfile | null {
  return id === ANY_HOUR ? null : profileById(id);
}

/** The hours that a territory of a plan keeps at a moment; null: any. */
export type KeptHours = (territory: { readonly code: string; readonly profile: string }) => SendingProfile | null;

/** Those that the plan was made with. */
export const plannedHours: KeptHours = ({ profile }) => {
  const planned = windowProfile(profile);
  invariant(planned !== null || profile === ANY_HOUR, 'a plan names only known profiles');
  return planned;
};

/**
 * Those that the plan was made with, and within them those of the configuration as it is now: who was planned under wider
 * hours keeps the narrower ones that the operator has chosen since, and nobody gets wider ones than were confirmed.
 *
 * @param purpose Null where the configuration has it no more.
 */
export function hoursNow(purpose: Purpose | null, isUrgent: boolean, chosen: ReadonlyMap<string, string>): KeptHours {
  return (territory) => {
    const planned = plannedHours(territory);
    if (purpose === null) return planned;
    const now = countriesOf(territory).map((country) =>
      windowProfileId(purpose, isUrgent, { country, code: territory.code }, chosen),
    );
    if (now.includes(territory.profile)) return planned;
    return now.map(windowProfile).reduce(narrower, planned);
  };
}

/** Whose network may carry the numbers of a territory: where it lies, and the country of its hours. */
function countriesOf({ code, profile }: { readonly code: string; readonly profile: string }): readonly string[] {
  const places = code.split('|').map((one) => one.split('-')[0] ?? one);
  const ofHours = partsOf(profile).map((one) => one.split('/')[0] ?? one);
  return [...new Set([...places, ...ofHours.filter((country) => /^[A-Z]{2}$/.test(country))])];
}

function narrower(one: SendingProfile | null, other: SendingProfile | null): SendingProfile | null {
  return one === null || other === null ? (one ?? other) : withinBoth(one, other);
}
