import { Option, type Command } from 'commander';
import { incidentRisks, type IncidentRisk } from '../../../core/incident/incident.js';
import { OperatorError } from '../../../errors.js';
import type { IncidentChange } from '../../../flows/keep-incidents.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { countOption, instantOption, localZone } from '../campaign-options.js';
import { neededText } from '../needed-text.js';

/** What can be told of an incident, at once or later. */
export interface IncidentOptions {
  readonly knownAt?: string;
  readonly whose?: string;
  readonly people?: string;
  readonly measures?: string;
  readonly risk?: IncidentRisk;
  readonly authorityToldAt?: string;
  readonly peopleToldAt?: string;
  readonly notToldBecause?: string;
}

export function addIncidentOptions(command: Command, words: HelpWords): Command {
  return command
    .option('--known-at <instant>', words('oversight.helpKnownAt'))
    .option('--whose <text>', words('oversight.helpWhose'))
    .option('--people <count>', words('oversight.helpPeople'))
    .option('--measures <text>', words('oversight.helpMeasures'))
    .addOption(new Option('--risk <risk>', words('oversight.helpRisk')).choices(incidentRisks))
    .option('--authority-told-at <instant>', words('oversight.helpAuthorityToldAt'))
    .option('--people-told-at <instant>', words('oversight.helpPeopleToldAt'))
    .option('--not-told-because <text>', words('oversight.helpNotToldBecause'));
}

export function incidentChange(app: App, options: IncidentOptions): IncidentChange {
  const zone = localZone(app, app.workspace());
  const { whose, measures, risk, notToldBecause } = options;
  return {
    knownAt: instantOption('--known-at', options.knownAt, zone),
    people: countOption('--people', options.people, 0),
    authorityToldAt: instantOption('--authority-told-at', options.authorityToldAt, zone),
    peopleToldAt: instantOption('--people-told-at', options.peopleToldAt, zone),
    ...(whose === undefined ? {} : { whose: neededText('--whose', whose) }),
    ...(measures === undefined ? {} : { measures: neededText('--measures', measures) }),
    ...(risk === undefined ? {} : { risk }),
    ...(notToldBecause === undefined ? {} : { notToldBecause: neededText('--not-told-because', notToldBecause) }),
  };
}

/** The number of an incident. @throws OperatorError usage (64) */
export function incidentNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new OperatorError(
    'usage',
    phrase('oversight.badId', { id: text.slice(0, 20) }),
    phrase('oversight.noIncidentHint'),
  );
}
