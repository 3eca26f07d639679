import { DateTime } from 'luxon';
import type { GlobalOptions } from '../cli/app.js';
import { OperatorError } from '../errors.js';
import { phrase } from '../words/phrase.js';
import { rehearsalClock, type Clock, type World } from '../world.js';

/** The clock that `--clock` names, and the commands that may not have one. */
export interface GivenClock {
  /** The system's where none was given. */
  clock(): Clock;
  readonly isGiven: boolean;
  /** @throws OperatorError usage (64) for what is no instant. */
  refuseOdd(): void;
  /** @throws OperatorError usage (64) where one was given to a command that works on the ledger itself. */
  refuseOnLedger(): void;
  /** @throws OperatorError usage (64) where one was given for a real campaign. */
  refuseForReal(): void;
}

/** @param zone Where an instant without an offset is local: where the sender is. */
export function givenClock(
  world: Pick<World, 'clock' | 'timer'>,
  { clock: text }: GlobalOptions,
  zone: () => string,
): GivenClock {
  const refuse = (problem: 'cli.clockOnLedger' | 'cli.clockNotRehearsal'): void => {
    if (text !== undefined) throw new OperatorError('usage', phrase(problem), phrase('cli.clockOnLedgerHint'));
  };
  return {
    clock: () => (text === undefined ? world.clock : rehearsalClock(parseClock(text, zone()), world.timer)),
    isGiven: text !== undefined,
    refuseOdd() {
      if (text !== undefined) parseClock(text, 'utc');
    },
    refuseOnLedger: () => refuse('cli.clockOnLedger'),
    refuseForReal: () => refuse('cli.clockNotRehearsal'),
  };
}

/** Years in which the rules of this program mean anything; a clock beyond them is a slip of the pen. */
const CLOCK_YEARS = { first: 1970, last: 2199 } as const;

function parseClock(text: string, zone: string): DateTime {
  const at = DateTime.fromISO(text, { zone });
  const isMeant = at.year >= CLOCK_YEARS.first && at.year <= CLOCK_YEARS.last;
  if (at.isValid && isMeant && /[Tt]/.test(text)) return at.toUTC();
  throw new OperatorError(
    'usage',
    phrase('cli.badInstant', { option: '--clock', value: text }),
    phrase('cli.badInstantHint'),
  );
}
