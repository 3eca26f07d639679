import { french as fr } from './french.js';

/** What a column looks like, in French; by the ids of the data. */
const categories: Readonly<Record<string, string>> = {
  'biometric-genetic': 'biométrie ou génétique',
  credentials: 'mot de passe',
  criminal: 'condamnations',
  ethnic: 'origine',
  financial: 'données bancaires',
  'free-text': 'texte libre',
  health: 'santé',
  'location-precise': 'adresse ou lieu précis',
  minors: 'mineurs',
  'national-id': 'numéro d’identité',
  political: 'opinions politiques',
  religion: 'religion',
  'sex-life': 'vie sexuelle',
  'social-assistance': 'aide sociale',
  union: 'syndicat',
};

const laws: Readonly<Record<string, string>> = {
  'GDPR art. 8, recital 38': 'RGPD art. 8, considérant 38',
  'GDPR art. 9': 'RGPD art. 9',
  'GDPR art. 10': 'RGPD art. 10',
  'Swiss FADP art. 5 let. c': 'LPD suisse art. 5 let. c',
  'high risk': 'risque élevé',
  security: 'sécurité',
  minimisation: 'minimisation',
};

/** « santé ; RGPD art. 9 »: why a column looks like sensitive data. */
export function sensitivityFr({ category, law }: { readonly category: string; readonly law: string }): string {
  return fr`${categories[category] ?? category} ; ${laws[law] ?? law}`;
}
