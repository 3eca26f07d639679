import { resolve } from 'node:path';
import type { App, Workspace } from '../cli/app.js';
import { invariant, OperatorError } from '../errors.js';
import { readSecretFile } from '../files/secret-file.js';
import { rehearsalFiles } from '../files/workspace.js';
import type { Provider } from '../providers/provider.js';
import { simulator } from '../providers/simulator.js';
import { slidingPace } from '../providers/sliding-pace.js';
import { readCredentials } from '../providers/vonage/credentials.js';
import { aboutCode } from '../providers/vonage/error-codes.js';
import { vonage } from '../providers/vonage/vonage.js';
import { windowGuard } from '../providers/wrap/window-guard.js';
import { storeError } from '../store/sqlite/errors.js';
import { phrase } from '../words/phrase.js';
import type { Clock, World } from '../world.js';

interface ProviderParts {
  readonly world: World;
  readonly workspace: () => Workspace;
}

type ConfiguredProvider = Pick<App, 'provider' | 'rate' | 'inboxSource' | 'checkCredentials'>;

/** The provider that a workspace names: the simulator, or the one by which messages really leave. */
export function configuredProvider({ world, workspace }: ProviderParts): ConfiguredProvider {
  const rateOf = (isRehearsal: boolean, asked: number | null): number => {
    const { config } = workspace();
    const allowed = isRehearsal ? config.simulator.rate : config.provider.rate;
    return asked === null ? allowed : Math.min(asked, allowed);
  };

  const simulated = (campaign: string, clock: Clock): Provider => {
    const { files: at, config } = workspace();
    const { outbox } = rehearsalFiles(at, campaign);
    return onDisk(outbox, simulator(outbox, config.simulator, clock, world.timer));
  };

  const real = (campaign: string, clock: Clock): Provider => {
    if (!workspace().isRehearsing) return openVonage(clock);
    throw new OperatorError(
      'config',
      phrase('provider.realCampaign', { campaign }),
      phrase('provider.realCampaignHint', { campaign }),
    );
  };

  const openVonage = (clock: Clock): Provider => {
    const { config } = workspace();
    const readSecret = (file: string): Buffer =>
      readSecretFile(resolve(world.cwd, file), phrase('provider.secretFileHint'));
    return vonage(config.vonage, readCredentials(world.env, config.vonage, readSecret), clock, world.timer);
  };

  return {
    rate: (asked) => rateOf(workspace().isRehearsing, asked),
    provider(campaign, { isRehearsal, clock }, askedRate) {
      const rate = rateOf(isRehearsal, askedRate);
      const provider = isRehearsal ? simulated(campaign, clock) : real(campaign, clock);
      return { provider: windowGuard(provider, clock), pace: slidingPace(rate, world.timer), rate };
    },
    inboxSource() {
      const { config, isRehearsing } = workspace();
      if (isRehearsing) return { name: config.provider.use, aboutCode: () => null, openRecords: null };
      const openRecords = (): NonNullable<Provider['fetchInbox']> => {
        const { fetchInbox } = openVonage(world.clock);
        invariant(fetchInbox !== undefined, 'this provider keeps records');
        return fetchInbox;
      };
      return { name: config.provider.use, aboutCode, openRecords };
    },
    async checkCredentials() {
      if (workspace().isRehearsing) return null;
      return (await openVonage(world.clock).checkCredentials?.()) ?? null;
    },
  };
}

/** A simulated network is a file: that the disk fails it is no defect of the program. */
function onDisk(file: string, provider: Provider): Provider {
  const told = async <T>(use: () => Promise<T>): Promise<T> => {
    try {
      return await use();
    } catch (error) {
      throw storeError(file, error);
    }
  };
  return {
    ...provider,
    send: (message, departs) => told(() => provider.send(message, departs)),
    collect: () => told(() => provider.collect()),
  };
}
