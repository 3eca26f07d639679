import { Command } from 'commander';
import type { Revealing } from '../../../core/contact/phone-number.js';
import { recordObjection } from '../../../flows/exercise-right.js';
import { requireNumber } from '../../../flows/number-argument.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { formerHolderWarnings } from '../../report/former-holders.js';
import { typedNumber } from '../../report/typed-number.js';
import { answeredRecord, registerDeps, tellAnswered } from './register.js';

export function subjectObjectCommand(app: () => App, words: HelpWords): Command {
  return new Command('object')
    .description(words('rights.helpObject'))
    .argument('<number>', words('consent.helpNumber'))
    .option('--reveal', words('consent.helpRevealTyped'))
    .action((number: string, options: { readonly reveal?: boolean }) =>
      runSubjectObject(app(), number, { reveal: options.reveal === true }),
    );
}

async function runSubjectObject(app: App, text: string, revealing: Revealing): Promise<void> {
  const number = requireNumber(text, app.workspace().config.sender.country);
  const { verdict, answered, holders } = await app.withLedger('write', async (ledger) => ({
    ...(await recordObjection(number, registerDeps(app, ledger))),
    holders: await ledger.formerHolders([number]),
  }));
  const shown = { number: typedNumber(app, number, revealing) };
  const warnings = formerHolderWarnings(app, holders, 'subject object');
  if (app.globals.json) {
    app.out(JSON.stringify({ type: 'subject_object', ...shown, verdict, ...answeredRecord(app, answered, warnings) }));
  } else {
    app.out(app.say(phrase(verdict === 'recorded' ? 'rights.objected' : 'rights.objectedBefore', shown)));
    tellAnswered(app, answered, warnings);
  }
}
