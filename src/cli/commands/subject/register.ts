import type { RegisterDeps } from '../../../flows/register-request.js';
import { phrase } from '../../../words/phrase.js';
import type { Ledger } from '../../../store/store.js';
import type { App } from '../../app.js';
import { localZone } from '../campaign-options.js';

/** What the register of requests is kept with: the organisation's own days and holidays. */
export function registerDeps(app: App, ledger: Ledger): RegisterDeps {
  const workspace = app.workspace();
  return {
    ledger,
    actor: app.actor,
    clock: app.world.clock,
    holidayBook: () => app.holidayBook(),
    country: workspace.config.sender.country,
    zone: localZone(app, workspace),
  };
}

/** Says which entries of the register were answered on the way. */
export function tellRegistered(app: App, ids: readonly number[]): void {
  if (ids.length > 0) app.note(app.say(phrase('rights.registered', { ids })));
}
