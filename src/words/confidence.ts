import type { Locale } from './formats.js';
import { french as fr } from './french.js';

/** A citation, and how well it was checked. */
export interface Fact {
  readonly source: string;
  /** As the data have it, `verified-in-source` for instance; `own-rule` is this program's and cites nobody. */
  readonly confidence: string;
}

const names: Readonly<Record<Locale, Readonly<Partial<Record<string, string>>>>> = {
  en: {
    'verified-in-source': 'verified in the source',
    'secondary-source': 'from a secondary source',
    'general-knowledge': 'general knowledge, not read in the source',
    'third-party-code': 'not confirmed by the provider',
  },
  fr: {
    'verified-in-source': 'vérifié dans la source',
    'secondary-source': 'd’après une source secondaire',
    'general-knowledge': 'savoir général, non relu dans la source',
    'third-party-code': 'non confirmé par le prestataire',
  },
};

/** A citation with how well it was checked, wherever a user meets one: « CPCE art. L.34-5 ; savoir général … ». */
export function citation({ source, confidence }: Fact, locale: Locale): string {
  if (confidence === 'own-rule') return source;
  const name = names[locale][confidence] ?? confidence;
  return locale === 'fr' ? fr`${source} ; ${name}` : `${source}; ${name}`;
}
