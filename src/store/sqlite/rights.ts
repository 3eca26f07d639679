import type { RightsStore } from '../rights-store.js';
import type { Append } from './audit.js';
import type { Context } from './context.js';
import { ownRecordReader } from './own-record.js';
import { personFinder } from './person-finder.js';
import { rectifier } from './rectification.js';
import { restrictions } from './restriction.js';
import type { IntentSkipper } from './skip.js';

/** What people may ask for: to see what is kept of them, to have it corrected, to have it left alone. */
export function rightsStore(context: Context, append: Append, skip: IntentSkipper): RightsStore {
  const { transact } = context;
  const person = personFinder(context);
  const restricted = restrictions(context, append);
  const rectify = rectifier(context, append, skip, person, restricted);

  return {
    ...ownRecordReader(context, person),
    rectifySubject: (from, to, stamp) => transact(() => rectify(from, to, stamp)),
    setRestriction: (number, kind, stamp) =>
      transact(() => (restricted.set(number, kind, stamp) ? 'recorded' : 'unchanged')),
  };
}
