/**
 * Where the one French dialling plan holds (Arcep decision 2018-0881, consolidated 1 January 2026): ten digits
 * everywhere, under one calling code per territory. What Arcep and its operators rule on senders holds there too.
 */
const DIALLED_AS_FRANCE = ['FR', 'GP', 'MF', 'BL', 'GF', 'MQ', 'RE', 'YT', 'PM'] as const;

/** Territories with a numbering plan and a regulator of their own; rules and price list are France's all the same. */
const WITH_OWN_PLAN = ['NC', 'PF', 'WF'] as const;

/** France and its overseas territories. Monaco is a state of its own. */
export const frenchCountries: readonly string[] = [...DIALLED_AS_FRANCE, ...WITH_OWN_PLAN];

const dialledAsFrance: ReadonlySet<string> = new Set(DIALLED_AS_FRANCE);

/** Whether `country` dials by the French ten-digit plan, which covers several calling codes. */
export function dialsFrench(country: string): boolean {
  return dialledAsFrance.has(country);
}

/** Whether `country` is France or one of its overseas territories. */
export function isFrench(country: string): boolean {
  return frenchCountries.includes(country);
}
