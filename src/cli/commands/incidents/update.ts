import { Command } from 'commander';
import { updateIncident } from '../../../flows/keep-incidents.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { localZone } from '../campaign-options.js';
import { neededText } from '../needed-text.js';
import { addIncidentOptions, incidentChange, incidentNumber, type IncidentOptions } from './incident-options.js';

interface UpdateOptions extends IncidentOptions {
  readonly what?: string;
}

export function incidentsUpdateCommand(app: () => App, words: HelpWords): Command {
  const command = new Command('update')
    .description(words('oversight.helpUpdate'))
    .argument('<id>', words('oversight.argId'))
    .option('--what <text>', words('oversight.argWhat'));
  return addIncidentOptions(command, words).action((id: string, options: UpdateOptions) =>
    runIncidentsUpdate(app(), id, options),
  );
}

async function runIncidentsUpdate(app: App, text: string, options: UpdateOptions): Promise<void> {
  const id = incidentNumber(text);
  const { what } = options;
  const change = {
    ...incidentChange(app, options),
    ...(what === undefined ? {} : { what: neededText('--what', what) }),
  };
  const { clock } = app.world;
  const zone = localZone(app, app.workspace());
  await app.withLedger('write', (ledger) => updateIncident(id, change, { ledger, clock, actor: app.actor, zone }));
  if (app.globals.json) app.out(JSON.stringify({ type: 'incident_updated', id }));
  else app.out(app.say(phrase('oversight.updated', { id })));
}
