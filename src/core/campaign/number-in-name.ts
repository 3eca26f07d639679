import { parsePhoneNumber } from '../contact/phone-number.js';

/** A day in front, as people date what they send: more digits may follow, and make no number of it. */
const DATED = /^(?:19|20)\d\d[._-]?(?:0\d|1[0-2])[._-]?(?:[0-2]\d|3[01])/;

/** As people write one: with its zero, in one piece or in pairs, or whole with its country. Other digits count something. */
const WRITTEN = /(?<!\d|\d[._-])(?:0\d{8,14}|0\d(?:[._-]\d\d){4}|[1-9]\d{10,14})(?![._-]?\d)/g;

/**
 * Whether a campaign's name holds a telephone number. The log keeps names in clear and is never erased, so none may.
 *
 * @param country How national forms are read.
 */
export function hasNumberInName(name: string, country: string): boolean {
  return (name.match(WRITTEN) ?? []).some((run) => {
    const digits = run.replace(/\D/g, '');
    if (DATED.test(run)) return false;
    const text = digits.startsWith('0') ? digits : `+${digits}`;
    return parsePhoneNumber(text, country, { allowFictional: true }).e164 !== null;
  });
}
