import { Command } from 'commander';
import { checkContacts } from '../../../flows/check-contacts.js';
import { countryNamed } from '../../../flows/hours-question.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { reportContacts } from '../../report/contacts-report.js';
import { progressLine } from '../../report/progress.js';
import { fileRequest, type FileOptions } from '../ledger-options.js';
import { addReadingOptions } from '../reading-options.js';
import { surroundingsOf } from './surroundings.js';

interface ContactsOptions extends FileOptions {
  readonly fixed?: string;
  readonly country?: string;
  readonly reveal?: boolean;
}

export function checkContactsCommand(app: () => App, words: HelpWords): Command {
  const command = new Command('contacts')
    .description(words('contacts.help'))
    .argument('<file>', words('consent.helpFile'))
    .option('--fixed <file>', words('contacts.helpFixed'))
    .option('--rejects <file>', words('contacts.helpRejects'))
    .option('--country <code>', words('check.helpNumberCountry'))
    .option('--reveal', words('contacts.helpReveal'));
  return addReadingOptions(command, words).action((file: string, options: ContactsOptions) =>
    runCheckContacts(app(), file, options),
  );
}

async function runCheckContacts(app: App, file: string, options: ContactsOptions): Promise<void> {
  const { country: usual, allowFictional } = surroundingsOf(app);
  const country = options.country === undefined ? usual : countryNamed(options.country);
  const reveal = options.reveal === true;
  const asked = { ...fileRequest(app, file, options), fixed: options.fixed ?? null, country, allowFictional, reveal };
  const progress = progressLine(app, phrase('consent.importing'));
  try {
    const check = await checkContacts(asked, (rows) => progress.update(rows, null), app.interrupted);
    progress.end();
    reportContacts(app, asked, check);
  } finally {
    progress.end();
  }
}
