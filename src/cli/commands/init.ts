import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { InitialAnswers } from '../../config/default-config.js';
import { availableProviders } from '../../config/sections.js';
import { senderWarningPhrase, senderWarnings } from '../../core/campaign/sender-id.js';
import { OperatorError } from '../../errors.js';
import type { Lock } from '../../files/key-file.js';
import { workspaceFiles, type WorkspaceFiles } from '../../files/workspace.js';
import {
  countryProblem,
  judgeNewFolder,
  makeWorkspace,
  organisationNameFrom,
  organisationProblem,
  senderIdFrom,
  senderProblem,
} from '../../flows/make-workspace.js';
import { withNewSecret } from '../../flows/keychain-lock.js';
import { phrase, type Phrase } from '../../words/phrase.js';
import type { App } from '../app.js';
import type { HelpWords } from '../program.js';
import { spokenWarnings, tellWarnings } from '../report/warnings.js';
import { keychainDeps } from './ledger/lock-deps.js';

interface InitOptions {
  readonly organisation?: string;
  readonly sender?: string;
  readonly country?: string;
  readonly provider?: string;
  readonly yes?: boolean;
  readonly encrypt?: boolean;
  readonly keychain?: boolean;
}

const LEDGER_ID_BYTES = 16;

export function initCommand(app: () => App, words: HelpWords): Command {
  return new Command('init')
    .argument('[dir]', words('workspace.helpDir'))
    .option('--organisation <name>', words('workspace.helpOrganisation'))
    .option('--sender <id>', words('workspace.helpSender'))
    .option('--country <code>', words('workspace.helpCountry'))
    .addOption(new Option('--provider <name>', words('workspace.helpProvider')).choices([...availableProviders]))
    .option('--encrypt', words('vault.helpInit'))
    .addOption(new Option('--keychain', words('keychain.helpInit')).implies({ encrypt: true }))
    .option('--yes', words('workspace.helpYes'))
    .action((dir: string | undefined, options: InitOptions) => runInit(app(), dir, options));
}

async function runInit(app: App, dir: string | undefined, options: InitOptions): Promise<void> {
  if (app.globals.clock !== undefined) {
    throw new OperatorError('usage', phrase('cli.clockOnLedger'), phrase('cli.clockOnLedgerHint'));
  }
  const files = workspaceFiles(folderOf(app, dir));
  const synchronisedBy = judgeNewFolder(files);
  if (synchronisedBy !== null) {
    tellWarnings(app, [synchronisedPhrase(files, synchronisedBy)]);
  }
  const answers = await collectAnswers(app, files, options);
  const ledgerId = app.world.randomBytes(LEDGER_ID_BYTES).toString('hex');
  const makeUnder = (lock: Lock | null): Lock | null => {
    makeWorkspace(files, answers, lock, {
      randomBytes: (length) => app.world.randomBytes(length),
      createLedger: (at, keyring) => app.createLedger(at, keyring, ledgerId),
    });
    return lock;
  };
  const lock = await (options.keychain === true
    ? withNewSecret(files, ledgerId, keychainDeps(app), makeUnder)
    : makeUnder(options.encrypt === true ? await newPassphrase(app) : null));
  report(app, files, answers, { synchronisedBy, lock });
}

async function newPassphrase(app: App): Promise<Lock> {
  return { kind: 'passphrase', passphrase: await app.keyDoor.newPassphrase(phrase('vault.askNew')) };
}

/** The argument, else where later commands would look for a workspace, else the current folder. */
function folderOf({ world, globals }: App, dir: string | undefined): string {
  const elsewhere = globals.workspace ?? (world.env['SMSCTL_WORKSPACE'] || undefined);
  const folder = resolve(world.cwd, dir ?? elsewhere ?? '.');
  if (dir !== undefined && globals.workspace !== undefined && resolve(world.cwd, globals.workspace) !== folder) {
    throw new OperatorError('usage', phrase('cli.conflict', { option: 'DIR', other: '--workspace' }));
  }
  return folder;
}

async function collectAnswers(app: App, files: WorkspaceFiles, options: InitOptions): Promise<InitialAnswers> {
  const country = (options.country ?? 'FR').trim().toUpperCase();
  refuseBad(app, [
    ['--organisation', options.organisation === undefined ? null : organisationProblem(options.organisation)],
    ['--country', countryProblem(country)],
    ['--sender', options.sender === undefined ? null : senderProblem(options.sender, country)],
  ]);
  const provider = options.provider ?? availableProviders[0];
  const { locale } = app.formats;
  const name = organisationNameFrom(files.folder);
  if (app.prompts.canAsk && options.yes !== true) {
    return { ...(await askTheRest(app, name, { ...options, country: options.country && country })), provider, locale };
  }
  refuseMissing(options);
  const organisation = options.organisation ?? name;
  return { organisation, sender: options.sender ?? senderIdFrom(organisation, country), country, provider, locale };
}

/** Asks for what the flags did not give, each until it is fit. A real provider is nothing to come by through a question. */
async function askTheRest(
  app: App,
  name: string,
  given: Pick<InitOptions, 'organisation' | 'sender'> & { readonly country?: string | undefined },
): Promise<Pick<InitialAnswers, 'organisation' | 'sender' | 'country'>> {
  const organisation =
    given.organisation ?? (await ask(app, phrase('workspace.askOrganisation'), name, organisationProblem));
  const country =
    given.country ??
    (
      await ask(app, phrase('workspace.askCountry'), 'FR', (answer) => countryProblem(answer.toUpperCase()))
    ).toUpperCase();
  const fits = (answer: string): Phrase | null => senderProblem(answer, country);
  const sender =
    given.sender ?? (await ask(app, phrase('workspace.askSender'), senderIdFrom(organisation, country), fits));
  return { organisation, sender, country };
}

async function ask(
  app: App,
  question: Phrase,
  first: string,
  problemOf: (answer: string) => Phrase | null,
): Promise<string> {
  for (;;) {
    const answer = (await app.prompts.text(app.say(question), first)).trim();
    const problem = problemOf(answer);
    if (problem === null) return answer;
    app.note(app.paint.err.red(app.say(problem)));
  }
}

/** @throws OperatorError usage (64) that tells every unfit answer */
function refuseBad(app: App, judged: readonly (readonly [flag: string, problem: Phrase | null])[]): void {
  const problems = judged.flatMap(([flag, problem]) => (problem === null ? [] : [{ flag, text: app.say(problem) }]));
  if (problems.length === 0) return;
  throw new OperatorError('usage', phrase('workspace.badAnswers', { problems }), phrase('workspace.badAnswersHint'));
}

/** @throws OperatorError usage (64): without a terminal nobody can be asked. */
function refuseMissing({ organisation, sender, yes }: InitOptions): void {
  if (yes === true || (organisation !== undefined && sender !== undefined)) return;
  const flags = [organisation === undefined ? '--organisation' : null, sender === undefined ? '--sender' : null];
  throw new OperatorError(
    'usage',
    phrase('workspace.answersNeeded', { flags: flags.filter((flag) => flag !== null) }),
    phrase('workspace.answersNeededHint'),
  );
}

function synchronisedPhrase({ folder }: WorkspaceFiles, service: string): Phrase {
  return phrase('workspace.synchronised', { folder, service });
}

function report(
  app: App,
  files: WorkspaceFiles,
  answers: InitialAnswers,
  { synchronisedBy, lock }: { readonly synchronisedBy: string | null; readonly lock: Lock | null },
): void {
  const made = [files.config, files.ledger, files.key];
  const ofSender = senderWarnings(answers.sender, answers.country).map(senderWarningPhrase);
  if (app.globals.json) {
    const synchronised = synchronisedBy === null ? [] : [synchronisedPhrase(files, synchronisedBy)];
    const warnings = spokenWarnings(app, [...synchronised, ...ofSender]);
    const [encrypted, keychain] = [lock !== null, lock?.kind === 'keychain'];
    const told = { workspace: files.folder, files: made, synchronisedBy, encrypted, keychain, warnings };
    app.out(JSON.stringify({ type: 'init', ...told }));
    return;
  }
  app.out(app.say(phrase('workspace.made', { ...files, organisation: answers.organisation, sender: answers.sender })));
  tellWarnings(app, ofSender);
  app.note(app.say(keepPhrase(files, lock)));
  app.note(app.say(phrase('workspace.next', { folder: files.folder, country: answers.country })));
}

/** What the operator must not lose. */
function keepPhrase({ key }: WorkspaceFiles, lock: Lock | null): Phrase {
  if (lock === null) return phrase('workspace.keepKey', { key });
  return lock.kind === 'keychain' ? phrase('keychain.keepBackup') : phrase('vault.keepPassphrase');
}
