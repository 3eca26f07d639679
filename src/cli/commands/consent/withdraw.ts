import { Command } from 'commander';
import { requireNumber } from '../../../flows/number-argument.js';
import { recordWithdrawal } from '../../../flows/record-consent.js';
import { answerOpen } from '../../../flows/register-request.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { formerHolderWarnings } from '../../report/former-holders.js';
import { typedNumber } from '../../report/typed-number.js';
import { knownPurpose } from '../purpose-option.js';
import { answeredRecord, registerDeps, tellAnswered } from '../subject/register.js';

interface ConsentWithdrawOptions {
  readonly purpose?: string;
  readonly reveal?: boolean;
}

export function consentWithdrawCommand(app: () => App, words: HelpWords): Command {
  return new Command('withdraw')
    .description(words('consent.helpWithdraw'))
    .argument('<number>', words('consent.helpNumber'))
    .option('--purpose <purpose>', words('consent.helpWithdrawPurpose'))
    .option('--reveal', words('consent.helpRevealTyped'))
    .action((number: string, options: ConsentWithdrawOptions) => runConsentWithdraw(app(), number, options));
}

async function runConsentWithdraw(app: App, text: string, options: ConsentWithdrawOptions): Promise<void> {
  const workspace = app.workspace();
  const purpose = knownPurpose(workspace, options.purpose)?.name ?? null;
  const number = requireNumber(text, workspace.config.sender.country);
  const { clock } = app.world;
  const { verdict, answered, holders } = await app.withLedger('write', async (ledger) => ({
    verdict: await recordWithdrawal(number, purpose, { ledger, clock, actor: app.actor }),
    answered: await answerOpen('withdraw', number, registerDeps(app, ledger)),
    holders: await ledger.formerHolders([number]),
  }));
  const shown = { number: typedNumber(app, number, { reveal: options.reveal === true }), purpose };
  const warnings = formerHolderWarnings(app, holders, 'consent withdraw');
  if (app.globals.json) {
    app.out(
      JSON.stringify({ type: 'consent_withdraw', ...shown, verdict, ...answeredRecord(app, answered, warnings) }),
    );
  } else {
    app.out(app.say(phrase(verdict === 'recorded' ? 'consent.withdrawn' : 'consent.withdrawnBefore', shown)));
    tellAnswered(app, answered, warnings);
  }
}
