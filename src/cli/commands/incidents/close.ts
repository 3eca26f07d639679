import { Command } from 'commander';
import { closeIncident } from '../../../flows/keep-incidents.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { incidentNumber } from './incident-options.js';

export function incidentsCloseCommand(app: () => App, words: HelpWords): Command {
  return new Command('close')
    .description(words('oversight.helpClose'))
    .argument('<id>', words('oversight.argId'))
    .action((id: string) => runIncidentsClose(app(), id));
}

async function runIncidentsClose(app: App, text: string): Promise<void> {
  const id = incidentNumber(text);
  const { clock } = app.world;
  await app.withLedger('write', (ledger) => closeIncident(id, { ledger, clock, actor: app.actor }));
  if (app.globals.json) app.out(JSON.stringify({ type: 'incident_closed', id }));
  else app.out(app.say(phrase('oversight.closed', { id })));
}
