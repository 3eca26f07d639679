/** Longer texts are cut: a cell may hold a whole page. */
const LONGEST_SHOWN = 40;

/** Hides the digits of a text but the last two, by which the person who wrote it knows it again. */
export function maskText(text: string): string {
  const digits = text.match(/\p{N}/gu)?.length ?? 0;
  let position = 0;
  return text.slice(0, LONGEST_SHOWN).replace(/\p{N}/gu, (digit) => {
    position += 1;
    return position > digits - 2 ? digit : '•';
  });
}

/** A date as people write it, or nine digits and more with what people put between them. */
const DATE_OR_NUMBER = /\b(?:\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4})\b|\+?\d(?:[ .()/-]{0,2}\d){8,}/g;

/** Hides what may be phone numbers in a sentence, each but for its last two digits; dates stay. */
export function maskNumbersIn(text: string): string {
  return text.replace(DATE_OR_NUMBER, (found) =>
    (found.match(/\d/g)?.length ?? 0) < 9 ? found : found.replace(/\d(?=(?:\D*\d){2})/g, '•'),
  );
}
