import type { E164 } from '../../core/contact/phone-number.js';
import { NOTHING_ANSWERED, type RequestKind } from '../../core/rights/request.js';
import { suppressionScope } from '../../core/suppression/suppression.js';
import type { ExerciseDays } from '../request-store.js';
import type { ExercisedVerdict, RightsStore } from '../rights-store.js';
import type { Stamp } from '../store.js';
import type { Append } from './audit.js';
import type { Context } from './context.js';
import { ownRecordReader } from './own-record.js';
import { personFinder } from './person-finder.js';
import { rectifier } from './rectification.js';
import type { Register } from './register.js';
import { restrictions } from './restriction.js';
import type { IntentSkipper } from './skip.js';
import { suppressionRecorder } from './suppression.js';

/** What people may ask for: to see what is kept of them, to have it corrected, to have it left alone. */
export function rightsStore(context: Context, append: Append, skip: IntentSkipper, register: Register): RightsStore {
  const { transact } = context;
  const person = personFinder(context);
  const restricted = restrictions(context, append);
  const rectify = rectifier(context, append, skip, person, restricted);
  const suppress = suppressionRecorder(context, append);

  /** What `act` does for a person, if it does anything, with its entry in the register. */
  const exercised = (
    kind: RequestKind,
    number: E164,
    days: ExerciseDays,
    stamp: Stamp,
    act: () => boolean,
  ): ExercisedVerdict =>
    act()
      ? { verdict: 'recorded', answered: register.noteExercised(kind, number, days, stamp) }
      : { verdict: 'unchanged', answered: NOTHING_ANSWERED };

  return {
    ...ownRecordReader(context, person),
    rectifySubject: (from, to, days, stamp) =>
      transact(() => {
        const result = rectify(from, to, stamp);
        if (result.kind !== 'rectified') return result;
        return { ...result, answered: register.noteExercised('rectify', to, days, stamp) };
      }),
    setRestriction: (number, kind, days, stamp) =>
      transact(() => {
        const set = (): boolean => restricted.set(number, kind, stamp);
        if (kind === 'restricted') return exercised('restrict', number, days, stamp, set);
        return { verdict: set() ? 'recorded' : 'unchanged', answered: NOTHING_ANSWERED };
      }),
    recordObjection: (number, days, stamp) =>
      transact(() =>
        exercised('object', number, days, stamp, () => {
          const scope = suppressionScope('objection', null);
          const entry = { number, reason: 'objection', scope, at: stamp.at, source: null } as const;
          return suppress(entry, stamp) === 'recorded';
        }),
      ),
  };
}
