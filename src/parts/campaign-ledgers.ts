import { existsSync } from 'node:fs';
import type { App, CampaignLedger, Workspace } from '../cli/app.js';
import { isCampaignName, TEST_NAME } from '../core/campaign/campaign.js';
import { isoInstant } from '../core/schedule/instant.js';
import { OperatorError } from '../errors.js';
import { stateFolder } from '../files/state-folder.js';
import { rehearsalFiles, rehearsalNames } from '../files/workspace.js';
import { openLedger } from '../store/sqlite/ledger.js';
import { removeRehearsal } from '../store/sqlite/ledger-locks.js';
import { openRehearsal } from '../store/sqlite/rehearsal.js';
import type { Ledger, Stamp } from '../store/store.js';
import { phrase } from '../words/phrase.js';
import { rehearsalClock, type Clock, type World } from '../world.js';
import type { GivenClock } from './given-clock.js';

interface LedgerParts {
  readonly world: World;
  readonly given: GivenClock;
  /** Rehearsals are meant, whatever real campaigns there are. */
  readonly meansRehearsal: boolean;
  readonly workspace: () => Workspace;
  readonly stamp: (clock: Clock) => Stamp;
  /** Runs what opens the ledger with its keys; 75 where another command writes it anew meanwhile. */
  readonly opening: <T>(open: () => T) => T;
}

type CampaignLedgers = Pick<
  App,
  | 'withLedger'
  | 'withCampaign'
  | 'viewCampaign'
  | 'withPlanning'
  | 'isCampaign'
  | 'rehearsedCampaigns'
  | 'unreadableRehearsals'
>;

type UseCampaign<T> = (opened: CampaignLedger) => Promise<T>;

/** Opens the ledger, and the copies of it in which campaigns are rehearsed. */
export function campaignLedgers({
  world,
  given,
  meansRehearsal,
  workspace,
  stamp,
  opening,
}: LedgerParts): CampaignLedgers {
  const appliedNow = (): string => isoInstant(world.clock.now());

  const open = (file: string, mode: 'read' | 'write'): Ledger =>
    opening(() =>
      openLedger(file, workspace().keyring, {
        mode,
        appliedAt: appliedNow(),
        // A rehearsal is a copy on purpose, and remembers nothing.
        stateFolder: file === workspace().files.ledger ? stateFolder(world.env) : null,
      }),
    );

  const openItself: CampaignLedgers['withLedger'] = async (mode, use) =>
    closing(open(workspace().files.ledger, mode), use);

  const isReal = async (name: string): Promise<boolean> =>
    !meansRehearsal && (await openItself('read', (ledger) => isKnown(ledger, name)));

  const openReal = <T>(use: UseCampaign<T>): Promise<T> => {
    const ledger = open(workspace().files.ledger, 'write');
    return closing(ledger, () => use({ ledger, isRehearsal: false, clock: world.clock }));
  };

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

  /** A rehearsal in which nothing came to pass, because the input was no good, leaves no copy of the ledger behind. */
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

  return {
    async withLedger(mode, use) {
      // What is wrong with the workspace is told before what is wrong with the call.
      workspace();
      if (mode === 'write') given.refuseOnLedger();
      else given.refuseByProvider();
      return openItself(mode, use);
    },
    async withCampaign(name, use) {
      refuseOddName(name);
      const { files: at } = workspace();
      if (await isReal(name)) {
        given.refuseForReal();
        return openReal(use);
      }
      if (!existsSync(rehearsalFiles(at, name).ledger)) throw noCampaign(name);
      return rehearse(name, use);
    },
    async viewCampaign(name, use) {
      refuseOddName(name);
      const { files: at } = workspace();
      const view = (ledger: Ledger, isRehearsal: boolean) => use({ ledger, isRehearsal, clock: given.clock() });
      if (await isReal(name)) {
        given.refuseByProvider();
        return openItself('read', (ledger) => view(ledger, false));
      }
      const { ledger: file } = rehearsalFiles(at, name);
      if (!existsSync(file)) throw noCampaign(name);
      return closing(open(file, 'read'), (ledger) => view(ledger, true));
    },
    async withPlanning<T>(name: string, { fresh, keep }: { fresh: boolean; keep: boolean }, use: UseCampaign<T>) {
      refuseOddName(name);
      const { files: at, isRehearsing } = workspace();
      if (!isRehearsing) {
        if (meansRehearsal) {
          throw new OperatorError('usage', phrase('cli.rehearsalIsReal'), phrase('cli.rehearsalIsRealHint'));
        }
        given.refuseForReal();
        if (fresh) throw new OperatorError('usage', phrase('cli.freshIsReal'), phrase('cli.freshIsRealHint'));
        return openReal(use);
      }
      const isNew = fresh || !existsSync(rehearsalFiles(at, name).ledger);
      if (!keep) {
        // A new rehearsal would start from the ledger as it is: to look at it, no copy is needed.
        const look = (ledger: Ledger): Promise<T> => use({ ledger, isRehearsal: true, clock: given.clock() });
        return isNew ? openItself('read', look) : rehearse(name, use, false);
      }
      if (fresh) removeRehearsal(rehearsalFiles(at, name));
      return isNew ? rehearseAnew(name, use) : rehearse(name, use);
    },
    async isCampaign(name) {
      const { files: at } = workspace();
      const has = async (ledger: Ledger): Promise<boolean> => (await ledger.findCampaign(name)) !== null;
      if (!meansRehearsal && (await openItself('read', has))) return true;
      return existsSync(rehearsalFiles(at, name).ledger) && rehearse(name, ({ ledger }) => has(ledger));
    },
    rehearsedCampaigns: () => rehearsalNames(workspace().files),
    async unreadableRehearsals() {
      const { files: at } = workspace();
      const unreadable: string[] = [];
      for (const name of rehearsalNames(at)) {
        try {
          await closing(open(rehearsalFiles(at, name).ledger, 'read'), (ledger) => ledger.auditHead());
        } catch (error) {
          if (!(error instanceof OperatorError) || error.kind === 'notNow') throw error;
          unreadable.push(name);
        }
      }
      return unreadable;
    },
  };
}

/** Tests by a real provider are in the ledger's own log, and no campaign. */
async function isKnown(ledger: Ledger, name: string): Promise<boolean> {
  if (name === TEST_NAME) return [...ledger.auditRows({ campaign: name, limit: 1 })].length > 0;
  return (await ledger.findCampaign(name)) !== null;
}

export async function closing<T>(ledger: Ledger, use: (ledger: Ledger) => Promise<T>): Promise<T> {
  try {
    return await use(ledger);
  } finally {
    ledger.close();
  }
}

/** Takes a rehearsal away unless someone else works in it. The error that led here is the one to tell. */
function discard(paths: { readonly ledger: string; readonly outbox: string }): void {
  try {
    removeRehearsal(paths);
  } catch {
    return;
  }
}

/** A campaign's name is part of a file's name: nothing else may come between. */
function refuseOddName(name: string): void {
  if (isCampaignName(name)) return;
  throw new OperatorError(
    'usage',
    phrase('report.badName', { campaign: name.slice(0, 80) }),
    phrase('report.badNameHint'),
  );
}

function noCampaign(campaign: string): OperatorError {
  return new OperatorError('noInput', phrase('cli.noCampaign', { campaign }), phrase('cli.noCampaignHint'));
}
