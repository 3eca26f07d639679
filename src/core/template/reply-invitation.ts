const verbs =
  'r[ée]pond\\p{L}*|r[ée]ponses?|repl(?:y|ies|ying)|respond\\p{L}*|antwort\\p{L}*|beantwort\\p{L}*|rispond\\p{L}*|rispost[ae]|antwoord\\p{L}*|beantwoord\\p{L}*';
const stop = '(?:STOPP?|ARR[ÊE]T)(?![\\p{L}\\p{N}])';
/** White space, quotes and a colon between two words: « Répondez "STOP" », `Reply: STOP`. */
const gap = '[\\s"“”„«»‘’\'():]+';
/** « Répondez », a few words, « STOP ». */
const asked = `(?<![\\p{L}\\p{N}])(?:${verbs})(?:${gap}\\p{L}+){0,4}?${gap}${stop}`;
/** « STOP en réponse », `STOP to this number`. */
const turned = [
  'en r[ée]ponse|par retour|[àa] ce (?:num[ée]ro|sms|message)',
  'in reply|by return|to this (?:number|sms|text|message)',
  'als antwort|an diese(?:r|n|s)? (?:nummer|sms|nachricht)|auf diese(?:r|n|s)? (?:sms|nachricht)',
  'in risposta|a questo (?:numero|sms|messaggio)',
].join('|');
const behind = `(?<![\\p{L}\\p{N}])${stop}${gap}(?:${turned})(?![\\p{L}\\p{N}])`;
const invitation = new RegExp(`${asked}|${behind}`, 'giu');
/** A code or a number to which the STOP goes, or the place for one. */
const addressed = /^["“”„«»‘’'\s]*(?:SMS\s+)?(?:(?:au|à|a|to|an|al|naar|:|=|>)\s*)?(?:le\s+)?(?:\+?\d|\{\{)/iu;

/**
 * Finds words that ask for a STOP as an answer to the message itself: « Répondez STOP », `Reply STOP`. Where the sender is
 * a name nobody can answer; a mention with its own code, « STOP au 36184 », asks for no answer.
 *
 * @returns The words, or null.
 * @see stop-footers.json: "An alphanumeric sender cannot receive answers: 'Répondez STOP' is then false"
 */
export function replyInvitation(text: string): string | null {
  const plain = text.normalize('NFC');
  for (const { 0: found, index } of plain.matchAll(invitation)) {
    if (!addressed.test(plain.slice(index + found.length))) return found.replace(/\s+/g, ' ');
  }
  return null;
}
