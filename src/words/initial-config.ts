import type { Locale } from './formats.js';

/** The comments of the `smsctl.toml` that `init` writes. Lists are one line of the file each. */
interface InitialConfigRemarks {
  readonly top: readonly string[];
  readonly name: string;
  readonly privacyUrl: string;
  readonly contact: string;
  readonly locale: string;
  readonly senderId: string;
  readonly country: string;
  readonly footer: readonly string[];
  readonly footerText: string;
  readonly stopUrl: string;
  readonly hours: string;
  readonly maxSegments: string;
  readonly frequencyCap: string;
  readonly countries: string;
  readonly maxCost: string;
  readonly stopsWithinHours: string;
  readonly unreachableAfter: string;
  readonly use: { readonly rehearsing: string; readonly real: string };
  readonly rate: string;
  readonly price: string;
  readonly applicationId: string;
  readonly credentials: readonly string[];
}

const en: InitialConfigRemarks = {
  top: [
    'smsctl: the configuration of this workspace. Secrets do not belong here: they come from the environment.',
    'Lines that begin with # are explanations or examples. `smsctl doctor` checks this file and sends nothing.',
  ],
  name: 'the data controller, named in proofs and exports',
  privacyUrl: 'where people read what becomes of their data',
  contact: 'whom they ask about it',
  locale: 'fr or en: screens, reports and pages',
  senderId: '3-11 letters, digits, spaces; or a number or short code that may send',
  country: 'how national numbers are read; whose rules apply by default',
  footer: [
    'The way out that ends every promotional message, by country of the recipient. Without it no promotional',
    'message leaves for that country. The short code is the one your provider gives you: never use another’s.',
    'Only where the provider appends this text by itself, say so by by_provider = true: it is counted, not sent.',
  ],
  footerText: 'STOP to {{ stop }}',
  stopUrl: 'or stop_url = "https://…", with {{ stop_url }} in the text',
  hours: 'sending hours by country, where the default is not the right one',
  maxSegments: 'a longer text leaves its recipient out',
  frequencyCap: 'promotional messages to one person',
  countries: 'numbers of other countries are left out',
  maxCost: 'a run above it is refused',
  stopsWithinHours: 'how fresh the collected STOPs must be (real providers); 0 = off',
  unreachableAfter: 'so many receipts in a row that call a number dead put it on the never-list; 0 = off',
  use: { rehearsing: 'the simulator rehearses: no SMS leaves', real: 'a real provider: SMS leave, and cost' },
  rate: 'submissions a second, never exceeded',
  price: 'per segment, as in your contract',
  applicationId: 'and its private key: the file that SMSCTL_VONAGE_PRIVATE_KEY_FILE names',
  credentials: [
    'Or, without an application, the key of the account: SMSCTL_VONAGE_API_KEY and SMSCTL_VONAGE_API_SECRET in the environment.',
  ],
};

const fr: InitialConfigRemarks = {
  top: [
    'smsctl : la configuration de cet espace de travail. Pas de secrets ici : ils viennent de l’environnement.',
    'Les lignes qui commencent par # expliquent ou donnent un exemple. `smsctl doctor` vérifie ce fichier sans rien envoyer.',
  ],
  name: 'le responsable de traitement, nommé dans les preuves et les exports',
  privacyUrl: 'où les personnes lisent ce que deviennent leurs données',
  contact: 'à qui elles s’adressent à ce sujet',
  locale: 'fr ou en : écrans, rapports et pages',
  senderId: '3 à 11 lettres, chiffres, espaces ; ou un numéro, ou numéro court, autorisé à envoyer',
  country: 'comment lire les numéros nationaux ; quelles règles valent par défaut',
  footer: [
    'La mention STOP qui termine chaque message promotionnel, par pays du destinataire. Sans elle, aucun message',
    'promotionnel ne part vers ce pays. Le numéro court est celui que donne votre prestataire, jamais celui d’un autre.',
    'Seulement si le prestataire ajoute ce texte lui-même, dites-le par by_provider = true : compté, pas envoyé.',
  ],
  footerText: 'STOP au {{ stop }}',
  stopUrl: 'ou stop_url = "https://…", avec {{ stop_url }} dans le texte',
  hours: 'heures d’envoi par pays, là où celles par défaut ne conviennent pas',
  maxSegments: 'un texte plus long met son destinataire de côté',
  frequencyCap: 'messages promotionnels à une même personne',
  countries: 'les numéros d’autres pays sont mis de côté',
  maxCost: 'un envoi qui le dépasse est refusé',
  stopsWithinHours: 'fraîcheur exigée des STOP relevés (vrais prestataires) ; 0 = sans contrôle',
  unreachableAfter: 'après tant d’accusés de suite disant le numéro mort, il va sur la liste d’exclusion ; 0 = jamais',
  use: {
    rehearsing: 'le simulateur répète : aucun SMS ne part',
    real: 'un vrai prestataire : des SMS partent, et coûtent',
  },
  rate: 'envois par seconde, jamais dépassés',
  price: 'par segment, selon votre contrat',
  applicationId: 'et sa clé privée : le fichier que nomme SMSCTL_VONAGE_PRIVATE_KEY_FILE',
  credentials: [
    'Ou, sans application, la clé du compte : SMSCTL_VONAGE_API_KEY et SMSCTL_VONAGE_API_SECRET dans l’environnement.',
  ],
};

export const initialConfigRemarks: Readonly<Record<Locale, InitialConfigRemarks>> = { en, fr };
