import { Command, Option } from 'commander';
import { maskPhoneNumber } from '../../core/contact/phone-number.js';
import { isoInstant } from '../../core/schedule/instant.js';
import { exitCodeOf } from '../../errors.js';
import { exitCodeOfExaminations, type Examination } from '../../flows/examination.js';
import { requireNumber } from '../../flows/number-argument.js';
import { attestExit, shownExits, testExit, type ExitTest } from '../../flows/way-out.js';
import { examineWorkspace } from '../../flows/examine-workspace.js';
import { phrase, type Phrase, type PhraseKey } from '../../words/phrase.js';
import type { App } from '../app.js';
import type { HelpWords } from '../program.js';
import { localZone } from './campaign-options.js';

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
  if (stopTest !== undefined) return runStopTest(app, stopTest);
  if (attest !== undefined) return attestWayOut(app, attest);
  // Without a workspace there is nothing to look at, and `workspace` says so.
  const files = app.workspaceFiles() ?? app.workspace().files;
  if (adopt === true) await adoptLedger(app);
  const examinations = await examineWorkspace(files, {
    now: app.world.clock.now(),
    withLedger: (use) => app.withLedger('read', use),
    isRunHeld: (ledger) => app.isRunHeld(ledger),
    checkCredentials: () => app.checkCredentials(),
  });
  if (app.globals.json) app.out(JSON.stringify(documentOf(app, examinations)));
  else show(app, files.folder, examinations);
  app.setExitCode(exitCodeOfExaminations(examinations));
}

/** Makes a copied or restored ledger the one that sends; its own is left as it is. */
async function adoptLedger(app: App): Promise<void> {
  await app.withLedger('write', async (ledger) => {
    if ((await ledger.standing()) === 'own') {
      app.note(app.say(phrase('delivery.nothingToAdopt')));
      return;
    }
    const unknown = await app.holdingLedger(ledger, () => ledger.adopt({ ...app.actor, at: app.world.clock.now() }));
    app.note(app.say(phrase('delivery.adopted', { unknown })));
  });
}

/** A trusted phone says STOP; whether it arrived is told by the next call. */
async function runStopTest(app: App, text: string): Promise<void> {
  const workspace = app.workspace();
  const { config } = workspace;
  const number = requireNumber(text, config.sender.country);
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
  for (const words of testPhrases(test, maskPhoneNumber(number), shownExits(config), zone)) app.out(app.say(words));
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
  const { config } = app.workspace();
  await app.withLedger('write', (ledger) =>
    attestExit(statement, config, { ledger, clock: app.world.clock, actor: app.actor }),
  );
  if (app.globals.json) app.out(JSON.stringify({ type: 'exit_attested', provider: config.provider.use }));
  else app.out(app.say(phrase('inbox.attested')));
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
  Record<Examination['status'], { sign: string; word: PhraseKey; color: 'green' | 'yellow' | 'red' }>
> = {
  ok: { sign: '✓', word: 'doctor.ok', color: 'green' },
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
  app.out(app.say(phrase('doctor.verdict', { failures: count('fail'), warnings: count('warn') })));
}
