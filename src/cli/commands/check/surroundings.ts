import type { App, Workspace } from '../../app.js';
import { localZone } from '../campaign-options.js';

/** What a judge takes from the workspace, where there is one. */
interface Surroundings {
  readonly country: string;
  /** Who texts; null outside a workspace. */
  readonly sender: string | null;
  /** Numbers kept for films are fit for rehearsals only; outside a workspace every question is about a real provider. */
  readonly allowFictional: boolean;
  readonly chosenProfiles: Workspace['config']['hours'];
  /** The zone in which instants without an offset are read. */
  readonly zone: string;
}

/** @throws OperatorError when the workspace is broken, or when one was named that does not exist. */
export function surroundingsOf(app: App): Surroundings {
  const settings = app.settings();
  if (settings === null) {
    return { country: 'FR', sender: null, allowFictional: false, chosenProfiles: new Map(), zone: app.world.timeZone };
  }
  app.refuseStrayClock();
  const { config, isRehearsing } = settings;
  return {
    country: config.sender.country,
    sender: config.sender.id,
    allowFictional: isRehearsing,
    chosenProfiles: config.hours,
    zone: localZone(app, settings),
  };
}
