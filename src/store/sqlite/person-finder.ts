import { fingerprintsOf } from '../../core/contact/keyring.js';
import type { E164 } from '../../core/contact/phone-number.js';
import type { ErasedPrint } from '../erasure-store.js';
import type { Context } from './context.js';
import type { WhoseRows } from './holder.js';
import { hexOf, isAmongPrints, printsOf } from './prints.js';

/** Who a number is, under the key in use and those before it, and which numbers they had before. */
export interface PersonFinder {
  /** Undefined: nobody whom the ledger knows. */
  find(number: E164): { readonly id: number; readonly erasedAt: string | null } | undefined;
  /** By which rows are known that are theirs, and nobody's who had, or has, one of their numbers at another time. */
  whose(number: E164): WhoseRows;
  formerPrintsOf(number: E164): readonly Buffer[];
  /** Under every key that was in use while they had one of their numbers: a backup of that time knows them by it. */
  everyPrintOf(number: E164): readonly ErasedPrint[];
  /** Whether a number that somebody had before belongs to another person now, who agreed to something themselves. */
  isSomeoneElses(former: Buffer, number: E164 | null): boolean;
}

export function personFinder({ db, keyring }: Pick<Context, 'db' | 'keyring'>): PersonFinder {
  const byPrint = db.prepare<[string], { id: number; erasedAt: string | null }>(
    `SELECT id, erased_at AS erasedAt FROM subject WHERE ${isAmongPrints()}`,
  );
  const formerOf = db.prepare<[number | null], { fingerprint: Buffer }>(
    'SELECT fingerprint FROM former_number WHERE subject_id = ?',
  );
  const exchangedOf = db.prepare<[number | null], { fingerprint: Buffer }>(
    'SELECT fingerprint FROM former_fingerprint WHERE subject_id = ?',
  );
  const agreed = db.prepare<[], { phone: E164 }>(
    `SELECT phone FROM subject WHERE phone IS NOT NULL
       AND EXISTS (SELECT 1 FROM consent_event WHERE subject_id = subject.id AND consent_event.kind = 'given')`,
  );
  const find: PersonFinder['find'] = (number) => byPrint.get(printsOf(keyring, number));
  const formerPrintsOf = (number: E164): readonly Buffer[] =>
    formerOf.all(find(number)?.id ?? null).map(({ fingerprint }) => fingerprint);
  return {
    find,
    whose: (number) => ({
      id: find(number)?.id ?? null,
      own: printsOf(keyring, number),
      former: hexOf(formerPrintsOf(number)),
    }),
    formerPrintsOf,
    everyPrintOf(number) {
      const exchanged = exchangedOf.all(find(number)?.id ?? null).map(({ fingerprint }) => fingerprint);
      const own = [...fingerprintsOf(keyring, number), ...exchanged];
      const former = formerPrintsOf(number).filter((print) => !own.some((one) => one.equals(print)));
      const told = (isFormer: boolean) => (fingerprint: Buffer) =>
        [fingerprint.toString('hex'), { fingerprint, isFormer }] as const;
      return [...new Map([...own.map(told(false)), ...former.map(told(true))]).values()];
    },
    isSomeoneElses(former, number) {
      for (const { phone } of agreed.iterate()) {
        if (phone !== number && fingerprintsOf(keyring, phone).some((print) => print.equals(former))) return true;
      }
      return false;
    },
  };
}
