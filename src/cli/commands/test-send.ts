import { Command, Option } from 'commander';
import { TEST_NAME } from '../../core/campaign/campaign.js';
import { shownNumber, type Revealing } from '../../core/contact/phone-number.js';
import type { Purpose } from '../../core/consent/purpose.js';
import { compileTemplate } from '../../core/template/message-template.js';
import { exitCodeOf, exitCodes, invariant, OperatorError } from '../../errors.js';
import { readTemplateFile } from '../../files/template-file.js';
import { recordRevealed } from '../../flows/export-records.js';
import { writtenNumber, writtenText } from '../../flows/export-shapes.js';
import { requirePhoneColumn } from '../../flows/phone-column.js';
import { openContacts } from '../../flows/contact-rows.js';
import {
  MAX_TEST_PHONES,
  readTestRows,
  reasonOf,
  sendTest,
  type TestResult,
  type TestRun,
  type TestRow,
} from '../../flows/send-test.js';
import { phrase } from '../../words/phrase.js';
import type { App, Workspace } from '../app.js';
import type { HelpWords } from '../program.js';
import { shownText } from '../report/shown-text.js';
import { spokenWarnings, tellWarnings } from '../report/warnings.js';
import { collect, countOption, senderOf } from './campaign-options.js';
import { neededPurpose } from './purpose-option.js';
import { addReadingOptions, readingOf, type ReadingOptions } from './reading-options.js';

interface TestOptions extends ReadingOptions {
  readonly template?: string;
  readonly text?: string;
  readonly to: readonly string[];
  readonly row?: readonly string[];
  readonly purpose?: string;
  readonly sender?: string;
  readonly gsm7?: boolean;
  readonly reveal?: boolean;
}

export function testSendCommand(app: () => App, words: HelpWords): Command {
  const described = new Command('test-send')
    .argument('[contacts]', words('help.argContacts'))
    .addOption(new Option('--template <file>', words('help.template')).conflicts('text'))
    .option('--text <text>', words('help.text'))
    .requiredOption('--to <number>', words('help.to'), collect)
    .option('--row <count>', words('help.testRow'), collect)
    .option('--purpose <purpose>', words('help.purpose'))
    .option('--sender <id>', words('help.sender'))
    .option('--gsm7', words('help.gsm7'));
  return addReadingOptions(described, words)
    .option('--reveal', words('consent.helpReveal'))
    .action((contacts: string | undefined, options: TestOptions) => runTestSend(app(), contacts, options));
}

async function runTestSend(app: App, contacts: string | undefined, options: TestOptions): Promise<void> {
  const workspace = app.workspace();
  if (options.to.length > MAX_TEST_PHONES) {
    throw new OperatorError(
      'usage',
      phrase('flows.tooManyTestPhones', { count: options.to.length, limit: MAX_TEST_PHONES }),
      phrase('flows.tooManyTestPhonesHint'),
    );
  }
  const template = await templateOf(app, contacts, options, workspace);
  const purpose =
    options.purpose === undefined
      ? strictest(workspace)
      : await neededPurpose(app, workspace, options.purpose, 'campaign');
  const sender = senderOf(workspace, options.sender);
  const rows = contacts === undefined ? rowless(options) : await rowsOf(app, contacts, options);
  const book = await app.holidayBook();
  const { config, keyring, isRehearsing } = workspace;
  await app.withPlanning(TEST_NAME, { fresh: false, keep: true }, async ({ ledger, clock, isRehearsal }) => {
    const { provider, pace } = app.provider(TEST_NAME, { isRehearsal, clock }, null);
    const deps = { ledger, clock, book, keyring, provider, pace, timer: app.world.timer, actor: app.actor };
    const asked = { template, purpose, sender, rows, config, gsm7: options.gsm7 === true, phones: options.to };
    // A test takes its share of the provider's rate, so it is a run like any other: one at a time.
    const submitted: TestResult[] = [];
    const testing = app.holdingRun(ledger, () =>
      sendTest({ ...asked, allowFictional: isRehearsing }, deps, app.interrupted, (one) => submitted.push(one)),
    );
    const run = await testing.catch((error: unknown) => {
      if (submitted.length === 0) throw error;
      showResults(app, { results: submitted, advice: [] }, { reveal: false, isRehearsal });
      throw withoutRepeating(error);
    });
    const revealing = { reveal: options.reveal === true };
    if (revealing.reveal) await recordRevealed({ what: 'test', campaign: TEST_NAME }, deps);
    showResults(app, run, { ...revealing, isRehearsal });
  });
}

/** Hints that ask to run the command again: safe where a campaign knows who was texted, and no campaign knows of a test. */
const AGAIN: ReadonlySet<string | undefined> = new Set(['store.fullHint', 'store.failedHint', 'store.lockedHint']);

function withoutRepeating(error: unknown): unknown {
  if (!(error instanceof OperatorError) || !AGAIN.has(error.hint?.key)) return error;
  const { kind, problem, details, cause } = error;
  return new OperatorError(kind, problem, phrase('flows.testStoppedHint'), { cause, details });
}

/** Without a purpose the test looks like the strictest kind: a promotional message, with its way out. */
function strictest({ config }: Workspace): Purpose {
  const promotional = [...config.purposes.values()].find((purpose) => purpose.kind === 'promotional');
  invariant(promotional !== undefined, 'promotional purposes are built in');
  return promotional;
}

async function templateOf(
  { world }: App,
  contacts: string | undefined,
  { template, text }: TestOptions,
  { config }: Workspace,
): Promise<ReturnType<typeof compileTemplate>> {
  const { locale } = config.organisation;
  if (template === '-' && contacts === '-') {
    throw new OperatorError('usage', phrase('flows.stdinTwice'), phrase('flows.stdinTwiceHint'));
  }
  if (template !== undefined) {
    return compileTemplate(await readTemplateFile(template, world.stdin), template, locale);
  }
  if (text !== undefined) return compileTemplate(text, '--text', locale);
  throw new OperatorError('usage', phrase('report.templateNeeded'), phrase('report.templateNeededHint'));
}

/** Without a file there is one text, with no field filled in. */
function rowless(options: TestOptions): readonly TestRow[] {
  const given = {
    '--row': options.row,
    '--phone-column': options.phoneColumn,
    '--encoding': options.encoding,
    '--delimiter': options.delimiter,
    '--sheet': options.sheet,
  };
  const [option] = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (option === undefined) return [{ line: null, owner: null, fields: new Map() }];
  throw new OperatorError(
    'usage',
    phrase('flows.testContacts', { option }),
    phrase('flows.testContactsHint', { option }),
  );
}

async function rowsOf(app: App, contacts: string, options: TestOptions): Promise<readonly TestRow[]> {
  const { phoneColumn, ...reading } = readingOf(options);
  const wanted = (options.row ?? ['1']).map((value) => countOption('--row', value) ?? 1);
  const table = await openContacts({ contacts, ...reading }, app.world);
  try {
    return await readTestRows(table, requirePhoneColumn(table.headers, phoneColumn, table.name, 'take-first'), wanted);
  } finally {
    await table.close();
  }
}

function exitCodeFor(outcome: TestResult['outcome']['kind']): number {
  switch (outcome) {
    case 'accepted':
      return exitCodes.done;
    case 'rejected':
    case 'unknown':
      return exitCodes.partial;
    case 'throttled':
      return exitCodeOf.notNow;
    case 'unsent':
      return exitCodeOf.unavailable;
    case 'refused':
      return exitCodeOf.notPermitted;
  }
}

function showResults(
  app: App,
  { results, advice }: TestRun,
  { isRehearsal, ...revealing }: Revealing & { readonly isRehearsal: boolean },
): void {
  for (const { outcome } of results) app.setExitCode(exitCodeFor(outcome.kind));
  if (app.globals.json) {
    const told = results.map((result) => {
      const { to, segments, outcome } = result;
      const text = testText(result, revealing);
      return { to: writtenNumber(to, revealing), outcome: outcome.kind, reason: reasonOf(outcome), segments, text };
    });
    const warnings = spokenWarnings(app, advice);
    app.out(JSON.stringify({ type: 'test_send', results: told, warnings, rehearsal: isRehearsal }));
    return;
  }
  tellWarnings(app, advice);
  if (isRehearsal) app.out(app.paint.out.bold(app.say(phrase('cli.rehearsal'))));
  for (const result of results) {
    const { to, outcome } = result;
    const reason = reasonOf(outcome);
    const words = reason === null ? phrase('report.testSent') : phrase('report.testFailed', { reason });
    app.out(app.say(phrase('report.tested', { to: shownNumber(to, revealing), outcome: app.say(words) })));
    for (const line of shownText(app, testText(result, revealing))) app.out(`  ${line}`);
  }
}

/** Neither the phone's number nor that of the row whose text it got stands in it. */
function testText({ text, to, owner }: TestResult, revealing: Revealing): string {
  return writtenText(writtenText(text, to, revealing), owner, revealing);
}
