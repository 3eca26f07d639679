import { Command } from 'commander';
import { rectifySubject } from '../../../flows/exercise-right.js';
import { requireNumber, requireTextable } from '../../../flows/number-argument.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { typedNumber } from '../../report/typed-number.js';
import { answeredRecord, registerDeps, tellAnswered } from './register.js';

interface SubjectRectifyOptions {
  readonly to: string;
  readonly reveal?: boolean;
}

export function subjectRectifyCommand(app: () => App, words: HelpWords): Command {
  return new Command('rectify')
    .description(words('rights.helpRectify'))
    .argument('<number>', words('consent.helpNumber'))
    .requiredOption('--to <number>', words('rights.helpTo'))
    .option('--reveal', words('consent.helpRevealTyped'))
    .action((number: string, options: SubjectRectifyOptions) => runSubjectRectify(app(), number, options));
}

/** Nothing is sent or planned meanwhile: a message on its way would go to the number that is corrected. */
async function runSubjectRectify(app: App, text: string, options: SubjectRectifyOptions): Promise<void> {
  const { config, isRehearsing } = app.workspace();
  const { country } = config.sender;
  const from = requireNumber(text, country);
  const to = requireTextable(options.to, country, { allowFictional: isRehearsing });
  const { skipped, carried, answered } = await app.withLedger('write', (ledger) =>
    app.holdingLedger(ledger, () =>
      app.holdingPlan(ledger, async () => rectifySubject(from, to, registerDeps(app, ledger))),
    ),
  );
  const revealing = { reveal: options.reveal === true };
  const numbers = { from: typedNumber(app, from, revealing), to: typedNumber(app, to, revealing) };
  const shown = { ...numbers, skipped, carried };
  if (app.globals.json) {
    app.out(JSON.stringify({ type: 'subject_rectify', ...shown, ...answeredRecord(app, answered) }));
  } else {
    app.out(app.say(phrase('rights.rectified', shown)));
    tellAnswered(app, answered);
  }
}
