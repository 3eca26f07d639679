import { existsSync } from 'node:fs';
import type { App } from '../cli/app.js';
import { isCampaignName, TEST_NAME } from '../core/campaign/campaign.js';
import { isoInstant } from '../core/schedule/instant.js';
import { OperatorError } from '../errors.js';
import { stateFolder } from '../files/state-folder.js';
import { rehearsalFiles, rehearsalNames } from '../files/workspace.js';
import { openLedger } from '../store/sqlite/ledger.js';
import { removeRehearsal } from '../store/sqlite/ledger-locks.js';
import { refuseNamesake } from '../store/sqlite/rehearsal.js';
import type { Ledger } from '../store/store.js';
import { phrase } from '../words/phrase.js';
import { closing, type LedgerParts, type UseCampaign } from './ledger-parts.js';
import { rehearsing } from './rehearsing.js';

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

/** Opens the ledger, and the copies of it in which campaigns are rehearsed. */
export function campaignLedgers(parts: LedgerParts): CampaignLedgers {
  const { world, given, meansRehearsal, workspace, opening } = parts;
  const { rehearse, rehearseAnew } = rehearsing(parts);
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

  /** `--fresh` takes away the rehearsal of that name alone; one that can not be read may be what is to be got rid of. */
  const refuseFreshNamesake = async (name: string): Promise<void> => {
    const { ledger: file } = rehearsalFiles(workspace().files, name);
    const found = existsSync(file) ? openIfReadable(() => open(file, 'read')) : null;
    if (found === null) return;
    await closing(found, (ledger) => {
      refuseNamesake(ledger, file, name);
      return Promise.resolve();
    });
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
      return closing(open(file, 'read'), (ledger) => {
        refuseNamesake(ledger, file, name);
        return view(ledger, true);
      });
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
      if (fresh) await refuseFreshNamesake(name);
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

function openIfReadable(open: () => Ledger): Ledger | null {
  try {
    return open();
  } catch (error) {
    if (error instanceof OperatorError) return null;
    throw error;
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
