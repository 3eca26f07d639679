import { Command } from 'commander';
import { authorityDeadline, isLate } from '../../../core/incident/incident.js';
import { isoInstant } from '../../../core/schedule/instant.js';
import { invariant } from '../../../errors.js';
import { addIncident } from '../../../flows/keep-incidents.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { localZone } from '../campaign-options.js';
import { neededText } from '../needed-text.js';
import { addIncidentOptions, incidentChange, type IncidentOptions } from './incident-options.js';

export function incidentsAddCommand(app: () => App, words: HelpWords): Command {
  const command = new Command('add')
    .description(words('oversight.helpAdd'))
    .argument('<what>', words('oversight.argWhat'));
  return addIncidentOptions(command, words).action((what: string, options: IncidentOptions) =>
    runIncidentsAdd(app(), what, options),
  );
}

async function runIncidentsAdd(app: App, text: string, options: IncidentOptions): Promise<void> {
  const change = { ...incidentChange(app, options), what: neededText('WHAT', text) };
  const { clock } = app.world;
  const zone = localZone(app, app.workspace());
  const incident = await app.withLedger('write', async (ledger) => {
    const id = await addIncident(change, { ledger, clock, actor: app.actor, zone });
    return (await ledger.incidents()).find((one) => one.id === id);
  });
  invariant(incident !== undefined, 'an incident that was entered is there');
  const deadline = authorityDeadline(incident);
  const late = isLate(incident, clock.now());
  if (app.globals.json) {
    const { id, risk, knownAt } = incident;
    app.out(JSON.stringify({ type: 'incident', id, risk, knownAt, authorityDeadline: isoInstant(deadline), late }));
    return;
  }
  const { id, risk } = incident;
  app.out(app.say(phrase('oversight.added', { id, risk, deadline, isLate: late, zone })));
}
