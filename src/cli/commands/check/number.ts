import { Command } from 'commander';
import {
  formatPhoneNumber,
  parsePhoneNumber,
  type NumberReading,
  type NumberRejectReason,
} from '../../../core/contact/phone-number.js';
import { countryNamed } from '../../../flows/hours-question.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { surroundingsOf } from './surroundings.js';

export function checkNumberCommand(app: () => App, words: HelpWords): Command {
  return new Command('number')
    .description(words('check.helpNumber'))
    .argument('<number>', words('check.helpNumberArgument'))
    .option('--country <code>', words('check.helpNumberCountry'))
    .action((text: string, options: { readonly country?: string }) => runCheckNumber(app(), text, options));
}

function runCheckNumber(app: App, text: string, options: { readonly country?: string }): void {
  const { country, allowFictional } = surroundingsOf(app);
  const readIn = options.country === undefined ? country : countryNamed(options.country);
  const reading = parsePhoneNumber(text, readIn, { allowFictional });
  if (app.globals.json) app.out(JSON.stringify(documentOf(reading)));
  else show(app, reading);
}

function documentOf(reading: NumberReading): Record<string, unknown> {
  const { outcome, e164, country, type, warnings } = reading;
  const { reason, hint } = reading.outcome === 'reject' ? reading : { reason: null, hint: null };
  return { outcome, e164, reason, country, type, warnings, hint };
}

/** Refusals that another country's plan might not share. */
const dependsOnPlan: Readonly<Partial<Record<NumberRejectReason, true>>> = {
  'short-code': true,
  'invalid-length': true,
  unassigned: true,
  invalid: true,
};

/** The number is shown in full: whoever asks has just typed it, and wants to see how it was understood. */
function show(app: App, reading: NumberReading): void {
  const { country, type, warnings } = reading;
  const number = reading.e164 === null ? null : formatPhoneNumber(reading.e164);
  if (reading.outcome === 'accept') {
    app.out(app.paint.out.green(app.say(phrase('check.numberFit', { number: number ?? '', country, type }))));
    if (reading.fictional) app.note(app.say(phrase('check.numberFictional')));
  } else {
    app.out(app.paint.out.red(app.say(phrase('check.numberUnfit', { reason: reading.reason }))));
    if (number !== null) app.out(app.say(phrase('check.numberUnderstood', { number, country, type })));
    else if (reading.readIn !== null && dependsOnPlan[reading.reason] === true)
      app.out(app.say(phrase('check.numberReadIn', { country: reading.readIn })));
  }
  for (const warning of warnings) app.out(app.paint.out.yellow(app.say(phrase('check.numberWarning', { warning }))));
  if (reading.outcome === 'accept') return;
  const { reason, hint, readIn } = reading;
  const hasCallingCode = readIn === null;
  app.note(
    app.say(
      hint === null
        ? phrase('check.numberWayOut', { reason, hasCallingCode })
        : phrase('check.numberHint', { country: hint }),
    ),
  );
}
