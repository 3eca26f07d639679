import type { Formats } from './formats.js';
import { catalogueEn, catalogueFr } from './catalogue.js';
import type { Entry, Phrase } from './phrase.js';
import { printable } from './printable.js';

/** Says a phrase in the language of `formats`. Whatever the values hold, the terminal only shows it. */
export function speak(phrase: Phrase, formats: Formats): string {
  const catalogue = formats.locale === 'fr' ? catalogueFr : catalogueEn;
  const entry = (catalogue as Record<string, Entry>)[phrase.key];
  if (entry === undefined) return phrase.key;
  return typeof entry === 'string' ? entry : printable(entry(phrase.values, formats));
}
