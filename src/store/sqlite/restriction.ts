import type { E164 } from '../../core/contact/phone-number.js';
import type { Stamp } from '../store.js';
import { stamped, type Append } from './audit.js';
import type { Context } from './context.js';
import { AMONG_PRINTS, printsOf } from './prints.js';

/** Restricts what may be done with a person's data, or lifts it, inside the transaction that is under way. */
export interface Restrictions {
  isRestricted(number: E164): boolean;
  /** False when it stands so already. */
  set(number: E164, kind: 'restricted' | 'lifted', stamp: Stamp): boolean;
}

export function restrictions({ db, keyring }: Pick<Context, 'db' | 'keyring'>, append: Append): Restrictions {
  const last = db.prepare<[string], { kind: string }>(
    `SELECT kind FROM restriction WHERE fingerprint ${AMONG_PRINTS} ORDER BY seq DESC LIMIT 1`,
  );
  const insert = db.prepare<[Buffer, string, string, string]>(
    'INSERT INTO restriction (fingerprint, kind, at, operator) VALUES (?, ?, ?, ?)',
  );
  const isRestricted = (number: E164): boolean => last.get(printsOf(keyring, number))?.kind === 'restricted';

  return {
    isRestricted,
    set(number, kind, stamp) {
      if (isRestricted(number) === (kind === 'restricted')) return false;
      const fingerprint = keyring.fingerprint(number);
      const { at, operator } = stamped(stamp);
      insert.run(fingerprint, kind, at, operator);
      const event = kind === 'restricted' ? 'restricted' : 'restriction_lifted';
      append({ kind: event, subject: fingerprint }, stamp);
      return true;
    },
  };
}
