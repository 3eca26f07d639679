import { parsePhoneNumber } from '../contact/phone-number.js';

/** A day in front, as people date what they send: more digits may follow, and make no number of it. */
const DATED = /^(?:19|20)\d\d[._-]?(?:0\d|1[0-2])[._-]?(?:[0-2]\d|3[01])/;

/**
 * Whether a campaign's name holds a telephone number. The log keeps names in clear and is never erased, so none may.
 *
 * @param country How national forms are read.
 */
export function hasNumberInName(name: string, country: string): boolean {
  const runs = name.match(/\d(?:[._-]?\d){7,}/g) ?? [];
  return runs.some((run) => {
    const digits = run.replace(/\D/g, '');
    if (DATED.test(run)) return false;
    return [digits, `+${digits}`].some(
      (text) => parsePhoneNumber(text, country, { allowFictional: true }).e164 !== null,
    );
  });
}
