import type { LineType, NumberRejectReason, NumberWarning, UnsendableLine } from '../core/contact/number-vocabulary.js';
import { french as fr } from './french.js';

type Words<K extends string> = Readonly<Record<K, string>>;

/** What people call the kinds of lines that numbering plans tell apart. */
export const lineTypesEn: Words<LineType> = {
  mobile: 'mobile',
  'fixed-line-or-mobile': 'mobile or landline',
  'fixed-line': 'landline',
  'toll-free': 'freephone number',
  premium: 'premium-rate number',
  'shared-cost': 'shared-cost number',
  voip: 'internet telephony',
  pager: 'pager',
  'personal-number': 'personal number',
  uan: 'number of a company network',
  voicemail: 'voicemail',
};

export const lineTypesFr: Words<LineType> = {
  mobile: 'mobile',
  'fixed-line-or-mobile': 'mobile ou fixe',
  'fixed-line': 'ligne fixe',
  'toll-free': 'numéro gratuit',
  premium: 'numéro surtaxé',
  'shared-cost': 'numéro à coût partagé',
  voip: 'téléphonie par internet',
  pager: 'messageur de poche',
  'personal-number': 'numéro personnel',
  uan: 'numéro d’un réseau d’entreprise',
  voicemail: 'messagerie vocale',
};

/** Why a text is no number that can be texted. */
export const numberReasonsEn: Words<NumberRejectReason> = {
  ...(lineTypesEn satisfies Words<UnsendableLine>),
  empty: 'nothing is written there',
  'not-a-number': 'this is no number',
  'letters-in-number': 'there are letters among the digits, and they are not guessed',
  'several-numbers': 'there are several numbers',
  extension: 'it has an extension',
  'scientific-notation': 'the spreadsheet has dropped digits for good',
  'short-code': 'this is a short code, not a person',
  'invalid-length': 'there are too many or too few digits',
  unassigned: 'no operator has such numbers',
  invalid: 'no numbering plan has it',
  'reserved-fictional': 'it is kept for films and examples',
  'remark-against': 'words beside it tell not to text it',
};

export const numberReasonsFr: Words<NumberRejectReason> = {
  ...(lineTypesFr satisfies Words<UnsendableLine>),
  empty: 'rien n’est écrit',
  'not-a-number': 'ce n’est pas un numéro',
  'letters-in-number': 'il y a des lettres parmi les chiffres, et elles ne se devinent pas',
  'several-numbers': 'il y a plusieurs numéros',
  extension: 'il a un numéro de poste',
  'scientific-notation': 'le tableur a perdu des chiffres pour de bon',
  'short-code': fr`c’est un numéro court, pas une personne`,
  'invalid-length': 'il y a trop de chiffres, ou pas assez',
  unassigned: 'aucun opérateur n’a de tels numéros',
  invalid: 'aucun plan de numérotation ne l’a',
  'reserved-fictional': 'il est réservé aux films et aux exemples',
  'remark-against': fr`des mots à côté disent de ne pas lui écrire`,
};

/** What was mended in a number, or is worth a second look. */
export const numberWarningsEn: Words<NumberWarning> = {
  'wrapped-value': 'quotes around it were taken off',
  'float-suffix': 'the .0 of a spreadsheet was taken off',
  'scientific-notation': 'the spreadsheet’s scientific notation was undone; no digit is lost',
  'extra-text': 'words around it were left out',
  'prefix-repaired': 'its prefix was mended',
  'missing-plus': 'the + before the calling code was missing',
  'missing-trunk-zero': 'the leading zero was missing',
  'trunk-zero-removed': 'a zero after the calling code was taken off',
  'overseas-rewrite': 'it was given the calling code of its own territory',
  'line-type-unknown': 'its plan does not tell mobiles from landlines',
  'suspicious-repetition': 'it looks like a placeholder',
};

export const numberWarningsFr: Words<NumberWarning> = {
  'wrapped-value': 'les guillemets autour ont été ôtés',
  'float-suffix': 'le ,0 d’un tableur a été ôté',
  'scientific-notation': fr`la notation scientifique du tableur a été défaite ; aucun chiffre n’est perdu`,
  'extra-text': 'les mots autour ont été laissés de côté',
  'prefix-repaired': 'son préfixe a été réparé',
  'missing-plus': 'le + devant l’indicatif manquait',
  'missing-trunk-zero': 'le zéro du début manquait',
  'trunk-zero-removed': 'un zéro après l’indicatif a été ôté',
  'overseas-rewrite': 'il a reçu l’indicatif de son propre territoire',
  'line-type-unknown': 'son plan ne distingue pas mobiles et fixes',
  'suspicious-repetition': 'il ressemble à un numéro bouche-trou',
};
