import { wordsOf } from './header-words.js';

/** Words of a telephone, whatever kind it is. */
const PHONE = new Set([
  ...['telephone', 'tel', 'telef', 'phone', 'msisdn', 'e164', 'telefon', 'tlf', 'telefono', 'rufnummer'],
  ...['telefonnummer', 'telephonenumber', 'phonenumber', 'numtel', 'numerotelephone', 'telefoon', 'telefoonnummer'],
  ...['telf', 'telefone'],
]);

/** Words of a telephone that takes an SMS. */
const MOBILE = new Set([
  ...['portable', 'mobile', 'mobil', 'natel', 'handy', 'gsm', 'cell', 'cellphone', 'cellular', 'cellulare'],
  ...['cellulaire', 'mobilephone', 'mobilenumber', 'mobiltelefon', 'mobilnummer', 'mobiltelefonnummer', 'handynummer'],
  ...['natelnummer', 'telefonino', 'telephoneportable', 'telportable', 'telmobile', 'mobilfunk', 'mobilfunknummer'],
  ...['natelnr', 'handynr', 'mobilnr', 'gsmnummer', 'gsmnr', 'mobiel', 'mobiele', 'mobieltje', 'movil', 'celular'],
  ...['telemovel'],
]);

/** "Number" alone may also be a member's number: taken if nothing better is there. */
const SPELT_NUMBER = new Set(['numero', 'number', 'nummer']);

/** "N°" alone numbers the rows. */
const NUMBER = new Set([...SPELT_NUMBER, 'num', 'nr', 'no', 'n']);

/** "SMS" alone is as a rule a box that was ticked or not. */
const FILLERS = new Set([
  ...['de', 'du', 'di', 'del', 'd', 'value', 'valeur', 'wert', 'valore', 'waarde', 'valor', 'format'],
  ...['international', 'sms', 'pour', 'for', 'fur', 'fuer', 'per', 'voor'],
  // HelloAsso before whatever an association asks: « Champ additionnel: Téléphone portable ».
  ...['champ', 'additionnel', 'complementaire'],
  // Questions of forms: « Quel est votre numéro de portable ? »
  ...['quel', 'est', 'votre', 'vos', 'ton', 'mon', 'your', 'my', 'ihre', 'deine', 'tuo', 'suo', 'uw', 'jouw'],
]);

/** With a mobile they tell whose; a "Telefon privat" is as a rule the one at home. */
const OWNERS = new Set(['perso', 'personnel', 'personal', 'personale', 'private', 'prive', 'privat', 'privato']);

/** Whether a header speaks of mobiles or texts at all: worth a look where no column of numbers is found. */
export function mentionsMobile(header: string): boolean {
  return wordsOf(header).some((word) => MOBILE.has(word) || word === 'sms');
}

/**
 * How surely a header names the column of the mobile numbers: 0 a mobile, 1 a telephone, 2 only "number".
 *
 * Every word must be known: "téléphone fixe", "Tel. Geschäft", "fax", "portable du conjoint" name another line or
 * another person, and a column that is not found is asked for, where a wrong one would be texted.
 *
 * @returns Null for any other column.
 */
export function phoneRank(header: string): 0 | 1 | 2 | null {
  const words = wordsOf(header).filter((word) => !FILLERS.has(word) && !/^\d$/.test(word));
  const allAre = (...sets: readonly ReadonlySet<string>[]): boolean =>
    words.every((word) => sets.some((set) => set.has(word)));
  if (words.some((word) => MOBILE.has(word))) return allAre(MOBILE, PHONE, NUMBER, OWNERS) ? 0 : null;
  if (words.some((word) => PHONE.has(word))) return allAre(PHONE, NUMBER) ? 1 : null;
  return words.some((word) => SPELT_NUMBER.has(word)) && allAre(NUMBER) ? 2 : null;
}
