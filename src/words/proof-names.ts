import type { ConsentMethod } from '../core/consent/consent-event.js';
import type { LegalBasis } from '../core/consent/purpose.js';
import { french as fr } from './french.js';

/** What people call the legal bases and the ways to collect a consent; files and flags take these words as well. */
const basesFr: Readonly<Record<string, string>> = {
  opt_in: 'accord',
  double_opt_in: 'double accord',
  customer_similar_products: 'produits analogues',
  member: 'adhésion',
  legitimate_interest: 'intérêt légitime',
  contract: 'contrat',
  legal_obligation: 'obligation légale',
  rented_list: 'liste louée',
  purchased_list: 'liste achetée',
} satisfies Record<LegalBasis, string>;

const methodsFr: Readonly<Record<string, string>> = {
  web_form: 'formulaire en ligne',
  paper_form: 'bulletin papier',
  sms_keyword: fr`mot-clé par SMS`,
  email: 'courriel',
  in_person: 'en personne',
  phone_call: 'par téléphone',
  contract: 'contrat',
  membership: 'adhésion',
} satisfies Record<ConsentMethod, string>;

/** « bulletin papier (paper_form) »: the code is what exports have, and reports count by. */
function named(names: Readonly<Record<string, string>>, code: string): string {
  const name = names[code];
  return name === undefined ? code : `${name} (${code})`;
}

/** In English the codes are words. */
export const basisNames = { en: (code: string) => code, fr: (code: string) => named(basesFr, code) };
export const methodNames = { en: (code: string) => code, fr: (code: string) => named(methodsFr, code) };
