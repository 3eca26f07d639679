import { valueKey } from './value-meaning.js';

/** An article before a name changes with the sentence: « Les Amis du Parc » are « des Amis du Parc » in another. */
const article = /^(?:(?:the|les|le|la|der|die|das|il|lo|gli|i)\s+|l['’])/i;

/** Whether a text names an organisation, however its words are set: case, accents, hyphens and spaces do not matter. */
export function namesOrganisation(text: string, organisation: string): boolean {
  const bare = valueKey(organisation.trim().replace(article, '')) || valueKey(organisation);
  return valueKey(text).includes(bare);
}
