const verbs =
  'r[ée]pond\\p{L}*|r[ée]ponses?|repl(?:y|ies|ying)|respond\\p{L}*|antwort\\p{L}*|beantwort\\p{L}*|rispond\\p{L}*|rispost[ae]|antwoord\\p{L}*|beantwoord\\p{L}*';
/** « ARRÊT DU BUS » is a place. */
const stop = "(?:STOPP?|ARR[ÊE]T(?!\\s+d(?:e|u|es)(?!\\p{L})|\\s+d[’']))(?!-?[\\p{L}\\p{N}])";
/** White space, quotes and a colon between two words, or a hyphen: « Répondez "STOP" », `Reply: STOP`, « Répondez-nous ». */
const gap = '(?:[\\s"“”„«»‘’\'():]+|[-‐‑])';
/** « Répondez », a few words, « STOP ». */
const asked = `(?<![\\p{L}\\p{N}])(?:${verbs})(?:${gap}\\p{L}+){0,4}?${gap}${stop}`;
/** « STOP en réponse », `STOP to this number`, `STOP antworten`. */
const turned = [
  'en r[ée](?:ponse|pondant)|par retour|[àa] ce (?:num[ée]ro|sms|message)',
  'in reply|by (?:return|replying)|to this (?:number|sms|text|message)',
  '(?:zu )?antworten|als antwort|an diese(?:r|n|s)? (?:nummer|sms|nachricht)|auf diese(?:r|n|s)? (?:sms|nachricht)',
  'in risposta|rispondendo|a questo (?:numero|sms|messaggio)',
  '(?:te )?antwoorden|als antwoord',
].join('|');
const behind = `(?<![\\p{L}\\p{N}])${stop}${gap}(?:${turned})(?![\\p{L}\\p{N}])`;
const invitation = new RegExp(`${asked}|${behind}`, 'giu');
/** A code or a number to which the STOP goes, or the place for one: « (gratuit) par SMS sur le 36184 ». */
const addressed = new RegExp(
  [
    '^["“”„«»‘’\'\\s]*(?:\\([\\p{L}\\s]{1,30}\\)\\s*|(?:gratuit(?:ement)?|gratis|kostenlos|free)\\s+)?',
    '(?:(?:par|per|by|via)\\s+)?(?:(?:sms|textos?|text|message)\\s+)?(?:\\([\\p{L}\\s]{1,30}\\)\\s*)?',
    '(?:(?:au|à|a|sur|vers|via|to|an|auf|al|su|naar|op|:|=|>|\\()\\s*)?(?:(?:le|la|il|die|den|the)\\s+)?',
    '(?:(?:num[ée]ro|n°|number|nummer|numero)\\s+)?(?:\\+?\\d(?:[\\s.]?\\d){2}|\\{\\{)',
  ].join(''),
  'iu',
);

/** Takes the everyday word « arrêt » out of a text, at its length: what is asked for stands in capitals or in quotes. */
function withoutStopsOfBuses(text: string): string {
  return text.replace(/(?<!\p{L}|["“”„«]\s?)arr[êe]t(?!\p{L})/giu, (word) =>
    word === word.toUpperCase() ? word : 'x'.repeat(word.length),
  );
}

/**
 * Finds words that ask for a STOP as an answer to the message itself: « Répondez STOP », `Reply STOP`. Where the sender is
 * a name nobody can answer; a mention with its own code, « STOP au 36184 », asks for no answer.
 *
 * @returns The words, or null.
 * @see stop-footers.json: "An alphanumeric sender cannot receive answers: 'Répondez STOP' is then false"
 */
export function replyInvitation(text: string): string | null {
  const plain = text.normalize('NFC');
  for (const { 0: found, index } of withoutStopsOfBuses(plain).matchAll(invitation)) {
    const end = index + found.length;
    if (!addressed.test(plain.slice(end))) return plain.slice(index, end).replace(/\s+/g, ' ');
  }
  return null;
}
