const number = String.raw`(?:\d{1,3}(?:[ \u00a0\u202f.'’]\d{3}){1,4}|\d{1,15})(?:[.,]\d{1,9})?`;
/** As people write them in Switzerland, too: « 20 francs », « 20.- ». But « Fr. 20.3. » is a Friday. */
const currency = String.raw`(?:€|(?:euros?|eur|chf|francs?|franken|franchi|s?fr\.|\.[-–—])(?![\p{L}\p{N}]))`;
const percent = String.raw`(?:%|(?:pour ?cent|per ?cent|prozent|per cento|procent|por (?:ciento|cento))(?![\p{L}\p{N}]))`;
/** A dash between two numbers is no sign: « 10-20 % ». */
const amount = String.raw`(?:(?<![\p{L}\p{N}])[-+−–]\s?)?(?<![\d.,])${number}\s?(?:${percent}|${currency})`;
const price = String.raw`(?:€|(?<![\p{L}\p{N}])(?:euros?|eur|chf))\s?${number}`;
const offer = [
  'offres?|promos?|promotions?|soldes?|réductions?|rabais|remises?|gratuit(?:e|s|es|é|ement)?|offers?|discounts?|sale|gratis',
  'rabatte?|angebote?|sonderangebote?|kostenlos(?:e[mnrs]?)?|ermässigung(?:en)?|ermäßigung(?:en)?',
  'sconto|sconti|offert[ae]|promozion[ei]|saldi|gratuit[oai]',
  'korting(?:en)?|aanbieding(?:en)?|ofertas?|descuentos?|rebajas|descontos?',
].join('|');

/** What may follow the name of a host; what ends the sentence is no part of it. */
const rest = String.raw`(?:[/?#:](?:[^\s{}]*[^\s{}.,;:!?…)»"'])?)?`;
const address = String.raw`(?:https?:\/\/|(?<![\p{L}\p{N}])www\.)[^\s{}]*[^\s{}.,;:!?…)»"']`;
/** Endings in use where the product is, and those of links made short. A full stop in a text is no link: « 12.30 », « M.Dupont ». */
const endings = [
  ...['fr', 'com', 'org', 'net', 'eu', 'ch', 'be', 'lu', 'de', 'at', 'li', 'it', 'es', 'pt', 'nl', 'uk', 'us', 'ca'],
  ...['re', 'tv', 'biz'],
  ...[
    'ly',
    'io',
    'co',
    'gl',
    'gd',
    'cc',
    'me',
    'to',
    'info',
    'shop',
    'store',
    'site',
    'online',
    'link',
    'click',
    'app',
  ],
];

/** An ending as a sentence begins, « samedi.Info », is a space left out; so only small letters, or capitals throughout. */
function hosts(letter: string, known: readonly string[]): RegExp {
  const labels = String.raw`(?<![\p{L}\p{N}@._-])(?:[${letter}\p{N}-]+\.)+`;
  return new RegExp(String.raw`${labels}(?:${known.join('|')})(?![\p{L}\p{N}@-])${rest}`, 'u');
}

/** Prices, percentages, links and the words of offers: what makes a text look like advertising to a regulator. */
const signs: readonly RegExp[] = [
  new RegExp(`${amount}|${price}|${address}|(?<![\\p{L}\\p{N}])(?:${offer})(?![\\p{L}\\p{N}])`, 'iu'),
  hosts(String.raw`\p{L}`, endings),
  hosts(
    String.raw`\p{Lu}`,
    endings.map((ending) => ending.toUpperCase()),
  ),
];

/**
 * Finds what makes a functional text look promotional; null when nothing does. A warning, never a verdict.
 *
 * @returns The first piece of text that was noticed, as whole words.
 */
export function soundsPromotional(text: string): string | null {
  const plain = text.normalize('NFC');
  const found = signs.map((sign) => sign.exec(plain)).filter((match) => match !== null);
  const [first] = found.sort((a, b) => a.index - b.index || b[0].length - a[0].length);
  return first?.[0] ?? null;
}
