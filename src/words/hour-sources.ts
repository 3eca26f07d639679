import type { Force } from '../core/schedule/profiles.js';
import type { Locale } from './formats.js';
import { french as fr } from './french.js';

/** Who stands behind a window. */
const forces: Readonly<Record<Locale, Readonly<Record<Force, string>>>> = {
  en: {
    law: 'the law',
    charter: 'the operators’ charter',
    provider: 'the providers’ rule',
    advice: 'advice, without legal force',
  },
  fr: {
    law: 'la loi',
    charter: 'la charte des opérateurs',
    provider: 'la règle des prestataires',
    advice: 'conseil, sans valeur légale',
  },
};

/**
 * The citations of src/core/schedule/profiles.data.json in French; the titles of documents stay as they are. States of
 * the United States share one.
 */
const sourcesFr: Readonly<Record<string, string>> = {
  'FR/strict': fr`usage des prestataires : guides et FAQ SMS d’OVHcloud (SMS commerciaux de 8 h à 20 h du lundi au samedi, ni dimanches ni jours fériés) ; aucune loi française ne fixe d’heures pour les SMS`,
  'FR/charter-2026': fr`AF2M, « Charte Business Messaging 2026 », section B.3, en vigueur le 1er mars 2026 (engage par contrat opérateurs, agrégateurs et éditeurs)`,
  'FR/charter-2024': fr`charte de l’AF2M du 1er septembre 2024 (« jours ouvrables 08h-22h »), remplacée le 1er mars 2026`,
  'CH/strict': fr`aucune règle d’horaire trouvée : l’art. 3 al. 1 let. o LCD et l’art. 45a LTC ne règlent que le consentement et le refus ; la plage n’est qu’un conseil`,
  'BE/strict': fr`aucune règle d’horaire trouvée pour les SMS ; le guide Belgique de sent.dm recommande de 8 h à 20 h, ni dimanches ni jours fériés`,
  'LU/strict': fr`aucune règle d’horaire trouvée ; la plage n’est qu’un conseil`,
  'DE/strict': fr`aucune règle d’horaire trouvée pour les SMS : le § 7 UWG ne règle que le consentement ; la plage n’est qu’un conseil`,
  'GB/strict': fr`aucune règle d’horaire trouvée pour les SMS : PECR reg. 22 ne règle que le consentement ; la plage n’est qu’un conseil`,
  'IT/strict': fr`usage des opérateurs, resserré : Twilio guidelines Italy (pas de publicité de 22 h à 8 h ni le dimanche)`,
  'IT/carrier': fr`usage des opérateurs : Twilio guidelines Italy (pas de publicité de 22 h à 8 h ni le dimanche), twilio.com/en/guidelines/it/sms`,
  'ES/strict': fr`par analogie avec les appels : art. 96.2 TRLGDCU (ni avant 9 h, ni après 21 h, ni jours fériés ni week-ends) ; rien trouvé pour les SMS`,
  'US/federal': fr`47 CFR 64.1200(c)(1), démarchage téléphonique de 8 h à 21 h, heure locale de la personne appelée, tenu pour applicable aux SMS ; erreur Twilio 30610`,
  'US/strict': fr`47 CFR 64.1200(c)(1), restreint aux lois de Floride, d’Oklahoma, du Maryland, du Massachusetts et de Washington (sources secondaires)`,
  'CA/strict': fr`par analogie avec les appels : Règles du CRTC sur les télécommunications non sollicitées ; la LCAP ne fixe pas d’heures pour les SMS`,
  'night-rest': fr`courtoisie : repos de 21 h à 8 h ; la charte française ne limite pas les heures des messages fonctionnels (AF2M, « Charte Business Messaging 2026 », en vigueur le 1er mars 2026)`,
};

const STATE_SOURCE_FR = fr`loi de l’État sur le démarchage téléphonique, d’après des sources secondaires qui diffèrent dans le détail ; elle suit la personne, pas seulement l’indicatif : à vérifier avant de s’y fier`;
const ADVICE_SOURCE_FR = 'conseil de marketing (article de la profession)';

export function forceName(force: Force, locale: Locale): string {
  return forces[locale][force];
}

/** A profile's citation, or those of both it is made of, in the reader's language; as it stands in the data where it is not translated. */
export function sourceName({ id, source }: { readonly id: string; readonly source: string }, locale: Locale): string {
  if (locale === 'en') return source;
  const parts = id.split('+').map((one) => sourcesFr[one] ?? (/^US\/[A-Z]{2}$/.test(one) ? STATE_SOURCE_FR : null));
  return parts.includes(null) ? source : parts.join(fr` ; `);
}

/** The citation of the hours that are advised for France. */
export function adviceSourceName(source: string, locale: Locale): string {
  return locale === 'en' ? source : ADVICE_SOURCE_FR;
}
