/**
 * The number that libphonenumber prints as its example of a French mobile, as people and spreadsheets write it; read as
 * a Swiss one it is a landline in Basel. For verdicts on real ranges only, where a number kept for films would not do:
 * `test/example-numbers.test.ts` holds that no such number stands anywhere else.
 */
export const FRENCH_MOBILE = {
  e164: '+33612345678',
  national: '06 12 34 56 78',
  zeroless: '612345678',
  international: '+33 6 12 34 56 78',
  readAsSwiss: '+41 61 234 56 78',
} as const;
