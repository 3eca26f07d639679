import { Command, Option } from 'commander';
import { consentMethods } from '../../../core/consent/consent-event.js';
import { legalBases } from '../../../core/consent/purpose.js';
import { maskPhoneNumber } from '../../../core/contact/phone-number.js';
import { recordConsent } from '../../../flows/record-consent.js';
import { readWording } from '../../../flows/wording-text.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { localZone } from '../campaign-options.js';
import { dayOption, dayPlace, neededPurpose } from '../ledger-options.js';

export interface ConsentAddOptions {
  readonly purpose?: string;
  readonly basis: string;
  readonly method: string;
  readonly givenAt: string;
  readonly wording?: string;
  readonly source?: string;
  readonly evidence?: string;
  readonly ip?: string;
  readonly collectedBy?: string;
  readonly campaign?: string;
  readonly validUntil?: string;
}

export function consentAddCommand(app: () => App, words: HelpWords): Command {
  const mandatory = (flags: string, description: string, choices: readonly string[]): Option =>
    new Option(flags, description).choices(choices).makeOptionMandatory();
  return new Command('add')
    .description(words('consent.helpAdd'))
    .argument('<number>', words('consent.helpNumber'))
    .option('--purpose <purpose>', words('consent.helpOnePurpose'))
    .addOption(mandatory('--basis <basis>', words('consent.helpOneBasis'), legalBases))
    .requiredOption('--given-at <date>', words('consent.helpOneGivenAt'))
    .addOption(mandatory('--method <method>', words('consent.helpOneMethod'), consentMethods))
    .option('--wording <text>', words('consent.helpWording'))
    .option('--source <source>', words('consent.helpSource'))
    .option('--evidence <reference>', words('consent.helpEvidence'))
    .option('--ip <address>', words('consent.helpIp'))
    .option('--collected-by <name>', words('consent.helpCollectedBy'))
    .option('--campaign <name>', words('consent.helpCampaign'))
    .option('--valid-until <date>', words('consent.helpValidUntil'))
    .action((number: string, options: ConsentAddOptions) => runConsentAdd(app(), number, options));
}

export async function runConsentAdd(app: App, text: string, options: ConsentAddOptions): Promise<void> {
  const workspace = app.workspace();
  const { config, isRehearsing } = workspace;
  const place = dayPlace(app, workspace);
  dayOption('--given-at', options.givenAt, place);
  dayOption('--valid-until', options.validUntil, place);
  const purpose = await neededPurpose(app, workspace, options.purpose);
  const said = {
    purpose: purpose.name,
    basis: options.basis,
    given_at: options.givenAt,
    method: options.method,
    wording: await readWording(options.wording ?? ''),
    source: options.source ?? '',
    evidence: options.evidence ?? '',
    ip: options.ip ?? '',
    collected_by: options.collectedBy ?? '',
    campaign: options.campaign ?? '',
    valid_until: options.validUntil ?? '',
  };
  const rules = {
    purposes: config.purposes,
    defaultCountry: config.sender.country,
    allowFictional: isRehearsing,
    now: app.world.clock.now(),
    zone: localZone(app, workspace),
  };
  const { clock } = app.world;
  const { number, event, verdict } = await app.withLedger('write', (ledger) =>
    recordConsent(text, said, rules, { ledger, clock, actor: app.actor }),
  );
  const shown = { number: maskPhoneNumber(number), purpose: event.purpose };
  if (app.globals.json) app.out(JSON.stringify({ type: 'consent_add', ...shown, verdict, proof: event.proof }));
  else app.out(app.say(phrase(verdict === 'recorded' ? 'consent.added' : 'consent.addedBefore', shown)));
}
