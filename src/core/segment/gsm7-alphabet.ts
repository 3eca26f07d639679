/**
 * The GSM 7-bit default alphabet in the order of its table, septets 0x00 to 0x7F. Position 0x1B is the escape, which
 * is no character: U+FFFF stands in its place. Position 0x09 is capital Ç; the widespread Unicode file GSM0338.TXT
 * has the small ç there, which 3GPP does not.
 *
 * @see 3GPP TS 23.038 v16 §6.2.1
 */
export const basicTable =
  '@£$¥èéùìòÇ\nØø\rÅå' +
  'Δ_ΦΓΛΩΠΨΣΘΞ\uffffÆæßÉ' +
  ' !"#¤%&\'()*+,-./' +
  '0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNO' +
  'PQRSTUVWXYZÄÖÑÜ§' +
  '¿abcdefghijklmno' +
  'pqrstuvwxyzäöñüà';

/**
 * The default extension table: each character is the escape 0x1B and one septet more.
 *
 * @see 3GPP TS 23.038 v16 §6.2.1.1
 */
export const extensionTable = '\f^{}\\[~]|€';

const septetsByCodeUnit = buildCosts();

/**
 * Says what one UTF-16 code unit costs in the GSM 7-bit alphabet.
 *
 * @returns 1 or 2 septets; 0 for what the alphabet does not hold (every half of a surrogate pair included).
 */
export function septetsOf(codeUnit: number): number {
  return septetsByCodeUnit[codeUnit] ?? 0;
}

/** One byte for each of the 65,536 code units: a million texts are counted at the price of an array look-up a letter. */
function buildCosts(): Uint8Array {
  const costs = new Uint8Array(0x10000);
  for (const char of basicTable) costs[char.charCodeAt(0)] = 1;
  costs[0xffff] = 0;
  for (const char of extensionTable) costs[char.charCodeAt(0)] = 2;
  return costs;
}
