import { Command, Option } from 'commander';
import { requestAnswers, type RequestAnswer } from '../../../core/rights/request.js';
import { OperatorError } from '../../../errors.js';
import { answerRequest, today } from '../../../flows/register-request.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { showRequest } from '../../report/request-report.js';
import { registerDeps } from '../subject/register.js';
import { explanation, requestId } from './request-arguments.js';

interface RequestsAnswerOptions {
  readonly as: RequestAnswer;
  readonly because?: string;
}

export function requestsAnswerCommand(app: () => App, words: HelpWords): Command {
  return new Command('answer')
    .description(words('requests.helpAnswer'))
    .argument('<id>', words('requests.helpId'))
    .addOption(new Option('--as <answer>', words('requests.helpAs')).choices(requestAnswers).makeOptionMandatory())
    .option('--because <text>', words('requests.helpBecauseRefused'))
    .action((id: string, options: RequestsAnswerOptions) => runRequestsAnswer(app(), id, options));
}

/** Whoever is refused must be told why, and where to complain (GDPR article 12(4)). */
async function runRequestsAnswer(app: App, id: string, options: RequestsAnswerOptions): Promise<void> {
  const because = options.because === undefined ? null : explanation('--because', options.because);
  if (because === null && options.as !== 'granted') {
    throw new OperatorError('usage', phrase('requests.whyNeeded'), phrase('requests.whyNeededHint'));
  }
  await app.withLedger('write', async (ledger) => {
    const deps = registerDeps(app, ledger);
    showRequest(app, await answerRequest(requestId(id), options.as, because, deps), today(deps));
  });
}
