import { Command, Option } from 'commander';
import { maskPhoneNumber } from '../../core/contact/phone-number.js';
import { instantOf, isoInstant } from '../../core/schedule/instant.js';
import { exitCodeOf } from '../../errors.js';
import { readErasures } from '../../files/erasure-file.js';
import { adoptLedger, type Adopted, type Adoption } from '../../flows/adopt-ledger.js';
import { accountOf } from '../../flows/keychain-lock.js';
import { exitCodeOfExaminations, type Examination } from '../../flows/examination.js';
import { refuseStanding } from '../../flows/ledger-standing.js';
import { eraseSubject } from '../../flows/erase-subject.js';
import { requireTextable } from '../../flows/number-argument.js';
import { attestExit, shownExits, testExit, type ExitTest } from '../../flows/way-out.js';
import { examineWorkspace } from '../../flows/examine-workspace.js';
import { phrase, type Phrase, type PhraseKey } from '../../words/phrase.js';
import type { App } from '../app.js';
import { inboxTerms } from '../inbox-terms.js';
import type { HelpWords } from '../program.js';
import { erasureDeps } from './subject/erase.js';
import { localZone } from './campaign-options.js';
import { sealInKeychain } from './ledger/lock-deps.js';

export function doctorCommand(app: () => App, words: HelpWords): Command {
  return new Command('doctor')
    .option('--adopt', words('delivery.helpAdopt'))
    .addOption(new Option('--stop-test <number>', words('inbox.helpStopTest')).conflicts(['adopt', 'attest']))
    .addOption(new Option('--attest <text>', words('inbox.helpAttest')).conflicts('adopt'))
    .action((options: DoctorOptions) => runDoctor(app(), options));
}

interface DoctorOptions {
  readonly adopt?: true;
  readonly stopTest?: string;
  readonly attest?: string;
}

async function runDoctor(app: App, { adopt, stopTest, attest }: DoctorOptions): Promise<void> {
  app.refuseClock();
  if (stopTest !== undefined) return runStopTest(app, stopTest);
  if (attest !== undefined) return attestWayOut(app, attest);
  // Without a workspace there is nothing to look at, and `workspace` says so.
  const files = app.workspaceFiles() ?? app.workspace().files;
  const adoption = adopt === true ? { adopted: await adoptHere(app) } : {};
  const examinations = await examineWorkspace(files, {
    now: app.world.clock.now(),
    timeZone: app.world.timeZone,
    withLedger: (use) => app.withLedger('read', (ledger) => app.checking(ledger, (checks) => use(ledger, checks))),
    isRunHeld: (ledger) => app.isRunHeld(ledger),
    readKeyring: () => app.keyring(files),
    isInClear: (file) => app.isInClear(file),
    unreadableRehearsals: () => app.unreadableRehearsals(),
    checkCredentials: () => app.checkCredentials(),
  });
  if (app.globals.json) app.out(JSON.stringify({ ...documentOf(app, examinations), ...adoption }));
  else show(app, files.folder, examinations);
  app.setExitCode(exitCodeOfExaminations(examinations));
}

/**
 * Makes a copied or restored ledger the one that sends; its own is left as it is.
 *
 * @returns What became of it, for machines; null where there was nothing to adopt.
 */
async function adoptHere(app: App): Promise<Record<string, unknown> | null> {
  const { files, isRehearsing } = app.ownWorkspace();
  await separateKey(app);
  const tell = (told: readonly Phrase[]): void => {
    if (!app.globals.json) for (const words of told) app.note(app.say(words));
  };
  return app.withLedger('write', async (ledger) => {
    const standing = await ledger.standing();
    // Under its other names it would be adopted as well.
    if (standing === 'linked') refuseStanding(standing, ledger.file);
    if (standing === 'own') {
      tell([phrase('delivery.nothingToAdopt')]);
      return null;
    }
    const adopted = await app.holdingForAdoption(ledger, () =>
      adoptLedger({
        ledger,
        clock: app.world.clock,
        actor: app.actor,
        erasures: readErasures(files.erasures),
        terms: inboxTerms(app),
        provider: (campaign) =>
          isRehearsing ? null : app.provider(campaign, { isRehearsal: false, clock: app.world.clock }, null).provider,
        eraseAgain: async (number) => {
          await eraseSubject(number, erasureDeps(app, ledger));
        },
        withSetAside: (mode, use) => app.withSetAside(mode, use),
        tellAdopted: (adoption) => tell(adoptionPhrases(app, adoption)),
      }),
    );
    tell(collectedPhrases(app, adopted.collected));
    const collected = adopted.collected.map((one) => ({ ...one, why: one.why === null ? null : app.say(one.why) }));
    return { ...adopted, collected };
  });
}

/** A copy shares its secret in the keychain with its original: from now on each has its own, and can give it up. */
async function separateKey(app: App): Promise<void> {
  const { files } = app.workspace();
  if (accountOf(files) === null) return;
  const standing = await app.withLedger('read', (ledger) => ledger.standing());
  if (standing === 'copied') await app.holdingAll(files, () => sealInKeychain(app));
}

/** What the copy can not know, and what is left to do. */
function adoptionPhrases(app: App, adoption: Adoption): readonly Phrase[] {
  const { unknown, newestAt, rows, lastRunRow, erasures } = adoption;
  return [
    phrase('delivery.adopted', { unknown }),
    ...(newestAt === null
      ? []
      : [phrase('backup.since', { newest: instantOf(newestAt), zone: localZone(app, app.workspace()) })]),
    ...(lastRunRow !== null && lastRunRow > rows ? [phrase('backup.behind', { known: lastRunRow, rows })] : []),
    ...(erasures.noted > 0 ? [phrase('backup.replayed', erasures)] : []),
    ...(erasures.again > 0 ? [phrase('backup.erasedAgain', { count: erasures.again })] : []),
  ];
}

/** What could be brought back. */
function collectedPhrases(app: App, collected: Adopted['collected']): readonly Phrase[] {
  return collected.map(({ why, ...counts }) =>
    why === null
      ? phrase('backup.collected', counts)
      : phrase('backup.notCollected', { campaign: counts.campaign, why: app.say(why) }),
  );
}

/** A trusted phone says STOP; whether it arrived is told by the next call. */
async function runStopTest(app: App, text: string): Promise<void> {
  const workspace = app.workspace();
  const { config, isRehearsing } = workspace;
  const number = requireTextable(text, config.sender.country, { allowFictional: isRehearsing });
  const test = await app.withLedger('write', (ledger) =>
    testExit(number, config, { ledger, clock: app.world.clock, actor: app.actor }),
  );
  if (test.kind === 'waiting') app.setExitCode(exitCodeOf.notNow);
  if (app.globals.json) {
    const at = isoInstant(test.kind === 'proven' ? test.provenAt : test.begunAt);
    app.out(JSON.stringify({ type: 'exit_test', state: test.kind, at }));
    return;
  }
  const zone = localZone(app, workspace);
  const masked = maskPhoneNumber(number);
  const told = workspace.isRehearsing
    ? [phrase('inbox.testSimulated', { number: masked })]
    : testPhrases(test, masked, shownExits(config), zone);
  for (const words of told) app.out(app.say(words));
  if (workspace.isRehearsing) app.note(app.say(phrase('inbox.provesRehearsals')));
}

function testPhrases(test: ExitTest, number: string, exits: readonly string[], zone: string): readonly Phrase[] {
  switch (test.kind) {
    case 'begun':
      return [phrase('inbox.testBegun', { number, exits })];
    case 'waiting':
      return [
        phrase('inbox.testWaiting', { number, at: test.begunAt, zone }),
        phrase('inbox.testBegun', { number, exits }),
      ];
    case 'proven':
      return [phrase('inbox.testProven', { number, at: test.provenAt, zone })];
  }
}

async function attestWayOut(app: App, statement: string): Promise<void> {
  const { config, isRehearsing } = app.workspace();
  await app.withLedger('write', (ledger) =>
    attestExit(statement, config, { ledger, clock: app.world.clock, actor: app.actor }),
  );
  if (app.globals.json) app.out(JSON.stringify({ type: 'exit_attested', provider: config.provider.use }));
  else {
    app.out(app.say(phrase('inbox.attested')));
    if (isRehearsing) app.note(app.say(phrase('inbox.provesRehearsals')));
  }
}

function documentOf(app: App, examinations: readonly Examination[]): Record<string, unknown> {
  const checks = examinations.map(({ name, status, message, hint }) => ({
    name,
    status,
    message: app.say(message),
    hint: hint === null ? null : app.say(hint),
  }));
  return { type: 'doctor', ok: checks.every(({ status }) => status !== 'fail'), checks };
}

/** A sign, a word and a colour: each of them alone says how it stands. */
const signs: Readonly<
  Record<Examination['status'], { sign: string; word: PhraseKey; color: 'green' | 'cyan' | 'yellow' | 'red' }>
> = {
  ok: { sign: '✓', word: 'doctor.ok', color: 'green' },
  advice: { sign: 'i', word: 'doctor.advice', color: 'cyan' },
  warn: { sign: '!', word: 'doctor.warn', color: 'yellow' },
  fail: { sign: '✗', word: 'doctor.fail', color: 'red' },
};

function show(app: App, folder: string, examinations: readonly Examination[]): void {
  const word = (status: Examination['status']): string => app.say({ key: signs[status].word, values: undefined });
  const width = Math.max(...Object.keys(signs).map((status) => word(status as Examination['status']).length));
  app.out(folder);
  for (const { status, message, hint } of examinations) {
    const mark = `${signs[status].sign} ${word(status).padEnd(width)}`;
    const indent = '\n'.padEnd(mark.length + 3);
    app.out(`${app.paint.out[signs[status].color](mark)}  ${app.say(message).replaceAll('\n', indent)}`);
    if (hint !== null) app.out(`${indent.slice(1)}${app.paint.out.dim(`→ ${app.say(hint)}`)}`);
  }
  const count = (status: Examination['status']): number => examinations.filter((one) => one.status === status).length;
  app.out(
    app.say(phrase('doctor.verdict', { failures: count('fail'), warnings: count('warn'), advice: count('advice') })),
  );
}
