import { Command } from 'commander';
import { identifyRequest, today } from '../../../flows/register-request.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { dayText, showRequest } from '../../report/request-report.js';
import { registerDeps } from '../subject/register.js';
import { explanation, requestId } from './request-arguments.js';

export function requestsIdentifyCommand(app: () => App, words: HelpWords): Command {
  return new Command('identify')
    .description(words('requests.helpIdentify'))
    .argument('<id>', words('requests.helpId'))
    .requiredOption('--by <text>', words('requests.helpBy'))
    .action((id: string, options: { readonly by: string }) => runRequestsIdentify(app(), id, options.by));
}

async function runRequestsIdentify(app: App, id: string, by: string): Promise<void> {
  const how = explanation('--by', by);
  await app.withLedger('write', async (ledger) => {
    const deps = registerDeps(app, ledger);
    const request = await identifyRequest(requestId(id), how, deps);
    const { identifiedOn, kind } = request;
    if (!app.globals.json && identifiedOn !== null) {
      app.out(app.say(phrase('requests.identified', { id: request.id, on: dayText(app, identifiedOn) })));
    }
    showRequest(app, request, today(deps));
    if (!app.globals.json) app.note(app.say(phrase('requests.identifiedNext', { kind })));
  });
}
