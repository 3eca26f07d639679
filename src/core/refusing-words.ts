import { spellOut } from './spelt-out.js';

/** Parts of a refusal, or of anything else: « ne veut pas ». */
export const NEGATING = anyOf(
  'ne pas non plus jamais not dont never nicht nie nein kein\\w* niente nessun\\w* geen niet nooit nunca nao keng',
);
/** That the person refused. */
export const REFUSING = anyOf(
  'stop refus\\w* oppos\\w* desinscri\\w* desabonn\\w* interdit\\w* bloque\\w* blacklist\\w* retiree?s?',
  'unsubscri\\w* optout opted declin\\w* revoked',
  'abgemeldet abmeldung abbestellt gesperrt widerruf\\w* widerspr\\w* verweiger\\w* abgelehnt unerwunscht',
  'rifiut\\w* disiscri\\w* revoc\\w* bloccat[oa]',
  'weiger\\w* geweigerd uitgeschreven afgemeld bezwaar geblokkeerd ingetrokken',
  'baja rechaza\\w* recusa\\w* bloquead[oa]',
);
/** That they died. */
export const DEAD = anyOf(
  'decede\\w* defunte? dead died deceased verstorben\\w* gestorben mort[oaie]? decedut[oa] defunt[oa] overleden',
  'fallecid[oa] falecid[oa]',
);
/**
 * In plain words with a space around: those that say no before the texts alone. « Née » is no refusal, and « No » before a
 * number is short for « numéro ».
 */
export const WITHOUT_TEXTS = / (?:no|nee|sans|without|ohne|senza|zonder|sin|sem) (?:sms|textos?) /;

/** Words, each of which may be a pattern; spaces part them. */
export function anyOf(...words: readonly string[]): RegExp {
  return new RegExp(`^(?:${words.join(' ').replaceAll(' ', '|')})$`);
}

/** The words of a text, in small letters without accents; « don’t » is two. */
export function plainWords(text: string): readonly string[] {
  const bare = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return spellOut(bare.replace(/n['’]t\b/g, ' not'))
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
}
