import type { Answered } from '../../../core/rights/request.js';
import type { RegisterDeps } from '../../../flows/register-request.js';
import { phrase, type Phrase } from '../../../words/phrase.js';
import type { Ledger } from '../../../store/store.js';
import type { App } from '../../app.js';
import { spokenWarnings, tellWarnings } from '../../report/warnings.js';
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
export function tellRegistered(app: App, { requests: ids }: Answered): void {
  if (ids.length > 0) app.note(app.say(phrase('rights.registered', { ids })));
}

/** {@link tellRegistered}, and warns of those of which nobody noted who asks. @param more Other warnings, told first. */
export function tellAnswered(app: App, answered: Answered, more: readonly Phrase[] = []): void {
  tellRegistered(app, answered);
  tellWarnings(app, [...more, ...unidentifiedWarnings(answered, 'done')]);
}

/** The same in JSON. */
export function answeredRecord(
  app: App,
  answered: Answered,
  more: readonly Phrase[] = [],
): Readonly<Record<string, unknown>> {
  const warnings = [...more, ...unidentifiedWarnings(answered, 'done')];
  return { requests: answered.requests, warnings: spokenWarnings(app, warnings) };
}

/** @param act What is done with the request: see the words. */
export function unidentifiedWarnings(
  { unidentified: ids }: Answered,
  act: 'handed' | 'done' | 'ahead',
): readonly Phrase[] {
  return ids.length > 0 ? [phrase('rights.unidentified', { ids, act })] : [];
}
