import type { DateTime } from 'luxon';
import type { GlobalOptions } from '../cli/app.js';
import { givenInstant } from '../cli/given-instant.js';
import { OperatorError } from '../errors.js';
import { phrase, type PhraseKey } from '../words/phrase.js';
import { rehearsalClock, type Clock, type World } from '../world.js';

/**
 * The clock that `--clock` names, and who may not have one. The whole rule: a rehearsal begins anew at that instant; whoever
 * writes the ledger itself, works on a real campaign, reads the ledger of a real provider, or examines the machine, is
 * refused; whoever reads otherwise reads as if it were then.
 */
export interface GivenClock {
  /** One for the whole command, that never goes back in it; the system's where none was given. */
  clock(): Clock;
  /** The same, made when it is first looked at. */
  readonly reading: Clock;
  readonly isGiven: boolean;
  /** @throws OperatorError usage (64) for what is no instant. */
  refuseOdd(): void;
  /** @throws OperatorError usage (64) where one was given to a command that works on the ledger itself. */
  refuseOnLedger(): void;
  /** @throws OperatorError usage (64) where one was given for a real campaign. */
  refuseForReal(): void;
  /** @throws OperatorError usage (64) where one was given to a command that looks at the machine as it is. */
  refuseOnMachine(): void;
  /** @throws OperatorError usage (64) where one was given, the provider is a real one, and no rehearsal was asked for. */
  refuseByProvider(): void;
}

/** What a clock depends on; both are known once the workspace is. */
interface ClockPlace {
  /** Where an instant without an offset is local: where the sender is. */
  readonly zone: () => string;
  /** Whether the provider of the workspace is the simulator; also where there is no workspace. */
  readonly isRehearsing: () => boolean;
}

export function givenClock(
  world: Pick<World, 'clock' | 'timer'>,
  { clock: text, rehearsal }: Pick<GlobalOptions, 'clock' | 'rehearsal'>,
  { zone, isRehearsing }: ClockPlace,
): GivenClock {
  const refuse = (
    problem: Extract<PhraseKey, `cli.clock${'OnLedger' | 'OnMachine' | 'NotRehearsal' | 'ByProvider'}`>,
  ): void => {
    if (text !== undefined) throw new OperatorError('usage', phrase(problem), phrase('cli.clockOnLedgerHint'));
  };
  let running: Clock | null = null;
  const clock = (): Clock =>
    (running ??= text === undefined ? world.clock : rehearsalClock(parseClock(text, zone()), world.timer));
  return {
    clock,
    reading: {
      now: () => clock().now(),
      sleepUntil: (instant, signal) => clock().sleepUntil(instant, signal),
    },
    isGiven: text !== undefined,
    refuseOdd() {
      if (text !== undefined) parseClock(text, 'utc');
    },
    refuseOnLedger: () => refuse('cli.clockOnLedger'),
    refuseOnMachine: () => refuse('cli.clockOnMachine'),
    refuseForReal: () => refuse('cli.clockNotRehearsal'),
    refuseByProvider() {
      if (text !== undefined && rehearsal !== true && !isRehearsing()) refuse('cli.clockByProvider');
    },
  };
}

/** Years in which the rules of this program mean anything; a clock beyond them is a slip of the pen. */
const CLOCK_YEARS = { first: 1970, last: 2199 } as const;

function parseClock(text: string, zone: string): DateTime {
  const at = givenInstant('--clock', text, zone);
  if (at.year >= CLOCK_YEARS.first && at.year <= CLOCK_YEARS.last) return at;
  throw new OperatorError(
    'usage',
    phrase('cli.badInstant', { option: '--clock', value: text }),
    phrase('cli.badInstantHint'),
  );
}
