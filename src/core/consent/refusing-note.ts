import { anyOf, DEAD, NEGATING, plainWords, REFUSING, WITHOUT_TEXTS } from '../refusing-words.js';
import { monthNamed } from './month-names.js';

const CONTACT = anyOf(
  'sms textos? texts? textnachrichten messages? nachrichten messagg[io] berichten mensajes mensagens',
  '(?:re)?contact\\w* kontakt\\w* contatt\\w* anschreiben',
);
/** What somebody did not get they did not refuse. */
const RECEIVED = anyOf('recue?s? received erhalten bekommen ricevut[oi] ontvangen gekregen recibid[oa] recebid[oa]');
/** What comes after a « mais », or after another channel, is not denied. */
const OTHERWISE = anyOf(
  'mais uniquement seulement but only aber sondern nur solo soltanto maar alleen enkel pero sino mas apenas',
  '(?:e|g)?mails? courriels? courriers? lettres? papier newsletters? appels? appeler telephoner? calls? whatsapp',
  'briefe? post anrufen? posta lettere chiamate chiamare bellen brieven correos? llamadas?',
);
/** What people were told of leaving is no refusal: « vous pouvez refuser nos SMS en répondant STOP ». */
const TOLD = anyOf(
  'pouvez possible moment repondant repondez can may reply konnen moglich jederzeit potete possibile kunt',
);
/** « SMS : non » */
const ANSWER = / (?:sms|textos?) (?:non|no|nein|nee|nao|stop) /;
const COPULA = anyOf('est is ist e has ha a');

/**
 * Whether what is noted of a person anywhere in their row says that they want no texts (« ne veut pas de SMS », « désinscrite
 * le 3 mars »), or that they are dead. People note much else there: « pas le lundi » is about something else.
 */
export function refusesTexts(note: string): boolean {
  if (note === '') return false;
  const words = plainWords(note);
  const [first = '', second = ''] = words;
  const isDayAlone = words.slice(1).every((word) => word.length <= 2 || monthNamed(word) !== null);
  return (
    note.split(/[,;.:!?()/\n]/).some((clause) => isAgainstTexts(plainWords(clause))) ||
    (ANSWER.test(` ${words.join(' ')} `) && !words.some((word) => RECEIVED.test(word))) ||
    (REFUSING.test(first) && isDayAlone) ||
    DEAD.test(COPULA.test(first) ? second : first) ||
    /[†✝]/.test(note)
  );
}

function isAgainstTexts(words: readonly string[]): boolean {
  if (words.some((word) => TOLD.test(word) || RECEIVED.test(word))) return false;
  if (WITHOUT_TEXTS.test(` ${words.join(' ')} `)) return !words.some((word) => OTHERWISE.test(word));
  return words.some((word, index) => {
    if (!NEGATING.test(word) && !REFUSING.test(word) && word !== 'no') return false;
    const next = words.slice(index + 1, index + 5).find((one) => CONTACT.test(one) || OTHERWISE.test(one));
    return next !== undefined && CONTACT.test(next);
  });
}
