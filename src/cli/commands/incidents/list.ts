import { Command } from 'commander';
import { instantOf, isoInstant } from '../../../core/schedule/instant.js';
import { listIncidents, type JudgedIncident } from '../../../flows/keep-incidents.js';
import { phrase, type Phrase } from '../../../words/phrase.js';
import { printable } from '../../../words/printable.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { localZone } from '../campaign-options.js';

export function incidentsListCommand(app: () => App, words: HelpWords): Command {
  return new Command('list')
    .description(words('oversight.helpList'))
    .option('--all', words('oversight.helpAll'))
    .action((options: { readonly all?: true }) => runIncidentsList(app(), options.all === true));
}

async function runIncidentsList(app: App, all: boolean): Promise<void> {
  const incidents = await app.withLedger('read', (ledger) => listIncidents(all, { ledger, clock: app.world.clock }));
  if (app.globals.json) {
    for (const { authorityDeadline, ...incident } of incidents) {
      app.out(JSON.stringify({ type: 'incident', ...incident, authorityDeadline: isoInstant(authorityDeadline) }));
    }
    return;
  }
  if (incidents.length === 0) app.note(app.say(phrase('oversight.noIncidents', { all })));
  const zone = localZone(app, app.workspace());
  for (const incident of incidents) for (const line of linesOf(app, incident, zone)) app.out(line);
  if (incidents.some(({ duties }) => duties.length > 0)) app.note(app.say(phrase('oversight.sources')));
}

function linesOf(app: App, incident: JudgedIncident, zone: string): readonly string[] {
  const { id, what, whose, people, measures, risk, duties, authorityDeadline } = incident;
  const at = (instant: string): ReturnType<typeof instantOf> => instantOf(instant);
  const told: readonly (Phrase | null)[] = [
    phrase('oversight.known', { at: at(incident.knownAt), zone, risk }),
    whose === null && people === null ? null : phrase('oversight.whose', { whose: printed(whose), people }),
    measures === null ? null : phrase('oversight.measures', { text: printed(measures) }),
    incident.authorityToldAt === null
      ? null
      : phrase('oversight.authorityTold', { at: at(incident.authorityToldAt), zone }),
    incident.peopleToldAt === null ? null : phrase('oversight.peopleTold', { at: at(incident.peopleToldAt), zone }),
    incident.notToldBecause === null ? null : phrase('oversight.notTold', { text: printed(incident.notToldBecause) }),
    duties.length === 0
      ? null
      : phrase('oversight.duties', { duties, deadline: authorityDeadline, isLate: incident.late, zone }),
    incident.closedAt === null ? null : phrase('oversight.closedOn', { at: at(incident.closedAt), zone }),
  ];
  return [`${id}  ${printed(what)}`, ...told.flatMap((words) => (words === null ? [] : [`   ${app.say(words)}`]))];
}

/** One line, and nothing that a terminal would obey. */
function printed(text: string | null): string {
  return printable(text ?? '').replace(/\s*\n\s*/g, ' / ');
}
