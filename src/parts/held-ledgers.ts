import type { App, Workspace } from '../cli/app.js';
import { isoInstant } from '../core/schedule/instant.js';
import type { WorkspaceKeys } from '../files/key-file.js';
import { stateFolder } from '../files/state-folder.js';
import type { WorkspaceFiles } from '../files/workspace.js';
import { refuseStanding } from '../flows/ledger-standing.js';
import { checksBy } from '../store/sqlite/checks.js';
import {
  BACKUP_LOCK,
  holdingIfFree,
  holdingLock,
  holdingOnComputer,
  isLockHeld,
  PLAN_LOCK,
  RUN_LOCK,
} from '../store/sqlite/ledger-locks.js';
import type { Ledger, Stamp } from '../store/store.js';
import type { Clock, World } from '../world.js';

interface HoldingParts {
  readonly world: World;
  readonly workspace: () => Workspace;
  readonly stamp: (clock: Clock) => Stamp;
  readonly keysOf: (files: WorkspaceFiles) => WorkspaceKeys;
}

type HeldLedgers = Pick<
  App,
  | 'holdingAll'
  | 'holdingForAdoption'
  | 'holdingBackup'
  | 'isRunHeld'
  | 'holdingRun'
  | 'holdingLedger'
  | 'unlessRunHeld'
  | 'holdingPlan'
  | 'drafting'
  | 'importing'
  | 'recording'
  | 'checking'
>;

/** Submissions a second from which a thread that commits is worth its start: below, disk and network wait for nobody. */
const THREAD_PAYS_FROM = 200;

/** Rows of the log from which a thread that checks is worth its start: a tenth of a second. */
const CHECKER_PAYS_FROM = 20_000;

/**
 * What a command has of a ledger for itself while it works: its locks, and the threads that commit for it or check it.
 */
export function heldLedgers({ world, workspace, stamp, keysOf }: HoldingParts): HeldLedgers {
  const remembersIn = stateFolder(world.env);
  /** What such a thread opens. */
  const startFor = ({ file }: Ledger) => ({
    file,
    ...keysOf(workspace().files),
    appliedAt: isoInstant(world.clock.now()),
    // A rehearsal is a copy on purpose, and remembers nothing.
    stateFolder: file === workspace().files.ledger ? remembersIn : null,
  });
  const holdingAll = <T>({ ledger }: Pick<WorkspaceFiles, 'ledger'>, use: () => Promise<T>): Promise<T> =>
    holdingLock(ledger, BACKUP_LOCK, () => holdingLock(ledger, RUN_LOCK, () => holdingLock(ledger, PLAN_LOCK, use)));
  return {
    holdingAll,
    holdingForAdoption: (ledger, use) =>
      holdingAll({ ledger: ledger.file }, () => holdingOnComputer(ledger, remembersIn, use)),
    holdingBackup: (at, use) => holdingLock(at.ledger, BACKUP_LOCK, use),
    isRunHeld: (ledger) => Promise.resolve(isLockHeld(ledger.file, RUN_LOCK)),
    holdingRun(ledger, use) {
      // One run a workspace, rehearsed or not; and one lock of the campaign's own, which tells whether it is the one.
      const { files: at } = workspace();
      if (ledger.file === at.ledger) {
        return holdingLock(ledger.file, RUN_LOCK, () =>
          sendingFrom(ledger, { remembersIn, stamp: () => stamp(world.clock) }, use),
        );
      }
      return holdingLock(at.ledger, RUN_LOCK, () => holdingLock(ledger.file, RUN_LOCK, use));
    },
    holdingLedger: (ledger, use) => holdingLock(ledger.file, RUN_LOCK, use),
    unlessRunHeld: (ledger, use) => holdingIfFree(ledger.file, RUN_LOCK, use),
    holdingPlan: (ledger, use) => holdingLock(ledger.file, PLAN_LOCK, use),
    async drafting(ledger, use) {
      // Only what plans loads it.
      const { draftThread } = await import('../store/sqlite/draft-thread.js');
      const thread = draftThread(ledger, startFor(ledger));
      return endingAfter(thread, () => use({ ...ledger, ...thread.drafter }));
    },
    async importing(ledger, use) {
      const { consentThread } = await import('../store/sqlite/consent-thread.js');
      const thread = consentThread(ledger, startFor(ledger));
      return endingAfter(thread, () => use({ ...ledger, ...thread.recorder }));
    },
    async recording({ ledger, isRehearsal }, rate, use) {
      if (isRehearsal || rate < THREAD_PAYS_FROM) return use(ledger);
      // Few runs are that fast: the others do not load it.
      const { openRecorder } = await import('../store/sqlite/recorder.js');
      const thread = openRecorder(startFor(ledger));
      return endingAfter(thread, () => use({ ...ledger, ...thread.recorder }));
    },
    async checking(ledger, use) {
      if ((await lengthOfLog(ledger)) < CHECKER_PAYS_FROM) return use(checksBy(ledger));
      const { openChecker } = await import('../store/sqlite/checker.js');
      const thread = openChecker({ file: ledger.file, ...keysOf(workspace().files) }, ledger);
      return endingAfter(thread, () => use(thread.checks));
    },
  };
}

/** Ends a thread once its work is done, or has failed. */
async function endingAfter<T>(thread: { close(): Promise<void> }, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } finally {
    await thread.close();
  }
}

/** One that can not be read is told by whoever walks it. */
async function lengthOfLog(ledger: Ledger): Promise<number> {
  try {
    return (await ledger.auditHead()).seq;
  } catch {
    return 0;
  }
}

/** Nothing leaves from a copy before somebody has adopted it: the original may have texted the same people. */
async function sendingFrom<T>(
  ledger: Ledger,
  { remembersIn, stamp }: { readonly remembersIn: string | null; readonly stamp: () => Stamp },
  use: () => Promise<T>,
): Promise<T> {
  const refuseCopy = async (): Promise<void> => refuseStanding(await ledger.standing(), ledger.file);
  // A copy is named as one, also while another one sends.
  await refuseCopy();
  return holdingOnComputer(ledger, remembersIn, async () => {
    await refuseCopy();
    await ledger.beginRun(stamp());
    try {
      return await use();
    } finally {
      await ledger.endRun();
    }
  });
}
