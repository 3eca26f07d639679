import { Command } from 'commander';
import { setRestriction } from '../../../flows/exercise-right.js';
import { requireNumber } from '../../../flows/number-argument.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { formerHolderWarnings } from '../../report/former-holders.js';
import { typedNumber } from '../../report/typed-number.js';
import { answeredRecord, registerDeps, tellAnswered } from './register.js';

interface SubjectRestrictOptions {
  readonly lift?: boolean;
  readonly reveal?: boolean;
}

export function subjectRestrictCommand(app: () => App, words: HelpWords): Command {
  return new Command('restrict')
    .description(words('rights.helpRestrict'))
    .argument('<number>', words('consent.helpNumber'))
    .option('--lift', words('rights.helpLift'))
    .option('--reveal', words('consent.helpRevealTyped'))
    .action((number: string, options: SubjectRestrictOptions) => runSubjectRestrict(app(), number, options));
}

async function runSubjectRestrict(app: App, text: string, options: SubjectRestrictOptions): Promise<void> {
  const number = requireNumber(text, app.workspace().config.sender.country);
  const kind = options.lift === true ? 'lifted' : 'restricted';
  const { verdict, answered, holders } = await app.withLedger('write', async (ledger) => ({
    ...(await setRestriction(number, kind, registerDeps(app, ledger))),
    holders: await ledger.formerHolders([number]),
  }));
  const revealing = { reveal: options.reveal === true };
  const shown = { number: typedNumber(app, number, revealing), restricted: kind === 'restricted' };
  const warnings = formerHolderWarnings(app, holders, `subject restrict${kind === 'lifted' ? ' --lift' : ''}`);
  if (app.globals.json) {
    app.out(
      JSON.stringify({ type: 'subject_restrict', ...shown, verdict, ...answeredRecord(app, answered, warnings) }),
    );
  } else {
    app.out(app.say(phrase(verdict === 'recorded' ? 'rights.restricted' : 'rights.restrictedBefore', shown)));
    tellAnswered(app, answered, warnings);
  }
}
