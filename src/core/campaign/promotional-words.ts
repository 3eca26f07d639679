/** Prices, percentages, links and the words of offers: what makes a text look like advertising to a regulator. */
const signs =
  /\d\s?(?:€|eur\b|chf\b|%)|(?:€|\bchf)\s?\d|https?:\/\/|\bwww\.|\b(?:offres?|promos?|promotions?|soldes?|réductions?|rabais|remises?|gratuit(?:e|s|es)?|offer|discount|sale|rabatt|angebot|sconto|offerta)\b/iu;

/**
 * Finds what makes a functional text look promotional; null when nothing does. A warning, never a verdict.
 *
 * @returns The piece of text that was noticed.
 */
export function soundsPromotional(text: string): string | null {
  return signs.exec(text.normalize('NFC'))?.[0] ?? null;
}
