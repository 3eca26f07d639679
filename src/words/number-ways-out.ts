import type { NumberRejectReason, UnsendableLine } from '../core/contact/number-vocabulary.js';
import { french as fr } from './french.js';

type Words = Readonly<Record<NumberRejectReason, string>>;

function forLines(words: string): Readonly<Record<UnsendableLine, string>> {
  return {
    'fixed-line': words,
    'toll-free': words,
    premium: words,
    'shared-cost': words,
    voip: words,
    pager: words,
    'personal-number': words,
    uan: words,
    voicemail: words,
  };
}

/** A number that was refused, and whether it begins with a calling code. */
export interface RefusedNumber {
  readonly reason: NumberRejectReason;
  readonly hasCallingCode: boolean;
}

/** What to do about a number that was refused. */
export function numberWayOutEn({ reason, hasCallingCode }: RefusedNumber): string {
  const words = waysOutEn[reason];
  return hasCallingCode || !mayBeForeign(reason)
    ? words
    : `${words}; from another country it needs its calling code, like +41`;
}

export function numberWayOutFr({ reason, hasCallingCode }: RefusedNumber): string {
  const words = waysOutFr[reason];
  return hasCallingCode || !mayBeForeign(reason)
    ? words
    : fr`${words} ; venu d’un autre pays, il lui faut son indicatif, comme +41`;
}

function mayBeForeign(reason: NumberRejectReason): boolean {
  return reason === 'unassigned' || reason === 'invalid';
}

/** What to do for whoever refused. */
export const refusalEn = 'if the person refuses, put them on the never-list (smsctl suppress add)';
export const refusalFr = fr`si la personne refuse, mettez-la sur la liste d’exclusion (smsctl suppress add)`;

const waysOutEn: Words = {
  ...forLines('ask the person for a mobile number'),
  empty: 'ask the person for a number, or leave the row out',
  'not-a-number': 'write the number alone into this cell; was another column meant?',
  'letters-in-number': 'compare with the original and correct it by hand: O and 0, l and 1 look alike',
  'several-numbers': 'keep one number in the cell, the mobile one',
  extension: 'write the number without its extension, if it is a mobile',
  'scientific-notation': 'go back to the original file: format the column as text before the spreadsheet opens it',
  'short-code': 'ask the person for their own number',
  'invalid-length': 'compare with the original: a digit is missing, or one is too many',
  unassigned: 'compare with the original',
  invalid: 'compare with the original',
  'reserved-fictional': 'use it in rehearsals, with the simulator; a real list needs a real number',
  'remark-against': `${refusalEn}; else write the good number alone into the cell`,
};

const waysOutFr: Words = {
  ...forLines('demandez un numéro de mobile à la personne'),
  empty: 'demandez son numéro à la personne, ou retirez la ligne',
  'not-a-number': fr`n’écrivez que le numéro dans cette case ; était-ce une autre colonne ?`,
  'letters-in-number': fr`comparez avec l’original et corrigez à la main : O et 0, l et 1 se ressemblent`,
  'several-numbers': 'gardez un seul numéro dans la case, celui du mobile',
  extension: fr`écrivez le numéro sans le poste, si c’est un mobile`,
  'scientific-notation': fr`repartez du fichier d’origine : mettez la colonne au format texte avant que le tableur ne l’ouvre`,
  'short-code': 'demandez à la personne son propre numéro',
  'invalid-length': fr`comparez avec l’original : il manque un chiffre, ou il y en a un de trop`,
  unassigned: fr`comparez avec l’original`,
  invalid: fr`comparez avec l’original`,
  'reserved-fictional': fr`il sert aux répétitions, avec le simulateur ; une vraie liste demande un vrai numéro`,
  'remark-against': fr`${refusalFr} ; sinon, écrivez le bon numéro, seul dans sa case`,
};
