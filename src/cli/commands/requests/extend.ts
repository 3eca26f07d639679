import { Command } from 'commander';
import { extendRequest, today } from '../../../flows/register-request.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { showRequest } from '../../report/request-report.js';
import { registerDeps } from '../subject/register.js';
import { explanation, requestId } from './request-arguments.js';

export function requestsExtendCommand(app: () => App, words: HelpWords): Command {
  return new Command('extend')
    .description(words('requests.helpExtend'))
    .argument('<id>', words('requests.helpId'))
    .requiredOption('--because <text>', words('requests.helpBecauseExtended'))
    .action((id: string, options: { readonly because: string }) => runRequestsExtend(app(), id, options.because));
}

async function runRequestsExtend(app: App, id: string, because: string): Promise<void> {
  const why = explanation('--because', because);
  await app.withLedger('write', async (ledger) => {
    const deps = registerDeps(app, ledger);
    showRequest(app, await extendRequest(requestId(id), why, deps), today(deps));
    if (!app.globals.json) app.note(app.say(phrase('requests.tellThem')));
  });
}
