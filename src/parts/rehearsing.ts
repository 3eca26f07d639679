import { rehearsalFiles } from '../files/workspace.js';
import { removeRehearsal } from '../store/sqlite/ledger-locks.js';
import { openRehearsal } from '../store/sqlite/rehearsal.js';
import { rehearsalClock } from '../world.js';
import { closing, type LedgerParts, type UseCampaign } from './ledger-parts.js';

interface Rehearsing {
  /**
   * Works in a rehearsal, which is made where there is none.
   *
   * @param keepsClock False: the clock of this command is not the one that the rehearsal goes on under.
   */
  rehearse<T>(name: string, use: UseCampaign<T>, keepsClock?: boolean): Promise<T>;
  /** A rehearsal in which nothing came to pass, because the input was no good, leaves no copy of the ledger behind. */
  rehearseAnew<T>(name: string, use: UseCampaign<T>): Promise<T>;
}

/** Opens the copies of the ledger in which campaigns are rehearsed. */
export function rehearsing({ world, given, workspace, stamp, opening }: LedgerParts): Rehearsing {
  /** A rehearsal under `--clock` goes on under that clock in later commands, until another one is given. */
  const rehearse = <T>(name: string, use: UseCampaign<T>, keepsClock = true): Promise<T> => {
    const { files: at } = workspace();
    const paths = { ledger: at.ledger, rehearsal: rehearsalFiles(at, name).ledger };
    const first = given.clock();
    const ledger = opening(() => openRehearsal(paths, name, workspace().keyring, stamp(first)));
    const clock =
      given.isGiven || ledger.clockOffsetMs === null
        ? first
        : rehearsalClock(world.clock.now().plus(ledger.clockOffsetMs), world.timer);
    return closing(ledger, async () => {
      try {
        return await use({ ledger, isRehearsal: true, clock });
      } finally {
        if (keepsClock && clock !== world.clock) {
          await ledger.setClockOffset(clock.now().diff(world.clock.now()).toMillis());
        }
      }
    });
  };

  const rehearseAnew = async <T>(name: string, use: UseCampaign<T>): Promise<T> => {
    const made = { isBlank: false };
    try {
      return await rehearse(name, async (opened) => {
        const before = await opened.ledger.auditHead();
        try {
          return await use(opened);
        } catch (error) {
          made.isBlank = await opened.ledger.auditHead().then(
            ({ seq }) => seq === before.seq,
            () => true,
          );
          throw error;
        }
      });
    } catch (error) {
      if (made.isBlank) discard(rehearsalFiles(workspace().files, name));
      throw error;
    }
  };

  return { rehearse, rehearseAnew };
}

/** Takes a rehearsal away unless someone else works in it. The error that led here is the one to tell. */
function discard(paths: { readonly ledger: string; readonly outbox: string }): void {
  try {
    removeRehearsal(paths);
  } catch {
    return;
  }
}
