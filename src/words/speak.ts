import type { Formats } from './formats.js';
import { catalogueEn, catalogueFr } from './catalogue.js';
import type { Entry, Phrase } from './phrase.js';

/** Says a phrase in the language of `formats`. */
export function speak(phrase: Phrase, formats: Formats): string {
  const catalogue = formats.locale === 'fr' ? catalogueFr : catalogueEn;
  const entry = (catalogue as Record<string, Entry>)[phrase.key];
  if (entry === undefined) return phrase.key;
  return typeof entry === 'string' ? entry : entry(phrase.values, formats);
}
