import type { Territory } from '../core/schedule/territory.js';
import type { TerritoryDraft } from '../store/store.js';

/**
 * Gives each territory of a plan as one object, however many contacts are in it: what is counted, passed on and kept of a
 * territory goes by the object.
 */
export function territoryDrafter(
  profileOf: (territory: Territory) => string,
): (territory: Territory) => TerritoryDraft {
  const byObject = new WeakMap<Territory, TerritoryDraft>();
  const byContent = new Map<string, TerritoryDraft>();
  return (territory) => {
    const known = byObject.get(territory);
    if (known !== undefined) return known;
    const { code, country, zones, calendars } = territory;
    const draft = { code, country, zones, calendars, profile: profileOf(territory) };
    const content = JSON.stringify(draft);
    const one = byContent.get(content) ?? draft;
    byContent.set(content, one);
    byObject.set(territory, one);
    return one;
  };
}
