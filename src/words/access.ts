import { french as fr } from './french.js';
import type { ConsentMethod } from '../core/consent/consent-event.js';
import type { LegalBasis } from '../core/consent/purpose.js';
import type { HoldBackReason } from '../core/suppression/suppression.js';
import { suppressionReasonWords } from './consent-reasons.js';
import type { Formats } from './formats.js';
import type { Translated } from './phrase.js';

type Kept = 'number' | 'texts' | 'proofs' | 'replies' | 'neverList' | 'log';

const keptEn: Readonly<Record<Kept, string>> = {
  number: 'number: until you ask for its erasure, or for as long as one of the purposes above needs it',
  texts: 'texts of messages, from the sending',
  proofs: 'source, evidence, IP and collector of a consent, from its end',
  replies: 'texts of your replies, from the day on which they were dealt with',
  neverList:
    'never-list: a keyed fingerprint of the number, which outlives an erasure so that an old list can not bring you back',
  log: 'log: fingerprints and facts only, kept as evidence',
};
const keptFr: Readonly<Record<Kept, string>> = {
  number: fr`numéro : jusqu’à ce que vous en demandiez l’effacement, ou tant qu’une des finalités ci-dessus en a besoin`,
  texts: fr`textes des messages, depuis l’envoi`,
  proofs: fr`source, preuve, IP et collecteur d’un accord, depuis sa fin`,
  replies: fr`textes de vos réponses, depuis le jour où elles ont été traitées`,
  neverList: fr`liste d’exclusion : une empreinte à clé du numéro, qui survit à l’effacement pour qu’une ancienne liste ne vous ramène pas`,
  log: fr`journal : des empreintes et des faits seulement, gardés comme preuve`,
};

type Right = 'rectify' | 'erase' | 'restrict' | 'portability' | 'object' | 'withdraw' | 'complain';

const rightWordsEn: Readonly<Record<Right, string>> = {
  rectify: 'to have wrong data corrected (GDPR art. 16)',
  erase: 'to have your data erased (art. 17)',
  restrict: 'to have their use restricted while something is being settled (art. 18)',
  portability: 'to get them in a form that another program can read (art. 20)',
  object: 'to object to any further message, at any time and without a reason (art. 21)',
  withdraw: 'to take back any consent, at any time (art. 7(3))',
  complain: 'to complain to the supervisory authority, in France the CNIL, in Switzerland the FDPIC (art. 77)',
};
const rightWordsFr: Readonly<Record<Right, string>> = {
  rectify: 'faire corriger des données fausses (RGPD art. 16)',
  erase: 'faire effacer vos données (art. 17)',
  restrict: 'faire limiter leur usage tant qu’une question n’est pas tranchée (art. 18)',
  portability: 'les recevoir sous une forme lisible par un autre programme (art. 20)',
  object: 'vous opposer à tout autre message, à tout moment et sans motif (art. 21)',
  withdraw: 'retirer tout accord, à tout moment (art. 7(3))',
  complain: 'vous plaindre à l’autorité de contrôle, en France la CNIL, en Suisse le PFPDT (art. 77)',
};

const becameEn: Readonly<Record<string, string>> = {
  planned: 'planned',
  submitting: 'under way',
  accepted: 'sent',
  rejected: 'refused by the provider',
  unknown: 'in doubt',
  skipped: 'not sent',
  delivered: 'delivered',
  undelivered: 'not delivered',
};
const becameFr: Readonly<Record<string, string>> = {
  planned: 'planifié',
  submitting: 'en cours d’envoi',
  accepted: 'envoyé',
  rejected: 'refusé par le prestataire',
  unknown: 'en doute',
  skipped: 'pas envoyé',
  delivered: 'délivré',
  undelivered: 'non délivré',
};

const replyWordsEn: Readonly<Record<string, string>> = {
  opt_out: 'a STOP',
  review: 'perhaps a STOP',
  help: 'a question',
  opt_in: 'a wish for messages',
  none: 'an ordinary reply',
};
const replyWordsFr: Readonly<Record<string, string>> = {
  opt_out: 'un STOP',
  review: 'peut-être un STOP',
  help: 'une question',
  opt_in: 'un souhait de recevoir des messages',
  none: 'une réponse ordinaire',
};

/** GDPR art. 12(1): what a person gets is in plain words; the codes stand in the JSON. */
const basesEn: Readonly<Record<string, string>> = {
  opt_in: 'you agreed',
  double_opt_in: 'you agreed and confirmed it',
  customer_similar_products: 'you are a customer, and the messages are about similar products',
  member: 'you are a member',
  legitimate_interest: 'a legitimate interest of ours',
  contract: 'a contract with you',
  legal_obligation: 'a legal duty of ours',
  rented_list: 'you agreed towards somebody who rented the list out',
  purchased_list: 'you agreed towards somebody who sold the list',
} satisfies Record<LegalBasis, string>;
const basesFr: Readonly<Record<string, string>> = {
  opt_in: 'vous avez accepté',
  double_opt_in: 'vous avez accepté et confirmé',
  customer_similar_products: 'vous êtes client, pour des produits analogues',
  member: 'vous êtes adhérent',
  legitimate_interest: 'un intérêt légitime de notre part',
  contract: 'un contrat avec vous',
  legal_obligation: 'une obligation légale de notre part',
  rented_list: 'vous avez accepté auprès de qui a loué la liste',
  purchased_list: 'vous avez accepté auprès de qui a vendu la liste',
} satisfies Record<LegalBasis, string>;

const methodsEn: Readonly<Record<string, string>> = {
  web_form: 'a form on a web site',
  paper_form: 'a form on paper',
  sms_keyword: 'a word sent by SMS',
  email: 'e-mail',
  in_person: 'in person',
  phone_call: 'by telephone',
  contract: 'in a contract',
  membership: 'on joining',
} satisfies Record<ConsentMethod, string>;
const methodsFr: Readonly<Record<string, string>> = {
  web_form: 'un formulaire en ligne',
  paper_form: 'un formulaire papier',
  sms_keyword: 'un mot envoyé par SMS',
  email: 'un e-mail',
  in_person: 'en personne',
  phone_call: 'par téléphone',
  contract: 'dans un contrat',
  membership: 'lors de l’adhésion',
} satisfies Record<ConsentMethod, string>;

interface Became {
  readonly state: string;
  readonly receipt: string | null;
  readonly reason: string | null;
}

export const accessEn = {
  'access.title': (v: { number: string; organisation: string }) =>
    `What ${v.organisation} holds of ${v.number} in smsctl`,
  'access.none': 'nothing',
  'access.nobody': 'nobody',
  'access.data': 'Data',
  'access.number': (v: { number: string; since: string | null }) =>
    v.since === null ? 'the ledger does not know this number' : `number ${v.number}, known since ${v.since}`,
  'access.erased': (v: { at: string }) => `erased on ${v.at}: only a fingerprint is left`,
  'access.former': (v: { at: string }) => `another number until ${v.at}, of which a fingerprint is left`,
  'access.basis': (v: { basis: string }) => basesEn[v.basis] ?? v.basis,
  'access.method': (v: { method: string }) => methodsEn[v.method] ?? v.method,
  'access.ourList': 'read from a list of ours',
  'access.consents': 'Legal bases and their proofs',
  'access.neverList': 'Never-list',
  // What the people here are to do about it is nothing to whoever asks.
  'access.heldBack': (v: { reason: HoldBackReason }) =>
    v.reason === 'review' ? 'a reply of yours that may be a STOP' : suppressionReasonWords.en[v.reason],
  'access.messages': 'Messages',
  'access.message': (v: { campaign: string; purpose: string; sender: string; at: string | null; became: string }) =>
    `${v.at ?? 'not sent'}: ${v.campaign} (${v.purpose}), from ${v.sender}: ${v.became}`,
  'access.became': (v: Became) =>
    `${becameEn[v.receipt ?? v.state] ?? v.state}${v.reason === null ? '' : ` (${v.reason})`}`,
  'access.textGone': 'the text was removed; a keyed hash of it is left',
  'access.because': (v: { consentSeq: number }) =>
    `because of the legal basis #${v.consentSeq} above; the number stood in a list of ours`,
  'access.replies': 'Replies',
  'access.reply': (v: { at: string; verdict: string }) => `${v.at}, read as: ${replyWordsEn[v.verdict] ?? v.verdict}`,
  'access.leftOut': 'Campaigns that left this number out',
  'access.exclusion': (v: { campaign: string; why: string; at: string }) => `${v.at}: ${v.campaign}: ${v.why}`,
  'access.requests': 'Requests',
  'access.request': (v: { kind: string; received: string; due: string; answered: string | null }) =>
    `${v.kind}: received ${v.received}, due ${v.due}${v.answered === null ? '' : `, answered ${v.answered}`}`,
  'access.log': 'Log',
  'access.recipients': 'Who else got the number',
  'access.recipient': (v: { provider: string }) =>
    v.provider === 'simulator'
      ? 'nobody: the simulator is part of this program'
      : `${v.provider}, which carries the messages`,
  'access.rehearsals': (v: { names: readonly string[] }, f: Formats) =>
    `copies on this computer, for rehearsals: ${f.list(v.names)}`,
  'access.kept': 'How long it is kept',
  'access.keptHow': (v: { what: Kept; months: number | null }, f: Formats) =>
    `${keptEn[v.what]}${v.months === null ? '' : `: ${f.number(v.months)} ${f.plural(v.months, 'month', 'months')}`}`,
  'access.rights': 'You have the right',
  'access.right': (v: { right: Right }) => rightWordsEn[v.right],
  'access.contact': (v: { contact: string | null; privacyUrl: string | null }) =>
    `Contact: ${v.contact ?? 'not configured (organisation.contact)'}${v.privacyUrl === null ? '' : ` · ${v.privacyUrl}`}`,
} as const;

export const accessFr: Translated<typeof accessEn> = {
  'access.title': (v) => fr`Ce que ${v.organisation} garde de ${v.number} dans smsctl`,
  'access.none': fr`rien`,
  'access.nobody': fr`personne`,
  'access.data': fr`Données`,
  'access.number': (v) =>
    v.since === null ? fr`le registre ne connaît pas ce numéro` : fr`numéro ${v.number}, connu depuis le ${v.since}`,
  'access.erased': (v) => fr`effacé le ${v.at} : il ne reste qu’une empreinte`,
  'access.former': (v) => fr`un autre numéro jusqu’au ${v.at}, dont il reste une empreinte`,
  'access.basis': (v) => basesFr[v.basis] ?? v.basis,
  'access.method': (v) => methodsFr[v.method] ?? v.method,
  'access.ourList': fr`lu dans une de nos listes`,
  'access.consents': fr`Bases légales et leurs preuves`,
  'access.neverList': fr`Liste d’exclusion`,
  'access.heldBack': (v) =>
    v.reason === 'review' ? fr`une réponse de vous qui est peut-être un STOP` : suppressionReasonWords.fr[v.reason],
  'access.messages': fr`Messages`,
  'access.message': (v) =>
    fr`${v.at ?? 'pas envoyé'} : ${v.campaign} (${v.purpose}), expéditeur ${v.sender} : ${v.became}`,
  'access.became': (v) => `${becameFr[v.receipt ?? v.state] ?? v.state}${v.reason === null ? '' : ` (${v.reason})`}`,
  'access.textGone': fr`le texte a été retiré ; il en reste une empreinte à clé`,
  'access.because': (v) =>
    fr`en vertu de la base légale n° ${v.consentSeq} ci-dessus ; le numéro figurait dans une de nos listes`,
  'access.replies': fr`Réponses`,
  'access.reply': (v) => fr`${v.at}, comprise comme : ${replyWordsFr[v.verdict] ?? v.verdict}`,
  'access.leftOut': fr`Campagnes qui ont écarté ce numéro`,
  'access.exclusion': (v) => fr`${v.at} : ${v.campaign} : ${v.why}`,
  'access.requests': fr`Demandes`,
  'access.request': (v) =>
    fr`${v.kind} : reçue le ${v.received}, échéance le ${v.due}${v.answered === null ? '' : fr`, close le ${v.answered}`}`,
  'access.log': fr`Journal`,
  'access.recipients': fr`Qui d’autre a reçu le numéro`,
  'access.recipient': (v) =>
    v.provider === 'simulator'
      ? fr`personne : le simulateur fait partie de ce programme`
      : fr`${v.provider}, qui achemine les messages`,
  'access.rehearsals': (v, f) => fr`copies sur cet ordinateur, pour des répétitions : ${f.list(v.names)}`,
  'access.kept': fr`Combien de temps`,
  'access.keptHow': (v, f) => fr`${keptFr[v.what]}${v.months === null ? '' : fr` : ${f.number(v.months)} mois`}`,
  'access.rights': fr`Vous avez le droit de`,
  'access.right': (v) => rightWordsFr[v.right],
  'access.contact': (v) =>
    fr`Contact : ${v.contact ?? 'non configuré (organisation.contact)'}${v.privacyUrl === null ? '' : ` · ${v.privacyUrl}`}`,
};
