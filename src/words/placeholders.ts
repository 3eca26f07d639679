import type { Locale } from './formats.js';

/** What stands for a value in French, by its name on the line: `<file>` is `<fichier>`. */
export const placeholdersInFrench: Readonly<Record<string, string>> = {
  address: 'adresse',
  amount: 'montant',
  answer: 'réponse',
  basis: 'base',
  calendar: 'calendrier',
  campaign: 'campagne',
  character: 'caractère',
  code: 'code',
  column: 'colonne',
  command: 'commande',
  contacts: 'contacts',
  count: 'nombre',
  date: 'date',
  days: 'jours',
  dir: 'dossier',
  expression: 'expression',
  file: 'fichier',
  format: 'format',
  head: 'tête',
  id: 'id',
  ids: 'ids',
  import: 'import',
  instant: 'jour_heure',
  kind: 'genre',
  language: 'langue',
  locale: 'langue',
  method: 'mode',
  model: 'modèle',
  name: 'nom',
  number: 'numéro',
  options: 'options',
  profile: 'profil',
  purpose: 'finalité',
  reason: 'motif',
  reference: 'référence',
  refs: 'réfs',
  region: 'région',
  risk: 'risque',
  sentence: 'phrase',
  shell: 'shell',
  source: 'source',
  text: 'texte',
  what: 'quoi',
  word: 'mot',
  words: 'mots',
  zone: 'zone',
};

/** The name of a value in the language of the screen, in the case in which it is given. */
export function placeholder(name: string, locale: Locale): string {
  const told = locale === 'fr' ? placeholdersInFrench[name.toLowerCase()] : undefined;
  if (told === undefined) return name;
  return name === name.toUpperCase() ? told.toUpperCase() : told;
}

/** Usage and flags, `--text <text>`, with the names of their values in the language of the screen. */
export function withPlaceholders(usage: string, locale: Locale): string {
  return usage.replace(/(?<=[<[])[a-z]+(?=(?:\.\.\.)?[\]>])/g, (name) => placeholder(name, locale));
}
